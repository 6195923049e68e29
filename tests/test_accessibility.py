"""Our own screens against WCAG 2.1 A and AA, as axe finds it out, and whether the keyboard's focus shows."""

import json
from importlib import resources
from pathlib import Path

from .papers import file_paper
from .test_stories import StoryCase

AXE = (resources.files("axe_core_python") / "axe.min.js").read_text()
CHECK = (Path(__file__).parent / "accessibility.js").read_text()
# Drawn by Odoo's own widgets, wherever they stand: not ours to mend.
ODOOS = [
    ".o_main_navbar", ".o_control_panel", ".o-mail-Chatter", ".o_form_statusbar", ".o_notebook_headers", ".o_avatar",
    ".o_badge", ".badge", ".o_list_renderer", ".o_select_menu", ".oe_fileupload", ".o_tag", ".o_form_label",
    ".o_form_uri",
    ".o_field_many2one_selection", ".o_field_many2many_tags", ".o_field_radio", ".o_list_actions_header", ".o-dropdown",
    ".o_button_box", ".o_setting_right_pane > .text-muted",
]  # fmt: skip


class TestAccessibility(StoryCase):
    """Each screen once, in Indonesian."""

    def setUp(self):
        super().setUp()
        self.company.user_ids.lang = "id_ID"

    def look(self, person, url, ours, shows=None, press=None):
        """Open a page as somebody, press something on it, have it looked at."""
        shows = shows or ours
        code = f"""(async () => {{
            const until = async (selector) => {{
                for (let tries = 0; !document.querySelector(selector); tries++) {{
                    if (tries > 1200) {{ throw new Error(`${{selector}} did not come: ${{document.body.innerText}}`); }}
                    await new Promise((done) => setTimeout(done, 50));
                }}
            }};
            {AXE}
            {f"await until({json.dumps(press)}); document.querySelector({json.dumps(press)}).click();" if press else ""}
            await until({json.dumps(shows)});
            await document.fonts.ready;
            await new Promise((done) => setTimeout(done, 300));
            const said = await ({CHECK})({json.dumps([ours])}, {json.dumps(ODOOS)});
            said.length ? console.error(said.join("\\n")) : console.log("test successful");
        }})().catch((error) => console.error(error.message))"""
        try:
            self.browser_js(url, code, "document.readyState === 'complete'", login=person and person.login, timeout=180)
        except AssertionError as error:
            raise AssertionError(f"{url}: {str(error).rpartition('failed')[2]}") from None  # without the text of axe

    def test_dashboard(self):
        self.begin(days=3)
        self.look(self.kaban, "/odoo/sop-dashboard", ".o_sop_dashboard")

    def test_my_work(self):
        process = self.begin(until=2)
        self.dispose(self.kaban, process, self.sekretaris)
        self.look(self.kaban, "/odoo/sop-my-work", ".o_sop_my_work")

    def test_table_editor(self):
        draft = self.memo.copy({"number": False})
        url = f"/odoo/sop-templates/{draft.id}"
        self.look(self.pengelola, url, ".o_sop_editor", shows=".o_sop_editor .o_sop_row .o_sop_symbol")

    def test_first_use(self):
        self.look(self.admin_sop, "/odoo/sop-templates", ".o_sop_first_use")

    def test_process(self):
        process = self.begin(until=2)
        file_paper(process, self.kaban, "Nota dinas")
        self.dispose(self.staf, process, self.kaban)
        self.look(
            self.kaban, self.at(process), ".o_form_sheet", shows=".o_sop_chart svg[role=img][aria-label=Keputusan]"
        )

    def test_finish(self):
        process = self.begin()
        dialog = ".modal .o_form_view"
        self.look(self.staf, self.at(process), dialog, f"{dialog} .o_data_row", "button[name=action_finish]")

    def test_settings(self):
        self.admin_sop.group_ids += self.env.ref("base.group_system")
        url = "/odoo/action-sop_planning.res_config_settings_action"
        self.look(self.admin_sop, url, ".app_settings_block[data-key=sop_planning]")

    def test_check_page(self):
        for language in ("id", "en"):
            self.look(None, f"/sop/check?lang={language}", "html")
