import { at, confirm, field, press, story } from "./stories";

story(
    "inbox",
    { trigger: ".o_menu_systray .o-dropdown:has(.fa-clock-o), .o_menu_systray button:has(.fa-clock-o)", run: "click" },
    { trigger: ".o-mail-ActivityGroup[data-model_name='sop.process']", run: "click" },
    { trigger: ".o_kanban_record:contains(Nota dinas), .o_data_row:contains(Nota dinas) .o_data_cell", run: "click" },
    press("action_finish"),
    { trigger: field("feedback"), run: "edit Konsep terlampir" },
    confirm("action_finish"),
    at(2)
);
