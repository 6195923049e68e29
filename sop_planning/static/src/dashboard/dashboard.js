import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SopTrend } from "./trend";

const PROCESS_VIEWS = ["list", "kanban", "calendar", "pivot", "graph", "activity", "form"];
const TIME_VIEWS = ["list", "pivot", "graph"];

/** Where the work stands: each figure opens the list it counts. */
export class SopDashboard extends Component {
    static template = "sop_planning.Dashboard";
    static components = { SopTrend };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const { days, unitId } = this.props.state || {};
        this.state = useState({ days: days || 90, unitId: unitId || false, figures: null, busy: false });
        // Whoever comes back from a list finds the period and the unit he had chosen.
        useSetupAction({ getLocalState: () => ({ days: this.state.days, unitId: this.state.unitId }) });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.busy = true;
        try {
            this.state.figures = await this.orm.call("sop.dashboard", "figures", [this.state.days, this.state.unitId]);
        } finally {
            this.state.busy = false;
        }
    }

    async choose(values) {
        Object.assign(this.state, values);
        await this.load();
    }

    get scope() {
        return {
            agency: _t("All processes of your agency"),
            units: _t("Processes of the units you head, and those you take part in"),
            own: _t("Processes you take part in"),
        }[this.state.figures.scope];
    }

    get tiles() {
        const figures = this.state.figures;
        return [
            { key: "running", title: _t("Running"), icon: "fa-play-circle-o", ...figures.running },
            { key: "late", title: _t("Late"), icon: "fa-exclamation-triangle", tone: "danger", ...figures.late },
            { key: "mine", title: _t("Waiting for me"), icon: "fa-user-o", tone: "info", ...figures.mine },
            {
                key: "unmanned",
                title: _t("Waiting for a person"),
                icon: "fa-user-times",
                tone: "warning",
                ...figures.unmanned,
            },
            { key: "suspended", title: _t("Suspended"), icon: "fa-pause-circle-o", ...figures.suspended },
        ];
    }

    get places() {
        const figures = this.state.figures;
        return [
            { key: "sop", title: _t("By SOP"), rows: figures.by_sop, group: "template_id" },
            { key: "unit", title: _t("By unit"), rows: figures.by_unit, group: "department_id" },
            { key: "step", title: _t("By step"), rows: figures.by_step, group: "current_step_id" },
        ].map((place) => ({ ...place, most: Math.max(1, ...place.rows.map((row) => row.running.value)) }));
    }

    get periods() {
        return this.state.figures.periods.map((days) => ({ days, name: _t("%s days", days) }));
    }

    get doneLate() {
        const { done, late } = this.state.figures.done;
        return done ? _t("%s%% of them late", Math.round((100 * late) / done)) : _t("None yet");
    }

    share(row) {
        return row.planned ? Math.round((100 * row.worked) / row.planned) : 0;
    }

    hours(value) {
        return _t("%s h", formatFloat(value, { digits: [0, 1] }));
    }

    openProcesses(name, figure, groupBy) {
        this.open(name, "sop.process", figure.domain, PROCESS_VIEWS, groupBy);
    }

    openDone(name, figure) {
        this.open(name, "sop.task.report", figure.domain, TIME_VIEWS);
    }

    historyLabel(kind) {
        const { started, finished, done } = this.state.figures;
        return {
            started: _t("%s started", started.value),
            finished: _t("%s finished", finished.value),
            done: _t("%s steps done", done.done),
        }[kind];
    }

    /** @param {"started" | "finished" | "done"} kind */
    openHistory(kind) {
        const figure = this.state.figures[kind];
        const name = { started: _t("Started"), finished: _t("Finished"), done: _t("Steps done") }[kind];
        return kind === "done" ? this.openDone(name, figure) : this.openProcesses(name, figure);
    }

    open(name, model, domain, views, groupBy) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain,
            views: views.map((view) => [false, view]),
            context: groupBy ? { group_by: [groupBy] } : {},
        });
    }
}

registry.category("actions").add("sop_planning.dashboard", SopDashboard);
