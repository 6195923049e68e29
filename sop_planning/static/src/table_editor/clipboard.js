import { EMPTY_ROW, TEXTS, changeRow, insertRow, makeRow, setExecutors } from "./table_document";

/** Words that stand in the heading of the official table and its usual variants. */
const HEADINGS = new Set([
    ...["no", "nomor", "uraian", "uraian kegiatan", "uraian prosedur", "uraian aktivitas", "kegiatan", "aktivitas"],
    ...["pelaksana", "mutu baku", "kelengkapan", "persyaratan", "persyaratan/kelengkapan", "perlengkapan"],
    ...["kelengkapan dan peralatan", "waktu", "output", "keluaran", "ket", "keterangan"],
]);
// Letters that Wingdings shows as a tick or a cross stand here too.
const MARK = /^([vx√✓✔☑✗✘●•○◯■▪□▢◆◇⬥⯁∎*ü]|ya|yes)+$/i;
const NUMBER = /^\(?\d{1,3}[.)]?$/;
const UNITS = [
    ["minute", /^(menit|mnt|min(s|utes?)?\b|['’′])/i],
    ["hour", /^(jam|hours?|h\b)/i],
    ["day", /^(hari|hr|hk|days?)/i],
    ["week", /^(minggu|pekan|mgg|weeks?)/i],
    ["month", /^(bulan|bln|months?)/i],
];
const PRINTED = { minute: "menit", hour: "jam", day: "hari", week: "minggu", month: "bulan" };
export const MAX_ROWS = 300;
const BREAKS = new Set(["BR"]);
const BLOCKS = new Set(["P", "LI", "DIV", "H1", "H2", "H3", "H4"]);

/**
 * The cells in what was copied from a spreadsheet or a Word table.
 *
 * @param {{html?: string, text?: string}} copied contents of the clipboard
 * @returns {string[][] | null} rows of texts; null where it is not a block of cells but a mere text
 */
export function parseClipboard({ html = "", text = "" }) {
    const block = (html.includes("<t") && parseHtml(html)) || (text.includes("\t") && parseTsv(text)) || null;
    if (!block || (block.length === 1 && block[0].length === 1)) {
        return null;
    }
    return block.slice(0, MAX_ROWS);
}

function parseHtml(html) {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) {
        return null;
    }
    const rows = [];
    [...table.rows].forEach((tr, index) => {
        const cells = (rows[index] ||= []);
        for (const cell of tr.cells) {
            const column = firstFree(cells);
            spread(rows, index, column, cell);
        }
    });
    return rows.map((cells) => Array.from(cells, (value) => value ?? ""));
}

function firstFree(cells) {
    let column = 0;
    while (cells[column] !== undefined) {
        column++;
    }
    return column;
}

/** A cell that spans others stands in its first place. */
function spread(rows, index, column, cell) {
    for (let down = 0; down < Math.min(cell.rowSpan || 1, MAX_ROWS); down++) {
        const cells = (rows[index + down] ||= []);
        for (let right = 0; right < Math.min(cell.colSpan, 50); right++) {
            cells[column + right] = down || right ? "" : cellText(cell);
        }
    }
}

/** Text of a cell with its paragraphs and list entries as lines. */
function cellText(cell) {
    let text = "";
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
            text += node.data.replace(/\s+/g, " ");
        } else if (BREAKS.has(node.nodeName)) {
            text += "\n";
        } else if (node.nodeType === Node.ELEMENT_NODE) {
            text += BLOCKS.has(node.nodeName) ? "\n" : "";
            node.childNodes.forEach(walk);
            text += BLOCKS.has(node.nodeName) ? "\n" : "";
        }
    };
    cell.childNodes.forEach(walk);
    return tidy(text);
}

function tidy(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map((line) => line.replace(/[\s\u00a0]+/g, " ").trim())
        .filter(Boolean)
        .join("\n");
}

