// Run axe (WCAG 2.1, A and AA) on what is ours of a page; see whether the focus shows on each part of it, whether all is
// said in one language, and on a phone whether a finger can hit it (WCAG 2.2, 2.5.8: 24 by 24 CSS pixels).
async ({ ours, notOurs, foreign, isPhone }) => {
    const TARGET = 24;
    const CONTROLS = "button, a[href], select, summary, textarea, input, [tabindex='0']";
    const place = document.querySelector(ours);
    if (!place || !foreign.length) {
        throw new Error(`nothing of ${ours} is on the page, or no term is known`);
    }
    const context = { include: [place], exclude: notOurs.flatMap((selector) => [...document.querySelectorAll(selector)]) };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
    const { violations, passes } = await axe.run(context, { runOnly: tags, resultTypes: ["violations"] });
    const said = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
    if (!passes.length) {
        said.push("axe has looked at nothing");
    }
    const shown = (selector) => [...place.querySelectorAll(selector)].filter((el) => el.checkVisibility() && !el.disabled);
    const isOdoos = (el, but) => el.closest(notOurs.filter((selector) => selector !== but).join(", "));
    for (const el of shown("button, a[href], [tabindex='0'], textarea, select")) {
        if (isOdoos(el)) {
            continue;
        }
        const look = () => ["outlineStyle", "boxShadow", "borderColor", "backgroundColor"].map((name) => getComputedStyle(el)[name]).join();
        document.activeElement?.blur();
        const before = look();
        el.focus({ focusVisible: true, preventScroll: true });
        if (document.activeElement === el && look() === before && getComputedStyle(el).outlineStyle === "none") {
            said.push(`the focus does not show: ${el.outerHTML.slice(0, 160)}`);
        }
    }
    const names = ["aria-label", "title", "placeholder", "alt", "data-tooltip"];
    const terms = new Set(foreign);
    for (const el of [place, ...shown("*")].filter((el) => !el.closest(".o-mail-Chatter, .o_field_sop_chart, .o_sop_table thead"))) {
        const texts = [...el.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
        const words = [...texts, ...names.map((name) => el.getAttribute(name) || "")].map((text) => text.trim().replace(/\s+/g, " "));
        said.push(...words.filter((text) => terms.has(text)).map((text) => `in the other language: ${text}`));
    }
    // What is pressed for a tick box is its label as well.
    const fits = (el) => {
        const { width, height } = el.getBoundingClientRect();
        return Math.round(width) >= TARGET && Math.round(height) >= TARGET;
    };
    const isSmall = (el) => ![el, ...(el.type === "file" ? [] : el.labels || [])].some(fits);
    const small = isPhone ? shown(CONTROLS).filter((el) => !isOdoos(el, ".o_field_radio") && isSmall(el)) : [];
    said.push(...small.map((el) => `too small for a finger: ${el.outerHTML.slice(0, 160)}`));
    return said;
}
