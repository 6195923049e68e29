import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, getService, models, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");

class SopTaskFinish extends models.Model {
    _name = "sop.task.finish";
    feedback = fields.Text();
    _views = { form: `<form><field name="feedback"/><footer><button special="cancel" string="Cancel"/></footer></form>` };
}

defineMailModels();
defineModels([SopTaskFinish]);

const NONE = { count: 0, late: 0, rows: [], model: "sop.process", domain: [] };
const ROW = { id: 1, process_id: 1, name: "Nota dinas", step: "1. Konsep", sop: "Nota", office: "", due: "", late: false };

test("the focus comes back from the dialog: to its button, or to the heading when the task is gone", async () => {
    const tasks = { ...NONE, model: "sop.task", count: 1, rows: [ROW] };
    const work = { tasks, dispositions: NONE, sent: NONE, answers: NONE, coming: NONE };
    onRpc("sop.my.work", "overview", () => work);
    onRpc("sop.process", "action_finish", () => ({
        type: "ir.actions.act_window",
        res_model: "sop.task.finish",
        views: [[false, "form"]],
        target: "new",
    }));
    await mountWithCleanup(WebClient);
    await getService("action").doAction("sop_planning.my_work");
    const pressAndLeave = async () => {
        await contains(".o_sop_do").focus();
        await press("Enter");
        await animationFrame();
        expect(".modal textarea").toBeFocused();
        await press("Escape");
        await runAllTimers();
        await animationFrame();
        expect(".modal").toHaveCount(0);
    };
    await pressAndLeave();
    expect(".o_sop_do").toBeFocused();
    work.tasks = { ...NONE, model: "sop.task" };
    await pressAndLeave();
    expect("#sop_tasks").toBeFocused();
});
