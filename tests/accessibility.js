// Run axe (WCAG 2.1, A and AA) on what is ours of a page; then focus each part of it and see whether the focus shows.
async (ours, notOurs) => {
    const places = ours.flatMap((selector) => [...document.querySelectorAll(selector)]);
    if (!places.length) {
        throw new Error(`nothing of ${ours} is on the page`);
    }
    const context = { include: places, exclude: notOurs.flatMap((selector) => [...document.querySelectorAll(selector)]) };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
    const { violations, passes } = await axe.run(context, { runOnly: tags, resultTypes: ["violations", "passes"] });
    const said = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
    if (!passes.length) {
        said.push("axe has looked at nothing");
    }
    for (const el of places.flatMap((place) => [...place.querySelectorAll("button, a[href], [tabindex='0'], textarea, select")])) {
        if (!el.checkVisibility() || el.disabled || el.closest(notOurs.join(", "))) {
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
    return said;
}
