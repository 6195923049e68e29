import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, edit, manuallyDispatchProgrammaticEvent, press, queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { EMPTY_ROW } from "@sop_planning/table_editor/table_document";

describe.current.tags("desktop");

const COLUMN = { rule: "requester", job_id: false, department_id: false, user_ids: [] };

function storedTable(rows = 3) {
    return {
        seen: "abc",
        labels: { no: "No.", activity: "Uraian Kegiatan", executors: "Pelaksana", standard: "Mutu Baku" },
        columns: [
            { ...COLUMN, key: 100, name: "Kepala" },
            { ...COLUMN, key: 101, name: "Staf" },
        ],
        rows: Array.from({ length: rows }, (_, index) => ({
            ...EMPTY_ROW,
            key: index + 1,
            name: `Langkah ${index + 1}`,
            executor_ids: [100],
            main_executor_id: 100,
        })),
    };
}

class SopTemplate extends models.Model {
    _name = "sop.template";
    name = fields.Char();
    state = fields.Char();
    table = fields.Json();
    step_ids = fields.One2many({ relation: "sop.template.step" });
    _records = [{ id: 1, name: "RKT", state: "draft", table: storedTable() }];
}

class SopTemplateStep extends models.Model {
    _name = "sop.template.step";
    name = fields.Char();
}

defineMailModels();
defineModels([SopTemplate, SopTemplateStep]);

let saved;
let checked;
let answer;

beforeEach(() => {
    saved = [];
    checked = [];
    answer = { rows: {}, columns: {}, rest: [], html: "" };
    onRpc("sop.template", "web_save", ({ args }) => {
        saved.push(args[1]);
    });
    onRpc("sop.template", "check_table", ({ kwargs }) => {
        checked.push(kwargs);
        return answer;
    });
});

function mountEditor(params = {}) {
    return mountView({
        type: "form",
        resModel: "sop.template",
        resId: 1,
        arch: `<form><field name="name"/><field name="table" widget="sop_table" readonly="state != 'draft'"/>
            <field name="state" invisible="1"/><field name="step_ids"><list><field name="name"/></list></field></form>`,
        ...params,
    });
}

const cell = (index, name) => `.o_sop_row[data-index="${index}"] [data-cell="${name}"]`;
const names = () => queryAll(".o_sop_row [data-cell=name]").map((el) => el.value);
const shapes = () => queryAll(".o_sop_symbol").map((el) => el.dataset.shape);
const save = () => contains(".o_form_button_save").click();

async function paste(target, { html = "", text = "" }) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", text);
    await manuallyDispatchProgrammaticEvent(queryOne(target), "paste", { clipboardData });
    await animationFrame();
}

test("looks like the official table and opens with one check", async () => {
    await mountEditor();
    expect(".o_sop_table[role=grid] .o_sop_row").toHaveCount(3);
    expect(".o_sop_table thead tr:first-child").toHaveText(/No\.\s+Uraian Kegiatan\s+Pelaksana\s+Mutu Baku/);
    expect(shapes()).toEqual(["capsule", "box", "capsule"]);
    await advanceTime(1000);
    expect(checked).toHaveLength(1);
    expect(checked[0].table.rows).toHaveLength(3);
    expect(saved).toHaveLength(0);
});

test("what is typed is saved with the form", async () => {
    await mountEditor();
    await contains(cell(1, "name")).edit("Menyusun konsep", { confirm: false });
    await contains(cell(1, "duration")).edit("2", { confirm: false });
    await contains(cell(1, "duration_unit")).select("day");
    await save();
    expect(saved).toHaveLength(1);
    expect(saved[0].table.seen).toBe("abc");
    expect(saved[0].table.rows[1]).toMatchObject({ name: "Menyusun konsep", duration: 2, duration_unit: "day" });
    expect(Object.keys(saved[0].table)).toEqual(["seen", "columns", "rows"]);
});

test("a time may be typed in words", async () => {
    await mountEditor();
    await contains(cell(0, "duration")).edit("3 hari", { confirm: "blur" });
    expect(cell(0, "duration")).toHaveValue("3");
    expect(cell(0, "duration_unit")).toHaveValue("day");
});

test("a click moves the symbol, with Shift the step is joint", async () => {
    await mountEditor();
    await contains(cell(1, "x-101")).click();
    expect(queryAll(".o_sop_row:eq(1) [aria-checked=true]").map((el) => el.dataset.cell)).toEqual(["x-101"]);
    await contains(cell(1, "x-100")).click({ shiftKey: true });
    expect(".o_sop_row:eq(1) [aria-checked=true]").toHaveCount(2);
    await save();
    expect(saved[0].table.rows[1]).toMatchObject({ executor_ids: [100, 101], main_executor_id: 101 });
});

