import { describe, expect, test } from "@odoo/hoot";
import { hotkey, meaning, neighbour } from "@sop_planning/table_editor/keyboard";

describe.current.tags("headless");

const caret = (start, end, length) => ({ start, end, length });

test("keys have one name, with Command as Control", () => {
    expect(hotkey({ key: "Z", ctrlKey: true, shiftKey: true })).toBe("control+shift+z");
    expect(hotkey({ key: "z", metaKey: true })).toBe("control+z");
    expect(hotkey({ key: " " })).toBe("space");
});

test("rows are worked on from every cell", () => {
    for (const kind of ["text", "symbol", "choice"]) {
        expect(meaning("control+enter", kind, caret(0, 0, 5))).toEqual({ row: "add" });
        expect(meaning("alt+arrowup", kind, caret(2, 2, 5))).toEqual({ row: "up" });
    }
});

test("Enter goes down, but places the symbol in an executor's cell", () => {
    expect(meaning("enter", "text", caret(1, 1, 5))).toEqual({ go: "down" });
    expect(meaning("shift+enter", "text", caret(1, 1, 5))).toBe(null);
    expect(meaning("enter", "symbol")).toEqual({ symbol: "move" });
    expect(meaning("shift+space", "symbol")).toEqual({ symbol: "join" });
    expect(meaning("d", "symbol")).toEqual({ exits: true });
    expect(meaning("d", "text", caret(0, 0, 0))).toBe(null);
});

test("arrows stay in a text until its edge", () => {
    expect(meaning("arrowright", "text", caret(2, 2, 5))).toBe(null);
    expect(meaning("arrowright", "text", caret(5, 5, 5))).toEqual({ go: "right" });
    expect(meaning("arrowleft", "text", caret(0, 0, 5))).toEqual({ go: "left" });
    expect(meaning("arrowup", "text", caret(5, 5, 5))).toBe(null);
    expect(meaning("arrowup", "text", caret(0, 5, 5))).toEqual({ go: "above" });
    expect(meaning("arrowdown", "choice")).toBe(null);
});

test("neighbours; Tab goes on in the next row and leaves the table at its end", () => {
    const cells = ["name", "x-1", "remark"];
    const go = (row, cell, way) => neighbour(cells, { row, cell }, way, 2);
    expect(go(0, "name", "right")).toEqual({ row: 0, cell: "x-1" });
    expect(go(0, "remark", "right")).toBe(null);
    expect(go(0, "remark", "next")).toEqual({ row: 1, cell: "name" });
    expect(go(1, "name", "previous")).toEqual({ row: 0, cell: "remark" });
    expect(go(1, "remark", "next")).toBe(null);
    expect(go(0, "name", "above")).toBe(null);
    expect(go(1, "x-1", "above")).toEqual({ row: 0, cell: "x-1" });
});
