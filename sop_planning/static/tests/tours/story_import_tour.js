import { confirm, story, upload } from "./stories";

story(
    "import",
    upload(".modal .o_field_widget[name=attachment_ids] input[type=file]", "rkt.json", "application/json", () => sessionStorage.getItem("sop_file")),
    { trigger: ".modal .o_attachment:contains(rkt.json)" },
    confirm("action_import"),
    { trigger: ".modal .o_field_widget[name=report]:contains(rkt.json)" },
    { trigger: ".modal button[special=cancel]", run: "click" },
    { trigger: "body:not(:has(.modal))" }
);