test("keyboard all the way: cells, symbols, rows, undo and redo", async () => {
    await mountEditor();
    await contains(cell(0, "name")).focus();
    await press("Tab");
    await press("Tab");
    expect(cell(0, "x-101")).toBeFocused();
    await press(" ");
    await animationFrame();
    expect(".o_sop_row:eq(0) [data-cell=x-101]").toHaveAttribute("aria-checked", "true");
    await press("ArrowDown");
    expect(cell(1, "x-101")).toBeFocused();
    await press(["control", "Enter"]);
    await animationFrame();
    expect(names()).toEqual(["Langkah 1", "Langkah 2", "", "Langkah 3"]);
    expect(cell(2, "name")).toBeFocused();
    await edit("Baru", { confirm: false });
    await press(["alt", "ArrowUp"]);
    await animationFrame();
    expect(names()).toEqual(["Langkah 1", "Baru", "Langkah 2", "Langkah 3"]);
    expect(cell(1, "name")).toBeFocused();
    await press(["control", "Delete"]);
    await animationFrame();
    expect(names()).toEqual(["Langkah 1", "Langkah 2", "Langkah 3"]);
    for (const expected of [
        ["Langkah 1", "Baru", "Langkah 2", "Langkah 3"],
        ["Langkah 1", "Langkah 2", "Baru", "Langkah 3"],
        ["Langkah 1", "Langkah 2", "", "Langkah 3"],
        ["Langkah 1", "Langkah 2", "Langkah 3"],
    ]) {
        await press(["control", "z"]);
        await animationFrame();
        expect(names()).toEqual(expected);
    }
    await press(["control", "shift", "z"]);
    await press(["control", "y"]);
    await animationFrame();
    expect(names()).toEqual(["Langkah 1", "Langkah 2", "Baru", "Langkah 3"]);
});

test("Enter goes down and, at the end, on to a new row", async () => {
    await mountEditor();
    await contains(cell(2, "name")).focus();
    await press("Enter");
    await animationFrame();
    expect(".o_sop_row").toHaveCount(4);
    expect(cell(3, "name")).toBeFocused();
    expect(".o_form_button_save").not.toBeVisible(); // a blank row is only room for writing
});

test("exits make a decision of a step", async () => {
    await mountEditor();
    await contains(cell(1, "x-100")).focus();
    await press("d");
    await animationFrame();
    await contains(".o_sop_usual_exits").click();
    expect(shapes()).toEqual(["capsule", "diamond", "capsule"]);
    expect(".o_sop_row:eq(1) .o_sop_exits").toHaveText("Ya → 3\nTidak → 1");
    await contains(".o_sop_exit:eq(1) select").select("");
    expect(".o_sop_row:eq(1) .o_sop_exits").toHaveText("Ya → 3\nTidak → end");
    await save();
    expect(saved[0].table.rows[1].branch_ids.map((way) => [way.name, way.target_step_id])).toEqual([
        ["Ya", 3],
        ["Tidak", false],
    ]);
});

test("a block from a spreadsheet fills rows and adds those that lack; one undo takes it back", async () => {
    await mountEditor();
    await contains(cell(2, "name")).focus();
    await paste(cell(2, "name"), { text: "Satu\tv\t\tNota\t2 hari\tKonsep\nDua\t\tv\tKonsep\t30 menit\tLaporan\n" });
    expect(names()).toEqual(["Langkah 1", "Langkah 2", "Satu", "Dua"]);
    expect(cell(3, "x-101")).toHaveAttribute("aria-checked", "true");
    expect(cell(3, "duration")).toHaveValue("30");
    await press(["control", "z"]);
    await animationFrame();
    expect(names()).toEqual(["Langkah 1", "Langkah 2", "Langkah 3"]);
});

test("columns are added, named, moved and deleted", async () => {
    await mountEditor();
    await contains(".o_sop_add_column").click();
    await animationFrame();
    await contains(".o_sop_label").edit("Pemohon", { confirm: false });
    await contains(".o_sop_rule").select("requester");
    await contains(".o_sop_popover .fa-arrow-left").click();
    const labels = () => queryAll(".o_sop_column textarea").map((el) => el.value);
    expect(labels()).toEqual(["Kepala", "Pemohon", "Staf"]);
    await contains(".o_sop_popover .btn-primary").click();
    await contains(".o_sop_column:eq(0) textarea").edit("Kepala Badan", { confirm: false });
    await save();
    expect(saved[0].table.columns.map((column) => column.name)).toEqual(["Kepala Badan", "Pemohon", "Staf"]);
    expect(saved[0].table.columns[1].rule).toBe("requester");
});

