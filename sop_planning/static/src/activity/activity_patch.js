import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { patch } from "@web/core/utils/patch";

/** A decision is not just done: its dialog asks for the exit. */
function openDecision(component, activity, onClose) {
    return component.env.services.action.doAction("sop_planning.sop_task_finish_action", {
        additionalContext: { default_process_id: activity.res_id },
        onClose,
    });
}

patch(Activity.prototype, {
    async onClickMarkAsDone() {
        const activity = this.props.activity;
        if (!activity.sop_asks_exit) {
            return super.onClickMarkAsDone(...arguments);
        }
        const thread = this.thread;
        await openDecision(this, activity, () => this.props.onActivityChanged(thread));
    },
});

patch(ActivityListPopoverItem.prototype, {
    onClickMarkAsDone() {
        const activity = this.props.activity;
        if (!activity.sop_asks_exit) {
            return super.onClickMarkAsDone(...arguments);
        }
        openDecision(this, activity, () => this.props.onActivityChanged?.());
    },
});
