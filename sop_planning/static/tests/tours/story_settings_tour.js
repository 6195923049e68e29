import { go, press, story } from "./stories";

const setting = ".app_settings_block .o_field_widget[name=sop_send_back] input";

story(
    "settings",
    press("action_send_back"),
    { trigger: ".modal button[special=cancel]", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    go("sop_planning.res_config_settings_action", `${setting}:checked`),
    { trigger: setting, run: "click" },
    { trigger: ".o_form_button_save:enabled", run: "click", expectUnloadPage: true },
    { content: "Saved, and read again", trigger: `.o_form_view:not(:has(.o_form_dirty)) ${setting}:not(:checked)` },
    go("sop_planning.sop_process_action", ".o_data_row, .o_kanban_record"),
    { trigger: ".o_data_row .o_data_cell, .o_kanban_record", run: "click" },
    { trigger: ".o_form_view .o_statusbar_buttons button[name=action_finish]" },
    {
        trigger: ".o_form_view .o_statusbar_buttons",
        async run(helpers) {
            if (this.anchor.querySelector(".oi-ellipsis-v")) {
                await helpers.click(".o_statusbar_buttons .oi-ellipsis-v");
            }
        },
    },
    { content: "It is not offered any more", trigger: "body:has(button[name=action_dispose]):not(:has(button[name=action_send_back]))" }
);