test("the focus stays near what is deleted", async () => {
    await mountEditor();
    await contains(cell(0, "x-100")).focus();
    await press("d");
    await animationFrame();
    await contains(".o_sop_usual_exits").click();
    expect(".o_sop_add_exit").toBeFocused();
    await contains(".o_sop_exit:eq(0) button").click();
    expect(".o_sop_add_exit").toBeFocused();
    await press("Escape");
    await animationFrame();
    await contains(".o_sop_column_menu:eq(1)").click();
    await contains(".o_sop_popover .text-danger").click();
    await animationFrame();
    expect(".o_sop_column textarea").toHaveCount(1);
    expect(".o_sop_add_column").toBeFocused();
});

test("what the checker says stands beside the row", async () => {
    answer.rows = { 2: [{ severity: "error", text: "it has no executor." }] };
    await mountEditor();
    await advanceTime(500);
    await animationFrame();
    expect(queryAllTexts(".o_sop_row:eq(1) .o_sop_beside .o_sop_error")).toEqual(["it has no executor."]);
    expect(".o_sop_row:eq(0) .o_sop_finding").toHaveCount(0);
});

test("the chart is drawn only while it is shown", async () => {
    answer.html = '<div class="o_sop_chart">Bagan</div>';
    await mountEditor();
    await advanceTime(500);
    expect(checked.at(-1).draw).toBe(false);
    await contains(".o_sop_toggle_chart").click();
    await animationFrame();
    expect(checked.at(-1).draw).toBe(true);
    expect(".o_sop_live_chart .o_sop_chart").toHaveText("Bagan");
});

test("discarding brings the stored table back", async () => {
    await mountEditor();
    await contains(cell(0, "name")).edit("Lain", { confirm: false });
    await contains(".o_form_button_cancel").click();
    await animationFrame();
    expect(names()[0]).toBe("Langkah 1");
    expect(".o_form_button_save").not.toBeVisible();
});

test("a row without text is not saved, and is marked", async () => {
    await mountEditor();
    await contains(cell(1, "name")).edit("", { confirm: false });
    expect(".o_sop_row:eq(1) .o_sop_unnamed").toHaveCount(1);
    await press("Tab");
    await animationFrame();
    expect(".o_form_status_indicator .fa-warning").toHaveCount(1);
    await contains(cell(1, "name")).edit("Lagi", { confirm: false });
    await press("Tab");
    await animationFrame();
    expect(".o_form_status_indicator .fa-warning").toHaveCount(0);
    await save();
    expect(saved).toHaveLength(1);
});

test("a version in force is only read", async () => {
    SopTemplate._records[0].state = "effective";
    await mountEditor();
    expect(".o_sop_table textarea, .o_sop_table input, .o_sop_table select").toHaveCount(0);
    expect(".o_sop_add_row").toHaveCount(0);
    expect(".o_sop_row").toHaveCount(3);
    await click(cell(1, "x-101"));
    await animationFrame();
    expect(cell(1, "x-101")).toHaveAttribute("aria-checked", "false");
    await advanceTime(500);
    expect(checked).toHaveLength(0);
});

test("an SOP without steps has a row to begin with, which is not stored", async () => {
    SopTemplate._records[0].table = { ...storedTable(0), columns: [] };
    await mountEditor();
    expect(".o_sop_row").toHaveCount(1);
    await contains("[name=name] input").edit("Baru", { confirm: "blur" });
    await save();
    expect(saved[0].table).toBe(undefined);
});

test("the plain list is a click away and back; changes are stored first", async () => {
    await mountEditor();
    expect(".o_field_widget[name=step_ids]").not.toBeVisible();
    await contains(cell(0, "name")).edit("Lain", { confirm: false });
    await contains(".o_sop_toolbar .fa-list").click();
    await animationFrame();
    expect(saved).toHaveLength(1);
    expect(".o_sop_table").toHaveCount(0);
    expect(".o_field_widget[name=step_ids]").toBeVisible();
    await contains(".o_sop_toolbar .fa-table").click();
    await animationFrame();
    expect(".o_sop_row").toHaveCount(3);
});

test("typing stays within a frame with a hundred rows", async () => {
    SopTemplate._records[0].table = storedTable(100);
    await mountEditor();
    const row = queryOne(".o_sop_row[data-index='60']");
    const text = row.querySelector("[data-cell=name]");
    text.focus();
    let renders = 0;
    const observer = new MutationObserver((changes) => {
        renders += changes.filter((change) => !row.contains(change.target)).length;
    });
    observer.observe(queryOne(".o_sop_table tbody"), { subtree: true, childList: true, characterData: true });
    await edit("Menyusun konsep laporan", { confirm: false });
    await animationFrame();
    observer.disconnect();
    expect(renders).toBe(0); // no other row is touched
    expect(text).toHaveValue("Menyusun konsep laporan");
});
