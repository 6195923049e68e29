/**
 * The table of an SOP as a plain value, as the server's field `table` gives it. Every change makes a new value that
 * shares with the old one what stayed the same; so a snapshot costs nothing and an unchanged row is the same object.
 *
 * @typedef {Object} Table
 * @property {Object[]} columns executors, from the left
 * @property {Object[]} rows steps, from the top
 */

let lastKey = 0;

/** Names a row, column or exit that the server does not know yet. */
export function newKey() {
    return `new${++lastKey}`;
}

export const EMPTY_ROW = {
    name: "",
    executor_ids: [],
    main_executor_id: false,
    joint: "all",
    requirements: "",
    duration: 0,
    duration_unit: "minute",
    duration_printed: "",
    outputs: "",
    remark: "",
    asks_disposition: false,
    asks_paraf: false,
    asks_signature: false,
    asks_stamp: false,
    asks_archive: false,
    micro_template_id: false,
    branch_ids: [],
};

export const TEXTS = ["name", "requirements", "outputs", "remark"];

export function makeRow(values = {}) {
    return { ...EMPTY_ROW, ...values, key: newKey() };
}

export function makeColumn(values = {}) {
    return { name: "", rule: "job", job_id: false, department_id: false, user_ids: [], ...values, key: newKey() };
}

export function makeExit(name, target = false) {
    return { key: newKey(), name, target_step_id: target };
}

/** Nothing stands in it: such a row is not worth storing. */
export function isBlank(row) {
    return (
        !row.executor_ids.length &&
        !row.branch_ids.length &&
        !row.duration &&
        !row.duration_printed &&
        TEXTS.every((name) => !row[name].trim())
    );
}

/** A diamond has exits, the first and the last activity are capsules (PermenPAN-RB 35/2012); never typed. */
export function symbolAt(table, index) {
    if (table.rows[index].branch_ids.length) {
        return "diamond";
    }
    return index === 0 || index === table.rows.length - 1 ? "capsule" : "box";
}

function replaced(items, key, change) {
    return items.map((item) => (item.key === key ? { ...item, ...change(item) } : item));
}

export function changeRow(table, key, values) {
    return { ...table, rows: replaced(table.rows, key, () => values) };
}

/** A new time is printed as it is, no longer as an old document said it. */
export function changeTime(table, key, values) {
    return changeRow(table, key, { ...values, duration_printed: "" });
}

export function changeColumn(table, key, values) {
    return { ...table, columns: replaced(table.columns, key, () => values) };
}

/**
 * Place a row's symbol in a column.
 *
 * @param {boolean} joint whether the step is done together with those who have it already
 */
export function placeSymbol(table, rowKey, columnKey, joint = false) {
    return { ...table, rows: replaced(table.rows, rowKey, (row) => withSymbol(table, row, columnKey, joint)) };
}

function withSymbol(table, row, columnKey, joint) {
    const there = row.executor_ids;
    let next = [columnKey];
    if (joint) {
        next = there.includes(columnKey) ? there.filter((key) => key !== columnKey) : [...there, columnKey];
    } else if (there.length === 1 && there[0] === columnKey) {
        next = [];
    }
    return executors(table, row, next);
}

/** Executors in the order of their columns, and a main one among them. */
function executors(table, row, keys) {
    const ordered = table.columns.map((column) => column.key).filter((key) => keys.includes(key));
    const main = ordered.includes(row.main_executor_id) ? row.main_executor_id : ordered[0] || false;
    return { executor_ids: ordered, main_executor_id: main };
}

export function setExecutors(table, rowKey, keys) {
    return { ...table, rows: replaced(table.rows, rowKey, (row) => executors(table, row, keys)) };
}

export function insertRow(table, index, row = makeRow()) {
    return { ...table, rows: table.rows.toSpliced(index, 0, row) };
}

/** A copy of a row without the ways out of it, which lead from the original. */
export function duplicateRow(table, key) {
    const index = table.rows.findIndex((row) => row.key === key);
    return insertRow(table, index + 1, makeRow({ ...table.rows[index], branch_ids: [] }));
}

/** Exits that lead to the row go with it. */
export function deleteRow(table, key) {
    const rows = table.rows
        .filter((row) => row.key !== key)
        .map((row) =>
            row.branch_ids.some((way) => way.target_step_id === key)
                ? { ...row, branch_ids: row.branch_ids.filter((way) => way.target_step_id !== key) }
                : row
        );
    return { ...table, rows };
}

function moved(items, key, index) {
    const item = items.find((each) => each.key === key);
    const place = Math.min(Math.max(index, 0), items.length - 1);
    return items.filter((each) => each !== item).toSpliced(place, 0, item);
}

export function moveRow(table, key, index) {
    return { ...table, rows: moved(table.rows, key, index) };
}

export function addColumn(table, column = makeColumn()) {
    return { ...table, columns: [...table.columns, column] };
}

export function moveColumn(table, key, index) {
    return { ...table, columns: moved(table.columns, key, index) };
}

export function deleteColumn(table, key) {
    const next = { ...table, columns: table.columns.filter((column) => column.key !== key) };
    next.rows = table.rows.map((row) =>
        row.executor_ids.includes(key)
            ? { ...row, ...executors(next, row, row.executor_ids.filter((each) => each !== key)) }
            : row
    );
    return next;
}

/**
 * What the server is sent: blank new rows at the end are only room for writing.
 *
 * @param {string} seen names what was there when the table was read
 */
export function toServer(table, seen = "") {
    const rows = [...table.rows];
    while (rows.length && isBlank(rows.at(-1)) && typeof rows.at(-1).key === "string") {
        rows.pop();
    }
    const kept = new Set(rows.map((row) => row.key));
    return {
        seen,
        columns: table.columns,
        rows: rows.map((row) => ({
            ...row,
            branch_ids: row.branch_ids.filter((way) => !way.target_step_id || kept.has(way.target_step_id)),
        })),
    };
}

export function isSame(one, other) {
    return JSON.stringify([one.columns, one.rows]) === JSON.stringify([other.columns, other.rows]);
}

/**
 * The same table with other keys: those that the server gave to what was new.
 *
 * @param {Map} keys old key -> new key
 */
export function rekeyed(table, keys) {
    const key = (old) => (keys.has(old) ? keys.get(old) : old);
    return {
        ...table,
        columns: table.columns.map((column) => ({ ...column, key: key(column.key) })),
        rows: table.rows.map((row) => ({
            ...row,
            key: key(row.key),
            executor_ids: row.executor_ids.map(key),
            main_executor_id: key(row.main_executor_id),
            branch_ids: row.branch_ids.map((way) => ({
                ...way,
                key: key(way.key),
                target_step_id: key(way.target_step_id),
            })),
        })),
    };
}

/** Keys of what was sent -> keys under which it came back, place by place. */
export function keysAfterSaving(sent, back) {
    const keys = new Map();
    const note = (before, after) =>
        before.forEach((item, index) => after[index] && keys.set(item.key, after[index].key));
    note(sent.columns, back.columns);
    note(sent.rows, back.rows);
    sent.rows.forEach((row, index) => note(row.branch_ids, back.rows[index]?.branch_ids || []));
    return keys;
}
