import { Component, onWillStart, status, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** The first steps of an agency, above the list of its SOPs; for administrators, until all are done. */
export class SopFirstUse extends Component {
    static template = "sop_planning.FirstUse";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ done: false });
        onWillStart(async () => {
            this.isSystem = user.isSystem;
            const groups = ["sop_planning.group_sop_administrator", "hr.group_hr_user"];
            const [isAdministrator, keepsEmployees] = await Promise.all(groups.map((group) => user.hasGroup(group)));
            this.keepsEmployees = keepsEmployees;
            // The list may have made another panel in the meantime; one that is gone must not call the server.
            if (isAdministrator && status(this) !== "destroyed") {
                this.state.done = await this.orm.call("sop.first.use", "overview", []);
            }
        });
    }

    get steps() {
        const steps = [
            {
                key: "agency",
                title: _t("Name the agency"),
                help: this.isSystem
                    ? _t("Its code and its logo, for the head of the papers.")
                    : _t("Its code and its logo; an administrator of the system sets them."),
                action: this.isSystem && "sop_planning.res_config_settings_action",
                button: _t("Settings"),
            },
            {
                key: "people",
                title: _t("Give employees a user"),
                help: this.keepsEmployees
                    ? _t("A step is asked of the user of whoever holds the job.")
                    : _t("Whoever keeps the employees links each to his user; steps are asked of these users."),
                action: this.keepsEmployees && "hr.open_view_employee_list_my",
                button: _t("Employees"),
            },
            {
                key: "write",
                title: _t("Write an SOP"),
                help: _t("Or import one, or begin with the sample."),
                action: "sop_planning.sop_template_sample_action",
                button: _t("Load the sample SOP"),
            },
            {
                key: "effective",
                title: _t("Make it effective"),
                help: _t("Send it for review; who did not write it puts it in force, unless the settings say otherwise."),
            },
            {
                key: "start",
                title: _t("Start it"),
                help: _t("The first executor finds the step in his inbox."),
                action: "sop_planning.sop_process_start_action",
                button: _t("Start a process"),
            },
        ].map((step) => ({ ...step, isDone: this.state.done[step.key] }));
        const next = steps.find((step) => step.action && !step.isDone);
        return steps.map((step) => ({ ...step, isNext: step === next }));
    }

    get label() {
        const count = this.steps.filter((step) => step.isDone).length;
        return _t("%(done)s of %(all)s steps done", { done: count, all: this.steps.length });
    }

    open(step) {
        return this.action.doAction(step.action, {
            onClose: async () => (this.state.done = await this.orm.call("sop.first.use", "overview", [])),
        });
    }

    async close() {
        await this.orm.call("sop.first.use", "close", []);
        this.state.done = false;
    }
}

export class SopTemplateListController extends ListController {
    static template = "sop_planning.TemplateList";
    static components = { ...ListController.components, SopFirstUse };
}

registry.category("views").add("sop_template_list", { ...listView, Controller: SopTemplateListController });
