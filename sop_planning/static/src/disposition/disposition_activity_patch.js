import { openInsteadOfDone } from "../activity/instead_of_done";

// A disposition is not just done: its dialog asks for the report.
openInsteadOfDone(
    "sop_planning.sop_disposition_answer_action",
    ({ sop_disposition_line }) =>
        sop_disposition_line && { default_recipient_id: sop_disposition_line, default_kind: "done" }
);
