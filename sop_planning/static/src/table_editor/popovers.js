import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { makeExit } from "./table_document";
import { ASKS, RULES } from "./words";

/** Odoo's selectors of records take no label: their input is called as the words above it. */
function useNamedSelectors() {
    const root = useRef("root");
    useEffect(() => {
        for (const part of root.el.querySelectorAll(".o_sop_named")) {
            part.querySelector("input").setAttribute("aria-label", part.querySelector(".form-label").textContent);
        }
    });
}

/** The exits of a decision: their labels, and where each leads. */
export class ExitsPopover extends Component {
    static template = "sop_planning.ExitsPopover";
    static props = { exits: Array, steps: Array, index: Number, onChange: Function, close: Function };

    setup() {
        this.state = useState({ exits: this.props.exits });
        this.adder = useRef("adder");
    }

    /** Whatever is not this step; a way back to itself is none. */
    get targets() {
        return this.props.steps.filter((step) => step.index !== this.props.index);
    }

    set(exits) {
        this.state.exits = exits;
        this.props.onChange(exits);
    }

    change(key, values) {
        this.set(this.state.exits.map((way) => (way.key === key ? { ...way, ...values } : way)));
    }

    /** Keys of the table are numbers or words; those of a <select> only words. */
    lead(key, word) {
        const step = this.targets.find((each) => String(each.key) === word);
        this.change(key, { target_step_id: step ? step.key : false });
    }

    add() {
        this.set([...this.state.exits, makeExit("")]);
    }

    /** The two exits of most decisions: on to the next row, and back to the one before. */
    addUsual() {
        const [before, after] = [-1, 1].map(
            (way) => this.props.steps.find((step) => step.index === this.props.index + way)?.key || false
        );
        this.set([makeExit("Ya", after), makeExit("Tidak", before)]);
        this.adder.el.focus(); // the button that was pressed goes
    }

    remove(key) {
        this.set(this.state.exits.filter((way) => way.key !== key));
        this.adder.el.focus();
    }
}

/** A Pelaksana column: its printed label, and who it is. */
export class ColumnPopover extends Component {
    static template = "sop_planning.ColumnPopover";
    static components = { RecordSelector, MultiRecordSelector };
    static props = {
        column: Object,
        company: { type: [Number, Boolean], optional: true },
        onChange: Function,
        onMove: Function,
        onDelete: Function,
        close: Function,
    };

    setup() {
        this.rules = RULES;
        useNamedSelectors();
        this.state = useState({ column: this.props.column });
    }

    get domain() {
        return this.props.company ? [["company_id", "in", [this.props.company, false]]] : [];
    }

    get people() {
        const companies = this.props.company ? [["company_ids", "in", [this.props.company]]] : [];
        return [["share", "=", false], ...companies];
    }

    get needs() {
        const needs = { job: ["job", "unit"], head: ["unit"], person: ["people"], team: ["people"], outside: ["people"] };
        return needs[this.state.column.rule] || [];
    }

    set(values) {
        this.state.column = { ...this.state.column, ...values };
        this.props.onChange(values);
    }

    move(way) {
        this.props.onMove(way);
    }

    remove() {
        this.props.close();
        this.props.onDelete();
    }
}

/** What a row says besides its cells. */
export class RowPopover extends Component {
    static template = "sop_planning.RowPopover";
    static components = { RecordSelector };
    static props = {
        row: Object,
        columns: Array,
        company: { type: [Number, Boolean], optional: true },
        template: { type: [Number, Boolean], optional: true },
        onChange: Function,
        onAct: Function,
        close: Function,
    };

    setup() {
        this.asks = ASKS;
        useNamedSelectors();
        this.state = useState({ row: this.props.row });
    }

    get executors() {
        return this.props.columns.filter((column) => this.state.row.executor_ids.includes(column.key));
    }

    get micros() {
        const own = this.props.template ? [["id", "!=", this.props.template]] : [];
        return this.props.company ? [["company_id", "=", this.props.company], ...own] : own;
    }

    set(values) {
        this.state.row = { ...this.state.row, ...values };
        this.props.onChange(values);
    }

    lead(word) {
        this.set({ main_executor_id: this.executors.find((column) => String(column.key) === word).key });
    }

    act(name) {
        this.props.close();
        this.props.onAct(name);
    }
}
