import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { patch } from "@web/core/utils/patch";

/** A decision is not just done: its dialog asks for the exit; nor is a step that asks for a signature. */
function openDialog(component, activity, onClose) {
    const context = { default_process_id: activity.res_id };
    if (activity.sop_asks_exit) {
        return component.env.services.action.doAction("sop_planning.sop_task_finish_action", {
            additionalContext: context,
            onClose,
        });
    }
    return component.env.services.action.doAction("sop_planning.sop_signature_write_action", {
        additionalContext: { ...context, default_kind: activity.sop_asks_sign },
        onClose,
    });
}

function isMoreThanDone(activity) {
    return activity.sop_asks_exit || activity.sop_asks_sign;
}

patch(Activity.prototype, {
    async onClickMarkAsDone() {
        const activity = this.props.activity;
        if (!isMoreThanDone(activity)) {
            return super.onClickMarkAsDone(...arguments);
        }
        const thread = this.thread;
        await openDialog(this, activity, () => this.props.onActivityChanged(thread));
    },
});

patch(ActivityListPopoverItem.prototype, {
    onClickMarkAsDone() {
        const activity = this.props.activity;
        if (!isMoreThanDone(activity)) {
            return super.onClickMarkAsDone(...arguments);
        }
        openDialog(this, activity, () => this.props.onActivityChanged?.());
    },
});
