import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { patch } from "@web/core/utils/patch";

/**
 * Open a dialog in place of marking certain activities as done.
 *
 * @param {string} action XML id of the dialog's action
 * @param {Function} defaultsFor gives its context for an activity, nothing for an activity that is just done
 */
export function openInsteadOfDone(action, defaultsFor) {
    patch(Activity.prototype, {
        async onClickMarkAsDone() {
            const additionalContext = defaultsFor(this.props.activity);
            if (!additionalContext) {
                return super.onClickMarkAsDone(...arguments);
            }
            const thread = this.thread;
            const onClose = () => this.props.onActivityChanged(thread);
            await this.env.services.action.doAction(action, { additionalContext, onClose });
        },
    });
    patch(ActivityListPopoverItem.prototype, {
        onClickMarkAsDone() {
            const additionalContext = defaultsFor(this.props.activity);
            if (!additionalContext) {
                return super.onClickMarkAsDone(...arguments);
            }
            const onClose = () => this.props.onActivityChanged?.();
            this.env.services.action.doAction(action, { additionalContext, onClose });
        },
    });
}
