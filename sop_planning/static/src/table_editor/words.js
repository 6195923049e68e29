import { _t } from "@web/core/l10n/translation";

/** Units of time as the reader calls them; the paper is the server's. */
export const UNITS = {
    minute: _t("minutes"),
    hour: _t("hours"),
    day: _t("working days"),
    week: _t("weeks"),
    month: _t("months"),
};

export const RULES = {
    job: _t("A job in a unit"),
    head: _t("The head of a unit"),
    person: _t("A person"),
    team: _t("A team or forum"),
    requester: _t("The requester"),
    outside: _t("An outside party, recorded by a person"),
};

export const ASKS = {
    asks_disposition: _t("Disposition"),
    asks_paraf: _t("Initials (paraf)"),
    asks_signature: _t("Signature"),
    asks_stamp: _t("Stamp"),
    asks_archive: _t("Archive"),
};

export const WORDS = {
    activity: _t("Activity"),
    requirements: _t("Requirements"),
    duration: _t("Standard time"),
    unit: _t("Unit of time"),
    outputs: _t("Output"),
    remark: _t("Remark"),
    details: _t("Details of the step"),
    who: _t("Who it is"),
};

/** What the keys do, for the help under the table. */
export const KEYS = [
    ["Enter", _t("next row")],
    ["Shift+Enter", _t("new line in the cell")],
    ["Tab", _t("next cell")],
    ["← ↑ ↓ →", _t("neighbouring cell")],
    [_t("Space"), _t("place the symbol; with Shift for a joint step")],
    ["D", _t("exits of a decision, in an executor's cell")],
    ["F2", _t("details of the step")],
    ["Ctrl+Enter", _t("new row below")],
    ["Ctrl+Delete", _t("delete the row")],
    ["Alt+↑ Alt+↓", _t("move the row")],
    ["Ctrl+Z Ctrl+Y", _t("undo, redo")],
    ["Ctrl+V", _t("paste cells from a spreadsheet or a Word table")],
];
