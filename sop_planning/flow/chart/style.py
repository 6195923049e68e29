"""Style sheet of the chart, the same for screen and paper.

Only what QtWebKit of 2011 (patched wkhtmltopdf) understands: no flex, no calc(), no variables. Lengths that depend on
the unit are written into the elements; lines are borders of whole px because both wkhtmltopdf engines draw
fractional ones with one or two px at random. A td has no background: patched wkhtmltopdf would paint it over the
borders. It also breaks pages before it shrinks them: rows that may be broken lose their symbols to the next row.
"""
CSS = """
.sop-chart table{border-collapse:collapse;table-layout:fixed;background:#fff;color:#000;
 font-family:"DejaVu Sans",Verdana,Arial,sans-serif;line-height:1.22}
.sop-chart th,.sop-chart td{border:1px solid #000;padding:.35em .45em;vertical-align:top;text-align:left;
 font-weight:normal;word-wrap:break-word;white-space:pre-line}
.sop-chart th{vertical-align:middle;text-align:center;font-weight:bold;background:#eee;padding:.25em .15em}
.sop-chart th.lane{padding:.25em 0}
.sop-chart tr.numbers th{font-weight:normal;background:none;padding:0;font-size:75%}
.sop-chart td.number,.sop-chart td.time{text-align:center;padding-left:.1em;padding-right:.1em}
.sop-chart td.c{position:relative;padding:0;white-space:normal}
.sop-chart tr.top td,.sop-chart tr.bottom td{color:#333;vertical-align:middle}
.sop-chart tr.total td{font-weight:bold}
.sop-chart tr.end td{vertical-align:middle}
.sop-chart .turn{position:relative}
.sop-chart .turn div{position:absolute;left:50%;top:50%;-webkit-transform:rotate(-90deg);transform:rotate(-90deg)}
.sop-chart .turn span{display:table-cell;vertical-align:middle;text-align:center}
.sop-chart b.v,.sop-chart b.h{position:absolute;display:block;line-height:0;font-size:0}
.sop-chart b.v{width:0;border-left:2px solid #000}
.sop-chart b.h{height:0;border-top:2px solid #000}
.sop-chart .s{position:absolute;left:50%;top:50%;line-height:0}
.sop-chart .s svg{display:block;overflow:visible}
.sop-chart .s .k{fill:#fff;stroke:#000}
.sop-chart .s text{text-anchor:middle;font-family:"DejaVu Sans",Verdana,Arial,sans-serif}
.sop-chart .l{position:absolute;left:50%;top:50%;white-space:nowrap;text-align:left}
.sop-chart .w{text-align:right}
.sop-chart tr.done .k{fill:#c8e6c9}
.sop-chart tr.now .k{fill:#fff59d}
.sop-chart tr.late .k{fill:#ffcdd2}
.sop-chart tr.todo .k{fill:#fff}
.sop-chart tr{page-break-inside:avoid}
.sop-page{page-break-after:always}
.sop-page:last-child{page-break-after:auto}
"""
