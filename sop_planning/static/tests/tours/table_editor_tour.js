import { registry } from "@web/core/registry";

const cell = (row, name) => `.o_sop_row[data-index="${row}"] [data-cell="${name}"]`;
const lane = (row, column) => `.o_sop_row[data-index="${row}"] .o_sop_lane:nth-of-type(${column + 1}) .o_sop_place`;
const WORD_TABLE = `<table>
    <tr><td>No.</td><td>Uraian Kegiatan</td><td>Kepala</td><td>Staf</td><td>Kelengkapan</td><td>Waktu</td><td>Output</td></tr>
    <tr><td>2.</td><td><p>Memeriksa konsep</p></td><td>√</td><td></td><td>Konsep</td><td>2 hari</td><td>Catatan</td></tr>
    <tr><td>3.</td><td>Memperbaiki konsep</td><td></td><td>√</td><td>Catatan</td><td>30 menit</td><td><p>Laporan</p><p>Salinan</p></td></tr>
    <tr><td>4.</td><td>Menandatangani laporan</td><td>√</td><td></td><td>Laporan</td><td>± 1 jam</td><td>Laporan</td></tr>
</table>`;

function focus() {
    this.anchor.focus();
}

function paste(html) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    const ev = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(ev);
}

function column(label) {
    return [
        { trigger: ".o_sop_add_column", run: "click" },
        { trigger: ".o_sop_popover .o_sop_label", run: `edit ${label}` },
        { trigger: ".o_sop_popover .o_sop_rule", run: "select requester" },
        { trigger: ".o_sop_popover .btn-primary", run: "click" },
        { trigger: "body:not(:has(.o_sop_popover))" },
    ];
}

registry.category("web_tour.tours").add("sop_table_editor", {
    steps: () => [
        { content: "A draft without steps", trigger: ".o_sop_editor_shown .o_sop_row" },
        ...column("Kepala"),
        ...column("Staf"),
        { content: "Write the first step", trigger: cell(0, "name"), run: "edit Menyusun konsep" },
        { content: "and place its symbol", trigger: lane(0, 2), run: "click" },
        { trigger: `.o_sop_row[data-index="0"] [data-shape=capsule]` },
        { content: "A new row by keyboard", trigger: cell(0, "name"), run: "press Control+Enter" },
        { trigger: `${cell(1, "name")}:focus`, run: () => paste(WORD_TABLE) },
        { content: "Three rows came from Word", trigger: `.o_sop_row[data-index="3"]` },
        { trigger: cell(3, "name"), run: focus },
        { content: "Move the last one up", trigger: `${cell(3, "name")}:focus`, run: "press Alt+ArrowUp" },
        { content: "and think better of it", trigger: `${cell(2, "name")}:focus`, run: "press Control+z" },
        { trigger: lane(1, 1), run: "click" },
        { content: "That took the symbol away", trigger: `.o_sop_row[data-index="1"]:not(:has(.o_sop_symbol))` },
        { trigger: ".o_sop_undo", run: "click" },
        { trigger: `.o_sop_row[data-index="1"] [data-shape=box]` },
        { trigger: lane(1, 1), run: focus },
        { content: "It decides", trigger: `${lane(1, 1)}:focus`, run: "press d" },
        { trigger: ".o_sop_usual_exits", run: "click" },
        { trigger: ".o_sop_popover .btn-primary", run: "click" },
        { trigger: `.o_sop_row[data-index="1"] [data-shape=diamond]` },
        { content: "The checker speaks", trigger: `.o_sop_row[data-index="0"] .o_sop_finding` },
        { content: "and the chart is drawn", trigger: ".o_sop_toggle_chart", run: "click" },
        { trigger: ".o_sop_live_chart svg" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { content: "Over to the plain list", trigger: ".o_sop_toolbar .fa-list", run: "click" },
        { trigger: ".o_field_widget[name=step_ids] .o_data_row:contains(Menandatangani laporan)" },
    ],
});
