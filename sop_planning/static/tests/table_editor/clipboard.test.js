import { describe, expect, test } from "@odoo/hoot";
import { parseClipboard, parseTime, pasteBlock } from "@sop_planning/table_editor/clipboard";
import { makeColumn, makeRow } from "@sop_planning/table_editor/table_document";

describe.current.tags("headless");

function emptyTable() {
    const columns = ["Kepala", "Staf"].map((name) => makeColumn({ name }));
    return { columns, rows: [makeRow()] };
}

describe("parseClipboard", () => {
    test("a spreadsheet's tabs, with quotes around lines and tabs", () => {
        const text = 'Menyusun\t2 hari\r\n"satu\r\ndua"\t"kata ""dia"""\r\n\tx\r\n';
        expect(parseClipboard({ text })).toEqual([
            ["Menyusun", "2 hari"],
            ["satu\ndua", 'kata "dia"'],
            ["", "x"],
        ]);
    });

    test("an empty last cell is a cell", () => {
        expect(parseClipboard({ text: "a\t" })).toEqual([["a", ""]]);
    });

    test("a mere text is not a block of cells", () => {
        expect(parseClipboard({ text: "satu\ndua" })).toBe(null);
        expect(parseClipboard({ text: "" })).toBe(null);
        expect(parseClipboard({ html: "<p>satu</p><p>dua</p>", text: "satu\ndua" })).toBe(null);
        expect(parseClipboard({ html: "<table><tr><td>satu</td></tr></table>", text: "satu" })).toBe(null);
        expect(parseClipboard({ html: "<time>1</time>", text: "1" })).toBe(null);
    });

    test("a Word table: paragraphs, lists, breaks and entities are lines of a cell", () => {
        const html = `<html><body><!--StartFragment--><table class="MsoTableGrid"><tbody>
            <tr><td><p class=MsoNormal>Menerima&nbsp;
                 dan   memeriksa</p></td><td><ul><li>Nota</li><li>Agenda &amp; surat</li></ul></td></tr>
            <tr><td>satu<br>dua</td><td><o:p></o:p></td></tr></tbody></table></body></html>`;
        expect(parseClipboard({ html, text: "x" })).toEqual([
            ["Menerima dan memeriksa", "Nota\nAgenda & surat"],
            ["satu\ndua", ""],
        ]);
    });

    test("cells that span others stand in their first place", () => {
        const html = `<table><tr><td rowspan="2">a</td><td colspan="2">b</td><td>c</td></tr>
            <tr><td>d</td><td>e</td><td>f</td></tr></table>`;
        expect(parseClipboard({ html })).toEqual([
            ["a", "b", "", "c"],
            ["", "d", "e", "f"],
        ]);
    });

    test("what is pasted is text and never runs", () => {
        const html = `<table><tr><td><img src=x onerror="window.sopHacked = 1"><script>window.sopHacked = 1</script>a</td><td>b</td></tr></table>`;
        expect(parseClipboard({ html })[0][1]).toBe("b");
        expect(window.sopHacked).toBe(undefined);
    });

    test("no more rows than a table may have", () => {
        expect(parseClipboard({ text: "a\tb\n".repeat(1000) })).toHaveLength(300);
        const html = `<table><tr><td rowspan="65534" colspan="1000">a</td><td>b</td></tr></table>`;
        expect(parseClipboard({ html }).length).toBeLessThan(301);
    });
});

describe("parseTime", () => {
    const time = (duration, duration_unit, duration_printed = "") => ({ duration, duration_unit, duration_printed });
    for (const [text, expected] of [
        ["2 hari", time(2, "day")],
        ["30 menit", time(30, "minute")],
        ["30Menit", time(30, "minute")],
        ["1 Jam", time(1, "hour")],
        ["3 minggu", time(3, "week")],
        ["1 bulan", time(1, "month")],
        ["15'", time(15, "minute")],
        ["2 working days", time(2, "minute", "2 working days")],
        ["± 1 jam", time(1, "hour", "± 1 jam")],
        ["1-2 hari", time(1, "minute", "1-2 hari")],
        ["1 jam 30 menit", time(1, "hour", "1 jam 30 menit")],
        ["segera", time(0, "minute", "segera")],
        ["10", time(10, "minute", "10")],
        ["", time(0, "minute")],
    ]) {
        test(`“${text}”`, () => expect(parseTime(text)).toEqual(expected));
    }
});

describe("pasteBlock", () => {
    test("fills rows from the cell on and adds those that lack", () => {
        const table = emptyTable();
        const pasted = pasteBlock(table, 0, 0, [
            ["Menyusun", "", "v", "Nota", "2 hari", "Konsep", "arsip"],
            ["Memeriksa", "●", "", "Konsep", "1 jam", "Konsep\nNota", ""],
        ]);
        const [kepala, staf] = table.columns.map((column) => column.key);
        expect(pasted.rows.map((row) => row.name)).toEqual(["Menyusun", "Memeriksa"]);
        expect(pasted.rows.map((row) => row.executor_ids)).toEqual([[staf], [kepala]]);
        expect(pasted.rows.map((row) => row.main_executor_id)).toEqual([staf, kepala]);
        expect(pasted.rows[0]).toMatchObject({ requirements: "Nota", duration: 2, duration_unit: "day", remark: "arsip" });
        expect(pasted.rows[1].outputs).toBe("Konsep\nNota");
        expect(pasted.rows[0].key).toBe(table.rows[0].key);
        expect(table.rows[0].name).toBe("");
    });

    test("headings, column numbers and row numbers of the official table are left out", () => {
        const pasted = pasteBlock(emptyTable(), 0, 0, [
            ["No.", "Uraian Kegiatan", "Pelaksana", "", "Mutu Baku", "", "", "Ket."],
            ["", "", "Kepala", "Staf", "Kelengkapan", "Waktu", "Output", ""],
            ["1", "2", "3", "4", "5", "6", "7", "8"],
            ["1.", "Menyusun", "v", "", "Nota", "1 jam", "Konsep", ""],
            ["2.", "Memeriksa", "", "x", "Konsep", "1 jam", "Konsep", ""],
        ]);
        expect(pasted.rows.map((row) => row.name)).toEqual(["Menyusun", "Memeriksa"]);
        expect(pasted.rows[0].requirements).toBe("Nota");
    });

    test("several marks are a joint step; without a mark the executors stay", () => {
        const table = pasteBlock(emptyTable(), 0, 1, [["√", "√"]]);
        const [kepala, staf] = table.columns.map((column) => column.key);
        expect(table.rows[0].executor_ids).toEqual([kepala, staf]);
        expect(pasteBlock(table, 0, 1, [["", "", "Nota"]]).rows[0].executor_ids).toEqual([kepala, staf]);
        expect(pasteBlock(table, 0, 1, [["bukan tanda", ""]]).rows[0].executor_ids).toEqual([kepala, staf]);
    });

    test("one column goes down from where it is pasted; what is too wide is cut off", () => {
        const pasted = pasteBlock(emptyTable(), 0, 4, [["1 hari"], ["2 hari"]]);
        expect(pasted.rows.map((row) => row.duration)).toEqual([1, 2]);
        expect(pasteBlock(emptyTable(), 0, 6, [["ket", "lebih", "lagi"]]).rows[0].remark).toBe("ket");
    });

    test("blank rows of the block add nothing", () => {
        expect(pasteBlock(emptyTable(), 0, 0, [["a", ""], ["", ""], ["b", ""]]).rows).toHaveLength(2);
    });
});
