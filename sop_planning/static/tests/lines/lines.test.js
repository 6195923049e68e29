import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class SopDialog extends models.Model {
    _name = "sop.dialog";
    line_ids = fields.One2many({ relation: "sop.line" });
    _records = [{ id: 1, line_ids: [1, 2] }];
}

class SopLine extends models.Model {
    _name = "sop.line";
    name = fields.Char();
    place = fields.Char();
    _records = [
        { id: 1, name: "Konsep" },
        { id: 2, name: "Nota dinas" },
    ];
}

defineMailModels();
defineModels([SopDialog, SopLine]);

test("lines nobody may add to are reached and written by keyboard", async () => {
    await mountView({
        type: "form",
        resModel: "sop.dialog",
        resId: 1,
        arch: `<form><field name="line_ids" widget="sop_lines"><list editable="bottom" create="0" delete="0">
            <field name="name" readonly="1"/><field name="place"/></list></field></form>`,
    });
    const first = queryOne(".o_data_row:eq(0) .o_data_cell:eq(0)");
    expect(first.tabIndex).toBe(0);
    first.focus();
    await press("ArrowDown");
    expect(".o_data_row:eq(1) .o_data_cell:eq(0)").toBeFocused();
    await press("Enter");
    await animationFrame();
    expect(".o_data_row:eq(1) [name=place] input").toBeFocused();
});
