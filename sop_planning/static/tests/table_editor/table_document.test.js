import { describe, expect, test } from "@odoo/hoot";
import * as doc from "@sop_planning/table_editor/table_document";

describe.current.tags("headless");

function table(rows = 3, columns = 3) {
    return {
        columns: Array.from({ length: columns }, (_, i) => ({ ...doc.makeColumn({ name: `K${i}` }), key: 100 + i })),
        rows: Array.from({ length: rows }, (_, i) => ({ ...doc.makeRow({ name: `S${i}` }), key: 1 + i })),
    };
}

test("symbols are derived: capsules at both ends, a diamond where there are exits", () => {
    const exits = [doc.makeExit("Ya"), doc.makeExit("Tidak")];
    const decided = doc.changeRow(table(4), 2, { branch_ids: exits });
    expect([0, 1, 2, 3].map((index) => doc.symbolAt(decided, index))).toEqual(["capsule", "diamond", "box", "capsule"]);
});

test("a plain click moves the symbol, and takes it away where it stands alone", () => {
    let next = doc.placeSymbol(table(), 1, 101);
    expect(next.rows[0]).toMatchObject({ executor_ids: [101], main_executor_id: 101 });
    next = doc.placeSymbol(next, 1, 100);
    expect(next.rows[0].executor_ids).toEqual([100]);
    next = doc.placeSymbol(next, 1, 100);
    expect(next.rows[0]).toMatchObject({ executor_ids: [], main_executor_id: false });
});

test("a joint step keeps its main executor, and its executors the order of the columns", () => {
    let next = doc.placeSymbol(table(), 1, 102);
    next = doc.placeSymbol(next, 1, 100, true);
    expect(next.rows[0]).toMatchObject({ executor_ids: [100, 102], main_executor_id: 102 });
    next = doc.placeSymbol(next, 1, 102, true);
    expect(next.rows[0]).toMatchObject({ executor_ids: [100], main_executor_id: 100 });
});

test("a change leaves the other rows the same objects, and the old table as it was", () => {
    const before = table();
    const after = doc.changeRow(before, 2, { name: "Lain" });
    expect(after.rows[0]).toBe(before.rows[0]);
    expect(after.rows[2]).toBe(before.rows[2]);
    expect(before.rows[1].name).toBe("S1");
});

test("exits that lead to a deleted row go with it", () => {
    const before = doc.changeRow(table(), 1, { branch_ids: [doc.makeExit("Ya", 2), doc.makeExit("Tidak", 3)] });
    expect(doc.deleteRow(before, 2).rows[0].branch_ids.map((way) => way.name)).toEqual(["Tidak"]);
});

test("a deleted column takes its symbols with it", () => {
    const before = doc.setExecutors(table(), 1, [100, 101]);
    const after = doc.deleteColumn(before, 100);
    expect(after.columns.map((column) => column.key)).toEqual([101, 102]);
    expect(after.rows[0]).toMatchObject({ executor_ids: [101], main_executor_id: 101 });
});

test("rows and columns move within their bounds", () => {
    expect(doc.moveRow(table(), 1, 2).rows.map((row) => row.key)).toEqual([2, 3, 1]);
    expect(doc.moveRow(table(), 3, -5).rows.map((row) => row.key)).toEqual([3, 1, 2]);
    expect(doc.moveColumn(table(), 100, 99).columns.map((column) => column.key)).toEqual([101, 102, 100]);
});

test("a new time is no longer printed as an old document said it", () => {
    const before = doc.changeRow(table(), 1, { duration: 1, duration_printed: "± 1 jam" });
    expect(doc.changeTime(before, 1, { duration: 2 }).rows[0]).toMatchObject({ duration: 2, duration_printed: "" });
});

test("a copy of a row has a key of its own and no exits", () => {
    const before = doc.changeRow(table(), 1, { branch_ids: [doc.makeExit("Ya")] });
    const copy = doc.duplicateRow(before, 1).rows[1];
    expect(copy).toMatchObject({ name: "S0", branch_ids: [] });
    expect(copy.key).not.toBe(1);
});

test("the server is not sent blank new rows at the end, nor exits to them", () => {
    const blank = doc.makeRow();
    let next = doc.insertRow(table(2), 2, blank);
    next = doc.changeRow(next, 1, { branch_ids: [doc.makeExit("Ya", blank.key), doc.makeExit("Tidak")] });
    const sent = doc.toServer(next, "abc");
    expect(sent.rows.map((row) => row.key)).toEqual([1, 2]);
    expect(sent.rows[0].branch_ids).toHaveLength(1);
    expect(sent.seen).toBe("abc");
    expect(Object.keys(sent)).toEqual(["seen", "columns", "rows"]);
});

test("after saving, what was new has the server's keys everywhere", () => {
    const column = doc.makeColumn({ name: "Baru" });
    const row = doc.makeRow({ name: "Baru" });
    let next = doc.insertRow(doc.addColumn(table(1, 0), column), 1, row);
    next = doc.setExecutors(next, row.key, [column.key]);
    next = doc.changeRow(next, 1, { branch_ids: [doc.makeExit("Ya", row.key)] });
    const back = {
        columns: [{ key: 7 }],
        rows: [
            { key: 1, branch_ids: [{ key: 8 }] },
            { key: 9, branch_ids: [] },
        ],
    };
    const rekeyed = doc.rekeyed(next, doc.keysAfterSaving(next, back));
    expect(rekeyed.columns[0].key).toBe(7);
    expect(rekeyed.rows[0].branch_ids[0]).toMatchObject({ key: 8, target_step_id: 9 });
    expect(rekeyed.rows[1]).toMatchObject({ key: 9, executor_ids: [7], main_executor_id: 7 });
});