/** Tab separated values as spreadsheets copy them: a cell with line breaks or tabs stands in quotes. */
function parseTsv(text) {
    const rows = [[]];
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const cells = /("(?:[^"]|"")*"(?=[\t\n]|$)|[^\t\n]*)([\t\n]|$)/y;
    while (cells.lastIndex <= source.length) {
        const found = cells.exec(source);
        if (!found) {
            break;
        }
        const [, cell, end] = found;
        rows.at(-1).push(tidy(cell.startsWith('"') && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell));
        if (end === "") {
            break;
        }
        if (end === "\n") {
            rows.push([]);
        }
    }
    return rows;
}

/**
 * A standard time in words: "2 hari", "30 menit". What is not merely a number and a unit is kept as it is printed.
 *
 * @param {string} text
 * @returns {{duration: number, duration_unit: string, duration_printed: string}}
 */
export function parseTime(text) {
    const said = tidy(text).replaceAll("\n", " ");
    const [, before, number = "0", rest] = said.match(/^(\D*)(\d{1,6})\s*(.*)$/) || [];
    const [unit] = UNITS.find(([, pattern]) => pattern.test(rest || "")) || [];
    const duration_unit = unit || EMPTY_ROW.duration_unit;
    const plain = !said || (!before && unit && (rest || "").split(" ").length === 1 && !/\d/.test(rest));
    const usual = `${Number(number)} ${PRINTED[duration_unit]}`;
    return {
        duration: Number(number),
        duration_unit,
        duration_printed: plain || said.toLowerCase() === usual ? "" : said,
    };
}

/** Where a pasted column goes: texts, executors and the time, in the order of the table. */
export function pasteTargets(table) {
    const columns = table.columns.map((column) => ({ column: column.key }));
    return [{ text: "name" }, ...columns, { text: "requirements" }, { time: true }, { text: "outputs" }, { text: "remark" }];
}

function isHeading(cells) {
    const words = cells.map((cell) => cell.toLowerCase().replace(/[.:]+$/, "").trim());
    const known = words.filter((word) => HEADINGS.has(word)).length;
    const numbers = words.length > 3 && words.every((word, index) => word === String(index + 1));
    return known >= 2 || numbers;
}

/** A second row of the heading, under Pelaksana and Mutu Baku, repeats no word of the first but has no text either. */
function withoutHeading(block) {
    let rows = block;
    while (rows.length > 1 && isHeading(rows[0])) {
        rows = rows.slice(1);
    }
    return rows;
}

function withoutNumbers(block) {
    const first = block.map((cells) => cells[0]).filter(Boolean);
    const numbered = first.length && first.every((cell) => NUMBER.test(cell)) && block[0].length > 1;
    return numbered ? block.map((cells) => cells.slice(1)) : block;
}

/**
 * Lay a block of cells over the table from one cell on; rows are added where the table ends.
 *
 * @param {Object} table
 * @param {number} index row of the cell
 * @param {number} target place of the cell among `pasteTargets`
 * @param {string[][]} block
 * @returns {Object} the new table
 */
export function pasteBlock(table, index, target, block) {
    const targets = pasteTargets(table).slice(target);
    const cells = target === 0 ? withoutNumbers(withoutHeading(block)) : block;
    return cells.filter((each) => each.some(Boolean)).reduce((next, texts, offset) => {
        if (index + offset >= MAX_ROWS) {
            return next;
        }
        const grown = index + offset < next.rows.length ? next : insertRow(next, next.rows.length, makeRow());
        return pasteRow(grown, grown.rows[index + offset].key, targets, texts);
    }, table);
}

function pasteRow(table, key, targets, texts) {
    const values = {};
    const marked = [];
    let covered = false;
    targets.slice(0, texts.length).forEach((target, place) => {
        if (target.text && TEXTS.includes(target.text)) {
            values[target.text] = texts[place];
        } else if (target.time) {
            Object.assign(values, parseTime(texts[place]));
        } else {
            covered = true;
            MARK.test(texts[place].trim()) && marked.push(target.column);
        }
    });
    const next = changeRow(table, key, values);
    return covered && marked.length ? setExecutors(next, key, marked) : next;
}
