import { Message } from "@mail/core/common/message_model";
import { patch } from "@web/core/utils/patch";

/** What was said in a process is evidence: it is corrected by a further comment. */
patch(Message.prototype, {
    get editable() {
        return this.thread?.model !== "sop.process" && super.editable;
    },
});
