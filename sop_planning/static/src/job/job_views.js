import { onMounted, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

const OPEN = ["waiting", "running"];
const SECONDS = 3;

/** Let a view of mass work show how far it is, for as long as something is under way and somebody looks. */
const following = (Controller, jobs) =>
    class extends Controller {
        setup() {
            super.setup(...arguments);
            let timer;
            const wait = () => (timer = setTimeout(look, SECONDS * 1000));
            const look = async () => {
                if (!document.hidden && jobs(this.model.root).some((job) => OPEN.includes(job.data.state))) {
                    await this.model.root.load();
                    this.render(true);
                }
                if (timer) {
                    wait();
                }
            };
            onMounted(wait);
            onWillUnmount(() => {
                clearTimeout(timer);
                timer = null;
            });
        }
    };

registry.category("views").add("sop_job_form", {
    ...formView,
    Controller: following(FormController, (root) => [root]),
});
registry.category("views").add("sop_job_list", {
    ...listView,
    Controller: following(ListController, (root) => root.records),
});
registry.category("views").add("sop_job_kanban", {
    ...kanbanView,
    Controller: following(KanbanController, (root) => root.records),
});
