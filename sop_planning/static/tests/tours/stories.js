import { registry } from "@web/core/registry";

const PATIENCE = 60000; // ms for each step: on a busy machine the server takes its time
const ATTRIBUTES = ["title", "placeholder", "aria-label", "data-tooltip"];
// What Odoo itself says, what people wrote, and the official table, which is Indonesian always.
const NOT_OURS = ".o_user_menu, .o-mail-Chatter, .o-mail-ActivityMenu, .o_notification, .o_field_sop_chart, .o_sop_table thead";

/**
 * A story of the product: a tour that is played at every width and in both languages. Its triggers name no words of a
 * language; before each step everything on the screen is read, and no term of ours may stand there in the other one.
 *
 * @param {string} name
 * @param {...(Object|Object[])} steps
 */
export function story(name, ...steps) {
    registry.category("web_tour.tours").add(`sop_story_${name}`, {
        steps: () => steps.flat(2).flatMap((step) => [reading(step), { timeout: PATIENCE, ...step }]),
    });
}

function reading({ trigger }) {
    return { content: "In the language of the person", trigger, timeout: PATIENCE, run: checkLanguage };
}

function checkLanguage() {
    const foreign = new Set(JSON.parse(sessionStorage.getItem("sop_foreign")));
    if (foreign.size < 100) {
        throw new Error("The terms of the other language are not there.");
    }
    const found = [...document.querySelectorAll("body *")].filter(isRead).flatMap(wordsOf).filter((words) => foreign.has(words));
    if (found.length) {
        throw new Error(`In another language: ${[...new Set(found)].join(" | ")}`);
    }
}

function isRead(el) {
    return !["SCRIPT", "STYLE"].includes(el.tagName) && !el.closest(NOT_OURS) && el.checkVisibility();
}

function wordsOf(el) {
    const said = [...el.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
    const told = ATTRIBUTES.map((name) => el.getAttribute(name) || "");
    return [...said, ...told].map((words) => words.trim().replace(/\s+/g, " ")).filter(Boolean);
}

/** A button of a form's header; on a telephone those that do not fit stand behind a menu. */
export function press(name) {
    const button = `button[name=${name}]:enabled`;
    return [
        {
            content: `Is ${name} there?`,
            trigger: `.o_statusbar_buttons:has(${button}), .o_statusbar_buttons:has(.oi-ellipsis-v)`,
            run(helpers) {
                if (!this.anchor.querySelector(button)) {
                    return helpers.click(".o_statusbar_buttons .oi-ellipsis-v");
                }
            },
        },
        { trigger: button, run: "click" },
    ];
}

/** The button of a dialog. */
export function confirm(name) {
    return { trigger: `.modal:not(.o_inactive_modal) .modal-footer button[name=${name}]:enabled`, run: "click" };
}

/** A field of the dialog that is open. */
export function field(name, inner = "input, textarea") {
    const parts = inner.split(", ").map((part) => `.modal:not(.o_inactive_modal) .o_field_widget[name=${name}] ${part}`);
    return parts.join(", ");
}

/** Choose a record by its name: typed on a desk, out of a list on a telephone. */
export function choose(input, name) {
    return [
        {
            trigger: input,
            run: (helpers) => (isPhone() ? helpers.click() : helpers.edit(name)),
        },
        {
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${name}), .modal .o_kanban_record:contains(${name})`,
            run: "click",
        },
    ];
}

function isPhone() {
    return document.body.clientWidth < 768;
}

/** The form of a process shows a step: this comes from the server, after what was pressed has been done. */
export function at(number) {
    return { trigger: `body:not(:has(.modal)) .o_form_view .o_field_widget[name=current_step_id]:contains('${number}.')` };
}

/**
 * Hand a file to an input that a person would press and browse with.
 *
 * @param {Function} content gives the text of the file
 */
export function upload(input, name, type, content) {
    return {
        trigger: `${input}:not(:visible), ${input}`,
        run() {
            const files = new DataTransfer();
            files.items.add(new File([content()], name, { type }));
            const el = document.querySelector(input);
            el.files = files.files;
            el.dispatchEvent(new Event("change", { bubbles: true }));
        },
    };
}

/** Go where a menu would lead. */
export function go(action, shows) {
    return [
        { trigger: "body", run: () => void odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action) },
        { trigger: shows },
    ];
}
