"""Odoo's own robot clicks every menu of SOP, every view of each, and every filter of each view."""

import os

from .papers import file_paper
from .test_stories import StoryCase
from .test_table_editor import make_bundles

DOWNLOADS = (
    "menu_register_pdf", "menu_register_spreadsheet", "menu_archive_register_pdf", "menu_archive_register_spreadsheet",
)  # fmt: skip
ROBOT = "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader').startClickEverywhere('%s')"


class TestClickEverywhere(StoryCase):
    """Where each list has something to show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make_bundles(cls.env, "web.assets_clickbot")

    def setUp(self):
        super().setUp()
        done, late = self.begin(), self.begin(days=3)
        file_paper(done, self.staf, "Nota dinas")
        self.done(self.staf, done)
        self.dispose(self.kaban, done, self.sekretaris | self.staf)
        for label in ("Setuju", None):
            self.done(self.kaban, done, label=label)
        self.put_away(self.pengelola, done)
        values = {"name": "Nota tahunan", "template_id": self.memo.id, "month": "1", "day": 15, "subject": "Nota"}
        self.as_person(self.env["sop.schedule"], self.pengelola).create(values)
        days = {"date_from": "2027-01-05", "date_to": "2027-01-06", "company_id": self.company.id}
        people = {"user_id": self.kaban.id, "deputy_id": self.sekretaris.id}
        self.as_person(self.env["sop.acting"], self.pengelola).create({**days, **people})
        self.assertTrue(late.is_late)
        # The robot waits for a page; these start a download instead.
        for name in DOWNLOADS:
            self.env.ref(f"sop_planning_reports.{name}").active = False

    def click(self, person):
        self.browser_js(
            "/odoo/sop-my-work",
            ROBOT % "sop_planning.menu_root",
            "odoo.isReady === true",
            login=person.login,
            timeout=600,
            success_signal="clickbot test succeeded",
        )

    def test_administrator(self):
        self.admin_sop.group_ids += self.env.ref("base.group_system")
        self.click(self.admin_sop)

    if os.environ.get("STORIES") == "all":

        def test_employee(self):
            self.click(self.staf)
