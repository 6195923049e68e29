import { choose, confirm, field, press, story } from "./stories";

story(
    "head",
    { content: "One is late", trigger: ".o_sop_tile[name=late]:contains(1)", run: "click" },
    { trigger: ".o_data_row:contains(Nota dinas) .o_data_cell, .o_kanban_record:contains(Nota dinas)", run: "click" },
    press("action_reassign"),
    choose(field("user_id", "input"), "Kepala Bidang I"),
    { trigger: field("reason", "textarea, input"), run: "edit Sedang dinas luar" },
    confirm("action_confirm"),
    { trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=waiting_for]:contains(Kepala Bidang I)" }
);
