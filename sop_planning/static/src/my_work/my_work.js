import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const VIEWS = {
    "sop.task": ["list", "kanban", "calendar", "form"],
    "sop.process": ["list", "kanban", "calendar", "activity", "form"],
    "sop.disposition.recipient": ["list", "kanban", "form"],
};

/** What waits for me, what I sent and where it is, and what will come to me. */
export class SopMyWork extends Component {
    static template = "sop_planning.MyWork";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ work: null });
        onWillStart(() => this.load());
        useEffect(
            () => this.comeBack(),
            () => [this.state.work]
        );
    }

    async load() {
        this.state.work = await this.orm.call("sop.my.work", "overview", []);
    }

    get parts() {
        const work = this.state.work;
        return [
            {
                key: "tasks",
                title: _t("My tasks now"),
                none: _t("Nothing waits for you."),
                icon: "fa-check-square-o",
                ...work.tasks,
            },
            {
                key: "dispositions",
                title: _t("Dispositions to me"),
                none: _t("No disposition waits for your answer."),
                icon: "fa-share-square-o",
                ...work.dispositions,
            },
            {
                key: "sent",
                title: _t("What I sent, and where it is"),
                none: _t("Nothing that you sent is under way."),
                icon: "fa-paper-plane-o",
                ...work.sent,
            },
            {
                key: "answers",
                title: _t("My dispositions without an answer"),
                none: "",
                icon: "fa-hourglass-half",
                ...work.answers,
            },
            {
                key: "coming",
                title: _t("What will come to me"),
                none: _t("No process under way has a later step for you."),
                icon: "fa-calendar-o",
                ...work.coming,
            },
        ].filter((part) => part.count || part.none);
    }

    away(row) {
        return row.away === 1
            ? _t("Your step is the next one (no. %s)", row.my_number)
            : _t("Your step is no. %(number)s, %(away)s steps on", { number: row.my_number, away: row.away });
    }

    jump(key) {
        const heading = document.getElementById(`sop_${key}`);
        heading.scrollIntoView({ block: "start" });
        heading.focus({ preventScroll: true });
    }

    lateLabel(part) {
        return _t("%s late", part.late);
    }

    shownLabel(part) {
        return _t("The most urgent %(shown)s of %(count)s are shown.", { shown: part.rows.length, count: part.count });
    }

    finishLabel(row) {
        return _t("Finish my step: %s", row.name);
    }

    openRow(part, row) {
        if (part.model === "sop.disposition.recipient") {
            return this.call(part.model, "action_open", row.id);
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sop.process",
            res_id: row.process_id || row.id,
            views: [[false, "form"]],
        });
    }

    finish(row) {
        return this.call("sop.process", "action_finish", row.process_id);
    }

    /** A dialog closed: Odoo gives the focus back to a field of the dialog itself, which is gone. */
    comeBack() {
        this.openers?.find((el) => el?.isConnected)?.focus();
        this.openers = null;
    }

    async call(model, method, id) {
        const opener = document.activeElement;
        const openers = [opener, opener.closest("section")?.querySelector("h2")];
        const action = await this.orm.call(model, method, [[id]]);
        await this.action.doAction(action, {
            onClose: () => {
                this.openers = openers;
                return this.load();
            },
        });
    }

    openAll(part) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: part.title,
            res_model: part.model,
            domain: part.domain,
            views: VIEWS[part.model].map((view) => [false, view]),
            context: {},
        });
    }
}

registry.category("actions").add("sop_planning.my_work", SopMyWork);
