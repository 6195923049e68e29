import { Component } from "@odoo/owl";
import { UNITS, WORDS } from "./words";

/** One step. It only shows: what happens in its cells is the editor's to handle, for all rows at once. */
export class TableRow extends Component {
    static template = "sop_planning.TableRow";
    static props = {
        row: Object,
        index: Number,
        symbol: String,
        exits: String,
        columns: Array,
        findings: { type: Array, optional: true },
        noted: Boolean,
        dotted: Boolean,
        readonly: Boolean,
    };

    setup() {
        this.units = UNITS;
        this.words = WORDS;
    }

    get number() {
        return `${this.props.index + 1}${this.props.dotted ? "." : ""}`;
    }

    get time() {
        const { duration, duration_unit, duration_printed } = this.props.row;
        return duration_printed || (duration ? `${duration} ${this.units[duration_unit]}` : "");
    }

    get joint() {
        return this.props.row.executor_ids.length > 1;
    }

    isMain(column) {
        return this.props.row.main_executor_id === column.key;
    }

    has(column) {
        return this.props.row.executor_ids.includes(column.key);
    }

    label(heading) {
        return `${heading}, ${this.props.index + 1}`;
    }
}
