import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { patch } from "@web/core/utils/patch";

/** A disposition is not just done: its dialog asks for the report. */
function openAnswer(component, activity, onClose) {
    return component.env.services.action.doAction("sop_planning.sop_disposition_answer_action", {
        additionalContext: { default_recipient_id: activity.sop_disposition_line, default_kind: "done" },
        onClose,
    });
}

patch(Activity.prototype, {
    async onClickMarkAsDone() {
        const activity = this.props.activity;
        if (!activity.sop_disposition_line) {
            return super.onClickMarkAsDone(...arguments);
        }
        const thread = this.thread;
        await openAnswer(this, activity, () => this.props.onActivityChanged(thread));
    },
});

patch(ActivityListPopoverItem.prototype, {
    onClickMarkAsDone() {
        const activity = this.props.activity;
        if (!activity.sop_disposition_line) {
            return super.onClickMarkAsDone(...arguments);
        }
        openAnswer(this, activity, () => this.props.onActivityChanged?.());
    },
});
