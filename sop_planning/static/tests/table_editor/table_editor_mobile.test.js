import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class SopTemplate extends models.Model {
    _name = "sop.template";
    table = fields.Json();
    step_ids = fields.One2many({ relation: "sop.template.step" });
    _records = [{ id: 1, table: { columns: [], rows: [] } }];
}

class SopTemplateStep extends models.Model {
    _name = "sop.template.step";
    name = fields.Char();
}

defineMailModels();
defineModels([SopTemplate, SopTemplateStep]);

test.tags("mobile");
test("a phone shows the plain list", async () => {
    onRpc("sop.template", "check_table", () => expect.step("check_table"));
    await mountView({
        type: "form",
        resModel: "sop.template",
        resId: 1,
        arch: `<form><field name="table" widget="sop_table"/><field name="step_ids"><list><field name="name"/></list></field></form>`,
    });
    expect(".o_sop_table").toHaveCount(0);
    expect(".o_field_widget[name=step_ids]").toBeVisible();
    expect.verifySteps([]);
});
