import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const row = (index) => `.o_sop_row[data-index="${index}"]`;

/** From an empty page to a finished step; where somebody else puts SOPs in force, it waits for him. */
registry.category("web_tour.tours").add("sop_first_sop", {
    url: "/odoo/sop-templates",
    steps: () => [
        {
            trigger: ".o_list_button_add",
            content: markup(_t("Write your first <b>SOP</b> here.")),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] input",
            content: _t("Give it a title, as the paper will print it."),
            tooltipPosition: "bottom",
            run: "edit Menyusun laporan bulanan",
        },
        {
            trigger: ".o_sop_add_column",
            content: _t("Add a column for each executor."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_sop_popover .o_sop_label",
            content: _t("Write the executor as the paper names him, e.g. Staf."),
            tooltipPosition: "bottom",
            run: "edit Staf",
        },
        {
            trigger: ".o_sop_popover .o_sop_rule",
            content: _t("Say who that is. To try it alone, choose “The requester”: that is whoever asks for the work."),
            tooltipPosition: "bottom",
            run: "select requester",
        },
        { trigger: ".o_sop_popover .btn-primary", content: _t("Keep the column."), run: "click" },
        {
            trigger: `body:not(:has(.o_sop_popover)) ${row(0)} [data-cell="name"]`,
            content: _t("Say what is done in the first step."),
            tooltipPosition: "bottom",
            run: "edit Menyusun konsep laporan",
        },
        {
            trigger: `${row(0)} .o_sop_lane .o_sop_place`,
            content: _t("Click in the executor's column to place the symbol of the step."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_sop_add_row",
            content: _t("Add a second step in the same way."),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: `${row(1)} [data-cell="name"]`,
            content: _t("Say what is done in it, and by whom."),
            tooltipPosition: "bottom",
            run: "edit Mengirim laporan",
        },
        {
            trigger: `${row(1)} .o_sop_lane .o_sop_place`,
            content: _t("Place its symbol, too."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: `button[name=action_send_for_review]`,
            content: _t("Ready? Send it for review; nobody changes it from now on."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: "button[name=action_make_effective]",
            content: _t("Put it in force. Where the settings ask for four eyes, somebody else does that."),
            tooltipPosition: "bottom",
            run: "click",
        },
        { trigger: ".modal .modal-footer .btn-primary", content: _t("Yes, put it in force."), run: "click" },
        {
            trigger: "button[name=action_start]",
            content: _t("Now it can be carried out: start it."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_start]",
            content: _t("Here stands who does what; start."),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: "button[name=action_finish]",
            content: _t("The first step waits for you, here and in your inbox. Finish it."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_finish]",
            content: _t("Say what was done, if you like, and finish."),
            tooltipPosition: "top",
            run: "click",
        },
        // The dialog closes before the server has answered; the form then shows the second step.
        { trigger: ".o_form_view .o_field_widget[name=current_step_id]:contains('2.')" },
    ],
});
