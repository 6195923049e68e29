"""Our own screens against WCAG 2.1 A and AA, as axe finds it out; focus, language and, on a phone, sizes besides."""

import json
from importlib import resources
from pathlib import Path

from .browsing import LANGUAGES
from .papers import file_paper
from .test_stories import WIDTHS, StoryCase

AXE = (resources.files("axe_core_python") / "axe.min.js").read_text()
CHECK = (Path(__file__).parent / "accessibility.js").read_text()
# Drawn by Odoo's own widgets, wherever they stand: not ours to mend.
ODOOS = [
    ".o_main_navbar", ".o_control_panel", ".o-mail-Chatter", ".o_form_statusbar", ".o_notebook_headers", ".o_avatar",
    ".o_badge", ".badge", ".o_list_renderer", ".o_select_menu", ".oe_fileupload", ".o_tag", ".o_form_label",
    ".o_form_uri",
    ".o_field_many2one_selection", ".o_field_many2many_tags", ".o_field_radio", ".o_list_actions_header", ".o-dropdown",
    ".o_button_box", ".o_setting_right_pane > .text-muted", ".o_multi_record_selector",
]  # fmt: skip


def screen(url, ours, shows=None, press=(), widths=tuple(WIDTHS)):
    """What of a page is looked at, what tells that it is there, and what is pressed one after the other before that."""
    return {"url": url, "ours": ours, "shows": shows or ours, "press": press, "widths": widths}


class TestAccessibility(StoryCase):
    """Each screen in Indonesian on a desk and in English on a phone; a person's screens are gone to within one page."""

    def look(self, person, *screens):
        for width, language in zip(WIDTHS, LANGUAGES):
            self.browser_size, self.touch_enabled = WIDTHS[width]
            self.company.user_ids.lang = language
            seen = [screen for screen in screens if width in screen["widths"]]
            self._look(person, seen, {"foreign": self.foreign[language], "isPhone": width == "phone"})

    def _look(self, person, screens, how):
        code = f"""(async () => {{
            const until = async (selector) => {{
                for (let tries = 0; !document.querySelector(selector); tries++) {{
                    if (tries > 1200) {{ throw new Error(`${{selector}} did not come: ${{document.body.innerText}}`); }}
                    await new Promise((done) => setTimeout(done, 50));
                }}
            }};
            {AXE}
            const check = {CHECK};
            const found = [];
            for (const {{ url, ours, shows, press }} of {json.dumps(screens)}) {{
                if (!(location.pathname + location.search).startsWith(url)) {{
                    const link = document.body.appendChild(document.createElement("a"));
                    link.href = url;
                    link.click();
                    link.remove();
                }}
                for (const button of press) {{
                    await until(button);
                    document.querySelector(button).click();
                }}
                await until(shows);
                await document.fonts.ready;
                await new Promise((done) => setTimeout(done, 300));
                const said = await check({{ ours, notOurs: {json.dumps(ODOOS)}, ...{json.dumps(how)} }});
                found.push(...said.map((words) => `${{url}}: ${{words}}`));
            }}
            found.length ? console.error(found.join("\\n")) : console.log("test successful");
        }})().catch((error) => console.error(error.message))"""
        url, ready = screens[0]["url"], "document.readyState === 'complete'"
        try:
            self.browser_js(url, code, ready, login=person and person.login, timeout=180)
        except AssertionError as error:
            said = str(error).rpartition("failed")[2]  # without the text of axe
            raise AssertionError(f"{'phone' if how['isPhone'] else 'desk'}: {said}") from None

    def test_head_of_the_agency(self):
        self.begin(days=3)
        process = self.begin(until=2)
        self.dispose(self.kaban, process, self.sekretaris)
        file_paper(process, self.kaban, "Nota dinas")
        self.dispose(self.staf, process, self.kaban)
        chart, dialog = ".o_sop_chart svg[role=img][aria-label=Keputusan]", ".modal .o_form_view"
        self.look(
            self.kaban,
            screen("/odoo/sop-dashboard", ".o_sop_dashboard"),
            screen("/odoo/sop-my-work", ".o_sop_my_work"),
            screen(self.at(process), ".o_form_sheet", chart),
            screen(self.at(process), dialog, f"{dialog} [name=branch_id]", ["button[name=action_finish]"]),
        )

    def test_staff(self):
        dialog = ".modal .o_form_view"
        finish = screen(self.at(self.begin()), dialog, f"{dialog} .o_data_row", ["button[name=action_finish]"])
        self.look(self.staf, finish)

    def test_officer(self):
        draft = self.memo.copy({"number": False})
        url, desk, phone = f"/odoo/sop-templates/{draft.id}", ["desktop"], ["phone"]
        row = ".o_sop_row[data-index='1']"
        self.look(
            self.pengelola,
            screen(url, ".o_sop_editor", f"{row} .o_sop_symbol", widths=desk),
            screen(url, ".o_sop_editor", widths=phone),
            screen(url, ".o_sop_popover:has(.o_sop_rule)", press=[".o_sop_column_menu"], widths=desk),
            screen(url, ".o_sop_popover:has(.o_sop_printed)", press=[f"{row} .o_sop_menu"], widths=desk),
            screen(url, ".o_sop_exits_popover", press=[f"{row} .o_sop_exits"], widths=desk),
        )

    def test_administrator(self):
        self.admin_sop.group_ids += self.env.ref("base.group_system")
        url, first = "/odoo/sop-templates", ".o_sop_first_use"
        settings = "/odoo/action-sop_planning.res_config_settings_action"
        lists = [".o_cp_switch_buttons .dropdown-toggle", ".o-dropdown-item:has(.oi-view-list)"]
        self.look(
            self.admin_sop,
            screen(url, first, widths=["desktop"]),
            screen(url, first, press=lists, widths=["phone"]),
            screen(settings, ".app_settings_block[data-key=sop_planning]"),
        )

    def test_check_page(self):
        pages = zip(("id", "en"), WIDTHS)
        self.look(None, *(screen(f"/sop/check?lang={language}", "html", widths=[width]) for language, width in pages))
