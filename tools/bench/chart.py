#!/usr/bin/env python3
"""Times the flowchart and the page composer, and counts crossings and bends.

    tools/bench/chart.py                  a table of the nine SOPs and of random ones
    tools/bench/chart.py --html DIR       the same, and every document as HTML pages to look at or to print
"""
import argparse
import sys
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "sop_planning"), str(ROOT / "sop_planning_reports")]

from flow.chart import Chart, absolute, render  # noqa: E402
from paper import A4, compose  # noqa: E402

from tests.flow.geometry import bends, crossings, violations  # noqa: E402
from tests.flow.nine import nine_tables  # noqa: E402
from tests.flow.page import page  # noqa: E402
from tests.flow.sops import random_table  # noqa: E402

RANDOM = {"12 x 4": (12, 4), "60 x 6": (60, 6), "60 x 10": (60, 10), "20 x 15": (20, 15), "150 x 10": (150, 10),
          "300 x 10": (300, 10)}
ROW = "{:26} {:>6} {:>9} {:>9} {:>8} {:>6} {:>9} {:>6} {:>9}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--html", type=Path, help="folder to write the documents to")
    folder = parser.parse_args().html
    print(ROW.format("", "pages", "paper ms", "screen ms", "html ms", "lines", "crossings", "bends", "mistakes"))
    for name, table in _tables().items():
        layout = compose(Chart(table), A4)
        print(ROW.format(name, len(layout.sheets), *_times(table, layout), *_quality(layout)))
        if folder:
            _write(folder, name, table, layout)


def _tables():
    return {**nine_tables(), **{name: random_table(3, *size) for name, size in RANDOM.items()}}


def _times(table, layout):
    repeat = 20 if len(table.activities) < 30 else 3
    works = (lambda: compose(Chart(table), A4), lambda: Chart(table).screen(), lambda: render(layout))
    return [f"{_best(work, repeat):.1f}" for work in works]


def _best(work, repeat):
    """Least time of several runs, ms of this process (another process may share the machine)."""
    times = []
    for _ in range(repeat):
        start = process_time()
        work()
        times.append(process_time() - start)
    return 1000 * min(times)


def _quality(layout):
    pictures = [(sheet, absolute(sheet, [row.height for row in sheet.rows])) for sheet in layout.sheets]
    return (sum(len(sheet.lines) for sheet, _picture in pictures), sum(crossings(p) for _sheet, p in pictures),
            sum(bends(p) for _sheet, p in pictures), sum(len(violations(*pair)) for pair in pictures))


def _write(folder, name, table, layout):
    folder.mkdir(parents=True, exist_ok=True)
    stem = name.replace(" ", "")
    (folder / f"{stem}.html").write_text(page(layout))
    (folder / f"{stem}-screen.html").write_text(page(Chart(table).screen()))


if __name__ == "__main__":
    main()
