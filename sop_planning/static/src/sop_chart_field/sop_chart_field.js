import { Component, markup, onMounted, onPatched, useExternalListener, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// Below this the text is too small to read; the table then scrolls sideways.
const SMALLEST_ZOOM = 0.65;

/** Shows the SOP table as the server draws it, fitted to the room; the server has escaped every text of a person. */
export class SopChartField extends Component {
    static template = "sop_planning.SopChartField";
    static props = { ...standardFieldProps };

    setup() {
        this.root = useRef("root");
        onMounted(() => this.fit());
        onPatched(() => this.fit());
        useExternalListener(window, "resize", () => this.fit());
    }

    get html() {
        return markup(this.props.record.data[this.props.name] || "");
    }

    fit() {
        const chart = this.root.el?.querySelector(".o_sop_chart");
        if (!chart) {
            return;
        }
        chart.style.zoom = 1;
        const zoom = this.root.el.clientWidth / chart.scrollWidth;
        chart.style.zoom = Math.min(1, Math.max(SMALLEST_ZOOM, zoom));
    }
}

registry.category("fields").add("sop_chart", { component: SopChartField, supportedTypes: ["html"] });
