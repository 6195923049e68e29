import { Component, markup, onWillUnmount, toRaw, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useSortable } from "@web/core/utils/sortable_owl";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { SopChartField } from "../sop_chart_field/sop_chart_field";
import { parseClipboard, parseTime, pasteBlock } from "./clipboard";
import { History } from "./history";
import { hotkey, meaning, neighbour } from "./keyboard";
import { ColumnPopover, ExitsPopover, RowPopover } from "./popovers";
import * as doc from "./table_document";
import { TableRow } from "./table_row";
import { KEYS, WORDS } from "./words";

const CHECK_DELAY = 400;
// Giving the record a value renders the whole form: not between two letters. Leaving the cell does it at once.
const COMMIT_DELAY = 1000;
const NOTHING_FOUND = { rows: {}, columns: {}, rest: [] };

/** The chart as the server draws it of what is not stored yet. */
class LiveChart extends SopChartField {
    static props = { html: String };

    get html() {
        return markup(this.props.html);
    }
}

/**
 * The SOP table, written as it is printed. Holds the table as a value with its history; the record gets that value,
 * and the server makes executors, steps and exits of it when the record is saved.
 */
export class SopTableField extends Component {
    static template = "sop_planning.SopTableField";
    static components = { TableRow, LiveChart };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.words = WORDS;
        this.keys = KEYS;
        this.state = useState({
            mode: this.env.isSmall ? "list" : browser.localStorage.getItem("sop_table_mode") || "table",
            chart: browser.localStorage.getItem("sop_table_chart") === "1",
            help: false,
            html: "",
            said: "",
        });
        this.found = NOTHING_FOUND;
        this.history = new History({ columns: [], rows: [] });
        this.popovers = {
            exits: usePopover(ExitsPopover, { position: "bottom", onClose: () => this.afterPopover() }),
            column: usePopover(ColumnPopover, { position: "bottom", onClose: () => this.afterPopover() }),
            row: usePopover(RowPopover, { position: "left", onClose: () => this.afterPopover() }),
        };
        this.lastCheck = new KeepLast();
        this.checkSoon = useDebounced(() => this.check(), CHECK_DELAY);
        this.commitSoon = useDebounced(() => this.commit(), COMMIT_DELAY);
        useRecordObserver((record) => this.receive(record.data[this.props.name]));
        const { bus } = this.props.record.model;
        useBus(bus, "NEED_LOCAL_CHANGES", (ev) => ev.detail.proms.push(this.commit()));
        useBus(bus, "WILL_SAVE_URGENTLY", () => this.commit());
        useSortable({
            enable: () => !this.props.readonly,
            ref: this.root,
            elements: ".o_sop_row",
            handle: ".o_sop_handle",
            cursor: "grabbing",
            onDragStart: ({ element }) => keepWidths(element),
            onDrop: (drop) => this.onDrop(drop),
        });
        useEffect(() => this.giveFocus());
        onWillUnmount(() => this.commit());
    }

    // What is shown

    get table() {
        return this.history.present;
    }

    get isTable() {
        return this.state.mode === "table" && !this.env.isSmall;
    }

    get cells() {
        const columns = this.table.columns.map((column) => `x-${column.key}`);
        return ["name", ...columns, "requirements", "duration", "duration_unit", "outputs", "remark"];
    }

    get isNoted() {
        return Object.keys(this.found.rows).length > 0;
    }

    /** Executors and the six other columns, for the row of column numbers. */
    get columnNumbers() {
        return Array.from({ length: Math.max(this.table.columns.length, 1) + 6 }, (_, index) => index + 1);
    }

    symbol(index) {
        return doc.symbolAt(this.table, index);
    }

    exitsText(row) {
        return row.branch_ids.map((way) => `${way.name} → ${this.placeOf(way.target_step_id)}`).join("\n");
    }

    placeOf(key) {
        const index = this.table.rows.findIndex((row) => row.key === key);
        return index < 0 ? _t("end") : index + 1;
    }

    findings(part, key) {
        return this.found[part][key];
    }

    // Between the record and the table

    /** A value that is not the one we sent: the first one, or what came back from saving or discarding. */
    receive(value) {
        const table = toRaw(value) || { columns: [], rows: [] };
        if (table === this.current) {
            return;
        }
        const saved = this.sent && table !== this.loaded && this.sent;
        this.current = this.loaded = table;
        this.sent = null;
        this.shown = table.labels ? table : this.shown;
        const present = this.withRoom({ columns: table.columns, rows: table.rows });
        if (saved && this.history.canUndo) {
            const keys = doc.keysAfterSaving(saved, table);
            this.history.map((snapshot) => doc.rekeyed(snapshot, keys));
            this.focused = this.focused && { ...this.focused, key: keys.get(this.focused.key) || this.focused.key };
            this.history.present = present;
        } else {
            this.history.reset(present);
        }
        this.committed = this.table;
        this.render();
        this.checkSoon();
    }

    /** An empty table has a row to begin with. */
    withRoom(table) {
        return table.rows.length || this.props.readonly ? table : doc.insertRow(table, 0);
    }

    get labels() {
        return this.shown?.labels || {};
    }

    /** Give the record what is written; nothing is stored before the form is. */
    commit() {
        if (this.committed === this.table || this.props.readonly) {
            return;
        }
        this.committed = this.table;
        const { record, name } = this.props;
        const next = doc.toServer(this.table, this.loaded.seen);
        if (!this.sent && doc.isSame(next, this.loaded)) {
            record.model.bus.trigger("FIELD_IS_DIRTY", false);
            return;
        }
        this.sent = this.current = next;
        const unnamed = [...next.rows, ...next.columns].some((item) => !item.name.trim());
        record.model.bus.trigger("FIELD_IS_DIRTY", false);
        return record.update({ [name]: next }).then(() => unnamed && record.setInvalidField(name));
    }

    /**
     * @param {Object} table
     * @param {string} [tag] changes with the same tag are undone together; they are typed, so the record can wait
     */
    change(table, tag = null) {
        if (this.props.readonly || table === this.table) {
            return;
        }
        this.history.push(table, tag);
        this.afterChange(tag !== null);
    }

    afterChange(typing = false) {
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
        typing ? this.commitSoon() : this.commit();
        this.checkSoon();
        this.render();
    }

    travel(way) {
        const before = this.table;
        this.history[way]();
        if (this.table !== before) {
            this.say(way === "undo" ? _t("Undone") : _t("Redone"));
            this.afterChange();
        }
    }

    /** Findings and chart of what is written now; the server stores nothing. */
    async check() {
        const draw = this.state.chart && this.isTable;
        if (!this.isTable || (this.props.readonly && !draw)) {
            return;
        }
        const { resId, resModel } = this.props.record;
        const call = this.orm.silent.call(resModel, "check_table", [resId || []], {
            table: doc.toServer(this.table),
            draw,
        });
        try {
            const answer = await this.lastCheck.add(call);
            this.found = answer;
            this.state.html = answer.html;
            this.render();
        } catch {
            // The row under work is not a table yet, or the server is away: saving will say what is wrong.
            this.found = NOTHING_FOUND;
            this.render();
        }
    }

    say(words) {
        this.state.said = words;
    }

    // Toolbar

    async setMode(mode) {
        await this.commit();
        const { record } = this.props;
        if ((await record.isDirty()) && !(await record.save())) {
            return;
        }
        browser.localStorage.setItem("sop_table_mode", mode);
        this.state.mode = mode;
        this.checkSoon();
    }

    toggleChart() {
        this.state.chart = !this.state.chart;
        browser.localStorage.setItem("sop_table_chart", this.state.chart ? "1" : "0");
        this.check();
    }

    addRow(index = this.table.rows.length) {
        const row = doc.makeRow();
        this.focusOn(row.key, "name");
        this.change(doc.insertRow(this.table, index, row));
    }

    addColumn() {
        const column = doc.makeColumn({ name: "" });
        this.change(doc.addColumn(this.table, column));
        this.opening = column.key;
    }

    deleteColumn(key) {
        this.change(doc.deleteColumn(this.table, key));
        this.root.el.querySelector(".o_sop_add_column").focus();
    }

    // Rows

    act(name, key, cell = "name") {
        const index = this.table.rows.findIndex((row) => row.key === key);
        const acts = {
            add: () => this.addRow(index + 1),
            above: () => this.addRow(index),
            duplicate: () => this.change(doc.duplicateRow(this.table, key)),
            delete: () => this.deleteRow(index, cell),
            up: () => this.moveRow(key, index - 1, cell),
            down: () => this.moveRow(key, index + 1, cell),
            undo: () => this.travel("undo"),
            redo: () => this.travel("redo"),
            details: () => this.openRow(index),
        };
        acts[name]();
    }

    moveRow(key, index, cell) {
        if (index >= 0 && index < this.table.rows.length) {
            this.focusOn(key, cell);
            this.say(_t("Moved to row %s", index + 1));
            this.change(doc.moveRow(this.table, key, index));
        }
    }

    deleteRow(index, cell) {
        const { key } = this.table.rows[index];
        const table = this.withRoom(doc.deleteRow(this.table, key));
        this.focusOn(table.rows[Math.min(index, table.rows.length - 1)].key, cell);
        this.say(_t("Row %s deleted; Ctrl+Z brings it back", index + 1));
        this.change(table);
    }

    onDrop({ element, previous }) {
        const keyOf = (el) => this.table.rows[Number(el.dataset.index)].key;
        const key = keyOf(element);
        const rest = this.table.rows.filter((row) => row.key !== key);
        const place = previous ? rest.findIndex((row) => row.key === keyOf(previous)) + 1 : 0;
        this.moveRow(key, place, "name");
    }

    // Cells: one set of handlers for the whole table

    /** Where an event happened: `row`, its `index`, and the name of the `cell`. */
    at(ev) {
        const el = ev.target.closest("[data-cell]");
        const line = ev.target.closest(".o_sop_row");
        const index = line ? Number(line.dataset.index) : -1;
        return { el, index, cell: el?.dataset.cell, row: this.table.rows[index], line };
    }

    columnOf(cell) {
        return this.table.columns.find((column) => `x-${column.key}` === cell || `h-${column.key}` === cell);
    }

    onInput(ev) {
        const { row, cell } = this.at(ev);
        const { value } = ev.target;
        if (cell?.startsWith("h-")) {
            const { key } = this.columnOf(cell);
            this.change(doc.changeColumn(this.table, key, { name: value }), cell);
        } else if (row && doc.TEXTS.includes(cell)) {
            this.change(doc.changeRow(this.table, row.key, { [cell]: value }), `${row.key} ${cell}`);
        } else if (row && cell === "duration" && /^\d{0,6}$/.test(value)) {
            this.change(doc.changeTime(this.table, row.key, { duration: Number(value) }), `${row.key} ${cell}`);
        }
    }

    onChange(ev) {
        const { row, cell } = this.at(ev);
        if (row && cell === "duration_unit") {
            this.change(doc.changeTime(this.table, row.key, { duration_unit: ev.target.value }));
        } else if (row && cell === "duration" && !/^\d{0,6}$/.test(ev.target.value)) {
            this.change(doc.changeRow(this.table, row.key, parseTime(ev.target.value)));
            ev.target.value = this.table.rows[this.at(ev).index].duration || "";
        }
    }

    onClick(ev) {
        const { row, cell, el, line, index } = this.at(ev);
        if (!line || this.props.readonly) {
            return;
        }
        if (ev.target.closest(".o_sop_menu")) {
            this.openRow(index);
        } else if (ev.target.closest(".o_sop_exits")) {
            this.openExits(index, ev.target.closest("td").querySelector("[data-cell]").dataset.cell);
        } else if (cell?.startsWith("x-")) {
            el.focus();
            this.place(row, cell, ev.shiftKey || ev.ctrlKey || ev.metaKey);
        } else if (!el) {
            ev.target.closest("td")?.querySelector("[data-cell]")?.focus();
        }
    }

    place(row, cell, joint) {
        this.change(doc.placeSymbol(this.table, row.key, this.columnOf(cell).key, joint));
    }

    onKeydown(ev) {
        const { row, index, cell, el } = this.at(ev);
        const key = hotkey(ev);
        if (key === "control+z" || key === "control+y" || key === "control+shift+z") {
            handled(ev);
            return this.travel(key === "control+z" ? "undo" : "redo");
        }
        if (!row || !cell || this.props.readonly) {
            return;
        }
        const kind = cell.startsWith("x-") ? "symbol" : el.tagName === "SELECT" ? "choice" : "text";
        const caret = kind === "text" && { start: el.selectionStart, end: el.selectionEnd, length: el.value.length };
        const meant = meaning(key, kind, caret);
        if (meant && this.obey(meant, row, index, cell)) {
            handled(ev);
        }
    }

    /** @returns {boolean} false where the browser should do what the key usually does */
    obey(meant, row, index, cell) {
        if (meant.row) {
            this.act(meant.row, row.key, cell);
        } else if (meant.symbol) {
            this.place(row, cell, meant.symbol === "join");
        } else if (meant.exits) {
            this.openExits(index, cell);
        } else {
            return this.go(meant.go, index, cell);
        }
        return true;
    }

    go(way, index, cell) {
        const target = neighbour(this.cells, { row: index, cell }, way, this.table.rows.length);
        if (target) {
            this.focusCell(target.row, target.cell);
        } else if (way === "down") {
            this.addRow();
        }
        return Boolean(target) || way === "down";
    }

    onFocusin(ev) {
        const { row, cell } = this.at(ev);
        this.focused = row && { key: row.key, cell };
        this.history.seal();
    }

    onFocusout() {
        this.commit();
    }

    onPaste(ev) {
        const { index, cell } = this.at(ev);
        if (index < 0 || this.props.readonly) {
            return;
        }
        const block = parseClipboard({
            html: ev.clipboardData.getData("text/html"),
            text: ev.clipboardData.getData("text/plain"),
        });
        if (block) {
            handled(ev);
            const place = this.cells.indexOf(cell === "duration_unit" ? "duration" : cell);
            const past = place > this.cells.indexOf("duration_unit") ? 1 : 0;
            this.change(pasteBlock(this.table, index, place - past, block));
            this.say(_t("%s rows pasted; Ctrl+Z undoes it", block.length));
        }
    }

    // Focus

    /** Focus this cell after the next change is shown. */
    focusOn(key, cell) {
        this.wanted = { key, cell };
    }

    giveFocus() {
        if (this.wanted) {
            const index = this.table.rows.findIndex((row) => row.key === this.wanted.key);
            const { cell } = this.wanted;
            this.wanted = null;
            this.focusCell(index, cell);
        }
        if (this.opening) {
            const column = this.opening;
            this.opening = null;
            this.openColumn(column);
        }
    }

    focusCell(index, cell) {
        const line = this.root.el?.querySelector(`.o_sop_row[data-index="${index}"]`);
        const el = line?.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
        el?.focus();
        el?.select?.();
    }

    afterPopover() {
        this.history.seal();
        if (this.focused) {
            this.focusOn(this.focused.key, this.focused.cell);
            this.render();
        }
    }

    // Popovers

    element(index, selector) {
        return this.root.el.querySelector(`.o_sop_row[data-index="${index}"] ${selector}`);
    }

    get company() {
        return this.props.record.data.company_id?.id;
    }

    openExits(index, cell) {
        const { key, branch_ids } = this.table.rows[index];
        this.popovers.exits.open(this.element(index, `[data-cell="${CSS.escape(cell)}"]`), {
            exits: branch_ids,
            index,
            steps: this.table.rows.map((row, place) => ({ key: row.key, index: place, text: row.name })),
            onChange: (exits) => this.change(doc.changeRow(this.table, key, { branch_ids: exits }), `${key} exits`),
        });
    }

    openRow(index) {
        const row = this.table.rows[index];
        this.popovers.row.open(this.element(index, ".o_sop_menu"), {
            row,
            columns: this.table.columns,
            company: this.company,
            template: this.props.record.resId,
            onChange: (values) => this.change(doc.changeRow(this.table, row.key, values), `${row.key} details`),
            onAct: (name) => this.act(name, row.key),
        });
    }

    openColumn(key) {
        const place = () => this.table.columns.findIndex((column) => column.key === key);
        const column = this.table.columns[place()];
        const target = this.root.el?.querySelector(`[data-column="${CSS.escape(key)}"]`);
        if (!column || !target || this.props.readonly) {
            return;
        }
        this.popovers.column.open(target, {
            column,
            company: this.company,
            onChange: (values) => this.change(doc.changeColumn(this.table, key, values), `${key} column`),
            onMove: (way) => this.change(doc.moveColumn(this.table, key, place() + way)),
            onDelete: () => this.deleteColumn(key),
        });
    }
}

function handled(ev) {
    ev.preventDefault();
    ev.stopPropagation();
}

/** A row that is dragged leaves the table, and with it the widths of its cells. */
function keepWidths(line) {
    for (const cell of line.cells) {
        cell.style.width = `${cell.offsetWidth}px`;
    }
}

registry.category("fields").add("sop_table", { component: SopTableField, supportedTypes: ["json"] });
