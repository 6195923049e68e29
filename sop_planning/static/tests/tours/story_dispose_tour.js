import { choose, confirm, field, press, story } from "./stories";

story(
    "dispose",
    press("action_dispose"),
    choose(field("to_ids", "input"), "Sekretaris"),
    { trigger: ".modal .o_field_widget[name=to_ids] .o_tag" },
    { trigger: field("phrase_ids", ".form-check:first-child input"), run: "click" },
    { trigger: field("words"), run: "edit Siapkan rapat hari Senin" },
    confirm("action_send"),
    { trigger: "body:not(:has(.modal)) .o_form_view .nav-link[name=dispositions]" }
);

story(
    "answer",
    { content: "My work shows it", trigger: ".o_sop_part_dispositions .o_sop_do", run: "click" },
    { content: "Opened, it is read", trigger: ".o_form_view .o_field_widget[name=words]:contains(Siapkan rapat)" },
    press("action_answer"),
    { trigger: field("report"), run: "edit Rapat sudah dijadwalkan" },
    confirm("action_confirm"),
    { trigger: "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_answer]))" }
);
