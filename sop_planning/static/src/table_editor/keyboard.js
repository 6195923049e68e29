/** What a key means in a cell of the table, as in a spreadsheet; pure, so that it is tested without a browser. */

const ROW_KEYS = {
    "control+enter": "add",
    "control+delete": "delete",
    "alt+arrowup": "up",
    "alt+arrowdown": "down",
    "control+z": "undo",
    "control+shift+z": "redo",
    "control+y": "redo",
    f2: "details",
};
const WAYS = {
    tab: "next",
    "shift+tab": "previous",
    arrowup: "above",
    arrowdown: "below",
    arrowleft: "left",
    arrowright: "right",
};

/** @param {KeyboardEvent} ev */
export function hotkey(ev) {
    const held = [
        (ev.ctrlKey || ev.metaKey) && "control",
        ev.altKey && "alt",
        ev.shiftKey && "shift",
    ].filter(Boolean);
    return [...held, ev.key === " " ? "space" : ev.key.toLowerCase()].join("+");
}

/**
 * @param {string} key as `hotkey` names it
 * @param {"text" | "symbol" | "choice"} kind of the cell
 * @param {{start: number, end: number, length: number}} [caret] of a text
 * @returns {{row?: string, go?: string, symbol?: "move" | "join", exits?: true} | null} null: the browser's business
 */
export function meaning(key, kind, caret) {
    if (ROW_KEYS[key]) {
        return { row: ROW_KEYS[key] };
    }
    if (kind === "symbol") {
        return symbolKey(key) || go(key);
    }
    if (key === "enter") {
        return { go: "down" };
    }
    if (kind === "choice") {
        return key === "tab" || key === "shift+tab" || key === "arrowleft" || key === "arrowright" ? go(key) : null;
    }
    return leaves(key, caret) ? go(key) : null;
}

function symbolKey(key) {
    return {
        space: { symbol: "move" },
        enter: { symbol: "move" },
        "shift+space": { symbol: "join" },
        "shift+enter": { symbol: "join" },
        "control+space": { symbol: "join" },
        d: { exits: true },
    }[key];
}

function go(key) {
    return WAYS[key] ? { go: WAYS[key] } : null;
}

/** Arrows stay in a text until its edge; a text that was come to by keyboard is selected as a whole. */
function leaves(key, { start, end, length }) {
    const whole = start === 0 && end === length;
    if (key === "arrowup" || key === "arrowleft") {
        return whole || (start === 0 && end === 0);
    }
    if (key === "arrowdown" || key === "arrowright") {
        return whole || (start === length && end === length);
    }
    return true;
}

/**
 * @param {string[]} cells of a row, from the left
 * @param {{row: number, cell: string}} from
 * @param {string} way as `meaning` names it
 * @param {number} rows how many there are
 * @returns {{row: number, cell: string} | null} null outside the table
 */
export function neighbour(cells, from, way, rows) {
    const column = cells.indexOf(from.cell);
    const steps = { above: [-1, 0], below: [1, 0], down: [1, 0], left: [0, -1], right: [0, 1], next: [0, 1], previous: [0, -1] };
    let [row, place] = [from.row + steps[way][0], column + steps[way][1]];
    if ((way === "next" || way === "previous") && (place < 0 || place >= cells.length)) {
        row += way === "next" ? 1 : -1;
        place = way === "next" ? 0 : cells.length - 1;
    }
    const inside = row >= 0 && row < rows && place >= 0 && place < cells.length;
    return inside ? { row, cell: cells[place] } : null;
}
