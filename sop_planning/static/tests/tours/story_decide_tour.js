import { at, confirm, field, press, story } from "./stories";

story(
    "decide",
    press("action_finish"),
    { content: "An exit must be chosen", trigger: `${field("branch_id", ".o_radio_item:first-child input")}`, run: "click" },
    confirm("action_finish"),
    at(3),
    { content: "On second thoughts", trigger: ".o_form_view .o_field_widget[name=current_step_id]" },
    press("action_send_back"),
    { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit Tanggal surat keliru" },
    { trigger: ".modal .o_field_widget[name=target_id]" },
    confirm("action_confirm"),
    at(2)
);
