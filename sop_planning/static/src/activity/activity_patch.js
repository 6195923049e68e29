import { openInsteadOfDone } from "./instead_of_done";

// A decision is not just done: its dialog asks for the exit.
openInsteadOfDone(
    "sop_planning.sop_task_finish_action",
    (activity) => activity.sop_asks_exit && { default_process_id: activity.res_id }
);
