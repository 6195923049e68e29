import { at, confirm, field, press, story } from "./stories";

story(
    "start",
    press("action_start"),
    { trigger: field("name"), run: "edit Nota dinas Januari" },
    { trigger: ".modal .o_field_widget[name=line_ids] .o_data_row" },
    confirm("action_start"),
    at(1),
    { trigger: ".o_form_view .o_field_widget[name=name]:contains(Nota dinas Januari)" }
);
