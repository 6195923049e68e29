import { useEffect } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { ListRenderer } from "@web/views/list/list_renderer";

/** Rows the Tab key comes to: Odoo's is led to the line that adds one, which is not there where nobody may add. */
class SopLinesRenderer extends ListRenderer {
    setup() {
        super.setup();
        useEffect(() => {
            for (const row of this.tableRef.el.querySelectorAll(".o_data_row")) {
                row.querySelector(".o_data_cell").tabIndex = this.props.list.editedRecord ? -1 : 0;
            }
        });
    }
}

/** The lines of a dialog, which are filled in and neither added nor deleted. */
export class SopLinesField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: SopLinesRenderer };
}

registry.category("fields").add("sop_lines", { ...x2ManyField, component: SopLinesField });
