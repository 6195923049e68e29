"""The weekly digest: on its day, to officers and heads, each with the figures he may see."""

from odoo.exceptions import UserError

from .test_notices import NoticeCase


class TestWeeklyDigest(NoticeCase):
    """Staf is asked on Monday 23 November 2026 at nine, in an SOP of the sub-unit of kasubag, and has three days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"sop_remind_before": False, "sop_remind_due": False, "sop_escalate": False, "sop_weekly": True}
        )

    def told(self, local):
        return [login for kind, login in self.run_scheduler(local) if kind == "weekly"]

    def everyone(self):
        return ["admin-sop", "kabid1", "kabid2", "kaban", "kasubag", "pengelola", "sekretaris"]

    def test_once_a_week_on_its_day(self):
        self.company.sop_digest_hour = 9
        self.assertEqual(self.told("2026-11-30 08:45"), [])
        self.assertEqual(self.told("2026-11-30 09:00"), sorted(self.everyone()))
        self.assertEqual(self.told("2026-11-30 09:15"), [])
        for day in ("2026-12-01", "2026-12-04", "2026-12-05"):
            self.assertEqual(self.told(f"{day} 09:00"), [])
        self.assertEqual(len(self.told("2026-12-07 09:00")), len(self.everyone()))

    def test_on_the_first_working_day_after_a_holiday(self):
        self.company.sop_weekly_day = "5"
        self.assertEqual(self.told("2026-11-28 09:00"), [], "Saturday")
        self.assertEqual(len(self.told("2026-11-30 09:00")), len(self.everyone()))
        self.assertEqual(self.told("2026-12-01 09:00"), [])

    def test_settings(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({})
        settings.sop_weekly_day = "2"
        settings.execute()
        self.assertEqual(self.told("2026-11-30 09:00"), [])
        self.assertEqual(len(self.told("2026-12-02 09:00")), len(self.everyone()))
        self.company.sop_weekly = False
        self.assertEqual(self.told("2026-12-09 09:00"), [])

    def test_beside_the_daily_one(self):
        self.company.sop_digest = True
        kinds = self.run_scheduler("2026-11-30 09:00")
        self.assertIn(("digest", "staf"), kinds)
        self.assertIn(("weekly", "pengelola"), kinds)

    def test_what_it_says(self):
        """On Monday the step is two days late. Each reads his own figures, in his own language."""
        self.officer.lang = "id_ID"
        self.run_scheduler("2026-11-30 09:00")
        mail = self.messages(self.officer)[0]
        self.assertIn("1 dari 1 terlambat", mail.subject)
        self.assertIn("Langkah 1", mail.body)
        self.assertIn(self.template.name, mail.body)
        self.assertIn("/odoo/sop-dashboard", mail.body)
        self.assertIn("Terlambat menurut SOP", mail.body)

    def test_nothing_of_what_one_may_not_see(self):
        """The head of another unit has no work under way: no mail, and nothing of the SOP of others."""
        self.run_scheduler("2026-11-30 09:00")
        kabid = self.person("kabid2")
        self.assertNotIn(self.template.name, "".join(self.messages(kabid).mapped("body")))
        self.assertFalse(self.messages(kabid))

    def test_an_acting_head_is_told(self):
        period = self.env["sop.acting"].create(
            {
                "company_id": self.company.id,
                "user_id": self.person("kabid1").id,
                "deputy_id": self.staf.id,
                "office": "Kepala Bidang I",
                "date_from": "2026-11-01",
                "date_to": "2026-12-31",
            }
        )
        period.action_confirm()
        self.assertIn("staf", self.told("2026-11-30 09:00"))

    def test_nobody_calls_it_from_outside(self):
        with self.assertRaises(UserError):
            self.as_person(self.env["sop.notice"], self.officer).create({"kind": "weekly", "user_id": self.officer.id})
