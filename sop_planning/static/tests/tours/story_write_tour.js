import { confirm, choose, press, story } from "./stories";

const row = (index) => `.o_sop_row[data-index="${index}"]`;
const title = [
    { trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
    { trigger: ".o_field_widget[name=name] :is(input, textarea)", run: "edit Menyusun laporan" },
];
const inForce = [
    press("action_send_for_review"),
    press("action_make_effective"),
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    press("action_start"),
    { trigger: ".modal .o_field_widget[name=template_id]" },
    { trigger: ".modal button[special=cancel]", run: "click" },
    { trigger: "body:not(:has(.modal)) .o_form_saved, body:not(:has(.modal)) .o_form_readonly, body:not(:has(.modal)) .o_form_view" },
];

story(
    "write_desktop",
    title,
    { trigger: ".o_sop_add_column", run: "click" },
    { trigger: ".o_sop_popover .o_sop_label", run: "edit Pemohon" },
    { trigger: ".o_sop_popover .o_sop_rule", run: "select requester" },
    { trigger: ".o_sop_popover .btn-primary", run: "click" },
    { trigger: `body:not(:has(.o_sop_popover)) ${row(0)} [data-cell=name]`, run: "edit Menyusun konsep" },
    { trigger: `${row(0)} .o_sop_lane .o_sop_place`, run: "click" },
    { trigger: ".o_sop_add_row", run: "click" },
    { trigger: `${row(1)} [data-cell=name]`, run: "edit Mengirim laporan" },
    { trigger: `${row(1)} .o_sop_lane .o_sop_place`, run: "click" },
    inForce
);

// The official table needs a wide screen; on a telephone the plain lists take its place.
story(
    "write_phone",
    title,
    { trigger: ".o_field_widget[name=executor_ids] .o_field_x2many_list_row_add a", run: "click" },
    { trigger: ".o_field_widget[name=executor_ids] .o_selected_row [name=name] input", run: "edit Pemohon" },
    { trigger: ".o_field_widget[name=executor_ids] .o_selected_row [name=rule] .o_select_menu_toggler", run: "click" },
    { trigger: ".o_select_menu_item[data-choice-index='4']", run: "click" },
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: ".o_form_saved .o_field_widget[name=step_ids] .o_field_x2many_list_row_add a", run: "click" },
    { trigger: ".modal .o_field_widget[name=name] textarea", run: "edit Menyusun laporan" },
    choose(".modal .o_field_widget[name=executor_ids] input", "Pemohon"),
    { trigger: ".modal .o_field_widget[name=executor_ids] .o_tag" },
    { trigger: ".modal .o_form_button_save", run: "click" },
    { trigger: "body:not(:has(.modal)) .o_field_widget[name=step_ids] .o_data_row" },
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: ".o_form_saved" },
    inForce
);
