import { at, confirm, press, story, upload } from "./stories";

const line = ".modal .o_field_widget[name=line_ids] .o_data_row";

story(
    "file",
    press("action_finish"),
    { content: "The step makes a document: press its line", trigger: `${line} .o_data_cell[name=attachment_ids]`, run: "click" },
    upload(`${line} .o_field_widget[name=attachment_ids] input[type=file]`, "Nota dinas.txt", "text/plain", () => "Nota dinas"),
    { trigger: `${line} .o_attachment:contains(Nota dinas)` },
    confirm("action_finish"),
    at(2),
    { trigger: ".nav-link[name=papers]", run: "click" },
    { trigger: ".o_field_widget[name=output_ids]:contains(Nota dinas)" }
);
