import { openInsteadOfDone } from "./instead_of_done";

// A step that asks for a signature is not just done: its dialog shows what is signed.
openInsteadOfDone(
    "sop_planning.sop_signature_write_action",
    (activity) =>
        !activity.sop_asks_exit &&
        activity.sop_asks_sign && { default_process_id: activity.res_id, default_kind: activity.sop_asks_sign }
);
