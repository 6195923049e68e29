import { describe, expect, test } from "@odoo/hoot";
import { History } from "@sop_planning/table_editor/history";

describe.current.tags("headless");

test("undo and redo go back and forth; a new change forgets what was undone", () => {
    const history = new History("a");
    history.push("b");
    history.push("c");
    expect(history.undo()).toBe("b");
    expect(history.undo()).toBe("a");
    expect(history.undo()).toBe("a");
    expect(history.redo()).toBe("b");
    history.push("d");
    expect(history.canRedo).toBe(false);
    expect(history.undo()).toBe("b");
});

test("letters typed one after another into one cell are one change", () => {
    const history = new History("");
    history.push("k", "1 name");
    history.push("ko", "1 name");
    history.seal();
    history.push("kon", "1 name");
    history.push("kon!", "2 name");
    expect([history.undo(), history.undo(), history.undo()]).toEqual(["kon", "ko", ""]);
});

test("what does not change is no change, and the past has an end", () => {
    const history = new History(0, 5);
    history.push(0);
    expect(history.canUndo).toBe(false);
    for (let number = 1; number < 20; number++) {
        history.push(number);
    }
    expect(history.past).toEqual([14, 15, 16, 17, 18]);
});

test("every snapshot is rewritten", () => {
    const history = new History(1);
    history.push(2);
    history.push(3);
    history.undo();
    history.map((number) => number * 10);
    expect([history.past, history.present, history.future]).toEqual([[10], 20, [30]]);
});
