import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";

const DARK = cookie.get("color_scheme") === "dark";
const COLOURS = { started: "#0d6e8a", finished: DARK ? "#7fc98f" : "#2f7d3f" };
const TEXT = DARK ? "#e4e4e4" : "#374151";

/** Started and finished in each week or month, as bars and as a table; each opens its list. */
export class SopTrend extends Component {
    static template = "sop_planning.Trend";
    static props = { trend: Array, open: Function };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.trend]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get kinds() {
        return [
            { key: "started", title: _t("Started") },
            { key: "finished", title: _t("Finished") },
        ];
    }

    get summary() {
        return this.kinds
            .map(({ key, title }) => `${title}: ${this.props.trend.map((span) => span[key].value).join(", ")}`)
            .join(". ");
    }

    draw() {
        this.chart?.destroy();
        this.chart = new window.Chart(this.canvas.el, {
            type: "bar",
            data: {
                labels: this.props.trend.map((span) => span.label),
                datasets: this.kinds.map(({ key, title }) => ({
                    label: title,
                    data: this.props.trend.map((span) => span[key].value),
                    backgroundColor: COLOURS[key],
                    borderRadius: 3,
                    maxBarThickness: 22,
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                plugins: { legend: { labels: { color: TEXT } } },
                scales: {
                    x: { grid: { display: false }, ticks: { color: TEXT } },
                    y: { beginAtZero: true, ticks: { precision: 0, color: TEXT } },
                },
                onClick: (_event, [bar]) => bar && this.openSpan(this.kinds[bar.datasetIndex], this.props.trend[bar.index]),
                onHover: (event, bars) => (event.native.target.style.cursor = bars.length ? "pointer" : "default"),
            },
        });
    }

    openSpan(kind, span) {
        this.props.open(`${kind.title}: ${span.label}`, span[kind.key]);
    }
}
