import { confirm, field, go, press, story } from "./stories";

story(
    "archive",
    press("action_archive_papers"),
    { trigger: field("code"), run: "edit 000.8.3" },
    { trigger: field("place"), run: "edit Rak 7" },
    confirm("action_archive"),
    { trigger: "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_archive_papers]))" },
    go("sop_planning.sop_archive_action", ".o_list_view .o_data_row:contains(Rak 7), .o_kanban_record:contains(Rak 7)"),
    { trigger: ".o_data_row:contains(Rak 7) .o_data_cell, .o_kanban_record:contains(Rak 7)", run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=output_ids]:contains(Nota dinas)" },
    go("sop_planning.sop_output_action", ".o_data_row:contains(Nota dinas), .o_kanban_record:contains(Nota dinas)")
);
