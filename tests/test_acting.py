"""Plt and Plh: work goes to whoever stands in, in his own name and the other's office, and comes back."""

from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .common import SopCase

# Makassar is eight hours ahead of UTC.
MORNING, NEXT_DAY, AFTER = "2027-03-01 01:00:00", "2027-03-02 01:00:00", "2027-03-03 16:30:00"


class EmployeeCase(SopCase):
    def employee(self, user):
        return self.env["hr.employee"].search([("user_id", "=", user.id)])


class ActingCase(EmployeeCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head, cls.secretary, cls.deputy = cls.person("kaban"), cls.person("sekretaris"), cls.person("kabid1")
        cls.officer = cls.person("pengelola")

    def period(self, official, deputy, first=date(2027, 3, 1), last=date(2027, 3, 3), confirm=True, **values):
        period = self.as_person(self.env["sop.acting"], self.officer).create(
            {
                "user_id": official.id,
                "deputy_id": deputy.id,
                "date_from": first,
                "date_to": last,
                "company_id": self.company.id,
                "decree": "800/12/SP/2027",
                **values,
            }
        )
        if confirm:
            period.action_confirm()
        return period

    def open_tasks(self, process):
        self.env.invalidate_all()
        return process.task_ids.filtered(lambda task: task.state == "open")

    def said(self, process):
        return str(process.message_ids[:1].body)

    def walked_to_secretary(self):
        process = self.start(self.templates["rkt"], self.officer)
        self.done(self.head, process)
        return process


class TestActing(ActingCase):
    @freeze_time(MORNING)
    def test_a_step_of_these_days_goes_to_the_acting_official(self):
        self.period(self.secretary, self.deputy)
        process = self.walked_to_secretary()
        task = self.open_tasks(process)
        self.assertEqual((task.user_id, task.official_id), (self.deputy, self.secretary))
        self.assertEqual(task.office, "Plh. Sekretaris")
        self.assertIn("Plh. Sekretaris", self.said(process))
        self.assertIn(self.deputy.name, self.said(process))
        self.assertFalse(self.inbox(self.secretary))
        self.assertEqual(self.inbox(self.deputy).res_id, process.id)
        self.done(self.deputy, process)
        self.assertEqual((task.state, task.office), ("done", "Plh. Sekretaris"))
        self.assertIn("Plh. Sekretaris", process.table_html)

    def test_open_work_moves_when_the_period_begins_and_returns_when_it_ends(self):
        with freeze_time("2027-02-26 01:00:00"):
            process = self.walked_to_secretary()
            deadline = self.open_tasks(process).date_deadline
            self.period(self.secretary, self.deputy)
            self.assertEqual(self.open_tasks(process).user_id, self.secretary, "not before it begins")
        with freeze_time(MORNING):
            self.env["sop.process"]._cron_stand_in()
            task = self.open_tasks(process)
            self.assertEqual((task.user_id, task.date_deadline), (self.deputy, deadline))
            self.assertIn("passes from", self.said(process))
            self.assertEqual(process.event_ids.sorted("id")[-1].kind, "hand_over")
        with freeze_time("2027-03-03 15:30:00"):
            self.env["sop.process"]._cron_stand_in()
            self.assertEqual(self.open_tasks(process).user_id, self.deputy, "the last day is his, until its midnight")
        with freeze_time(AFTER):
            self.env["sop.process"]._cron_stand_in()
            task = self.open_tasks(process)
            self.assertEqual((task.user_id, task.office), (self.secretary, False))
            self.assertEqual(self.inbox(self.secretary).res_id, process.id)
            self.assertFalse(self.inbox(self.deputy))

    @freeze_time(MORNING)
    def test_what_the_acting_official_has_finished_stays_his(self):
        period = self.period(self.secretary, self.deputy)
        process = self.walked_to_secretary()
        self.done(self.deputy, process)
        period.action_end()
        done = process.task_ids.filtered(lambda task: task.state == "done" and task.official_id)
        self.assertEqual(done.user_id, self.deputy)

    @freeze_time(MORNING)
    def test_confirming_and_ending_take_effect_at_once(self):
        process = self.walked_to_secretary()
        period = self.period(self.secretary, self.deputy)
        self.assertEqual(self.open_tasks(process).user_id, self.deputy)
        period.action_end()
        self.assertEqual(self.open_tasks(process).user_id, self.secretary)

    @freeze_time(MORNING)
    def test_the_acting_official_may_be_absent_himself(self):
        self.period(self.secretary, self.deputy)
        second = self.period(self.deputy, self.person("kabid2"), last=date(2027, 3, 1))
        process = self.walked_to_secretary()
        self.assertEqual(self.open_tasks(process).user_id, self.person("kabid2"))
        second.action_end()
        task = self.open_tasks(process)
        self.assertEqual((task.user_id, task.office), (self.deputy, "Plh. Sekretaris"))

    @freeze_time(MORNING)
    def test_two_who_stand_in_for_each_other_are_no_endless_walk(self):
        self.period(self.secretary, self.deputy)
        self.period(self.deputy, self.secretary)
        self.assertEqual(len(self.open_tasks(self.walked_to_secretary())), 1)

    @freeze_time(MORNING)
    def test_a_vacant_place(self):
        unit = self.env["hr.department"].search([("name", "=", "Sekretariat"), ("company_id", "=", self.company.id)])
        unit.manager_id = False
        template = self.env["sop.template"].create(
            {
                "name": "Surat",
                "company_id": self.company.id,
                "executor_ids": [Command.create({"name": "Sekretaris", "rule": "head", "department_id": unit.id})],
            }
        )
        column = template.executor_ids.ids
        template.step_ids = [Command.create({"name": name, "executor_ids": column}) for name in ("Satu", "Dua")]
        template._make_effective(False)
        column = template.executor_ids
        self.assertIn("has no head", column.vacancy)
        with self.assertRaisesRegex(UserError, "Nobody stands in for: Sekretaris"), self.env.cr.savepoint():
            self.start(template, self.officer)
        vacant = {"department_id": unit.id, "office": "Sekretaris", "kind": "plt"}
        period = self.period(self.env["res.users"], self.deputy, **vacant)
        self.assertFalse(column.vacancy)
        process = self.start(template, self.officer)
        task = self.open_tasks(process)
        self.assertEqual((task.user_id, task.office), (self.deputy, "Plt. Sekretaris"))
        # The place is filled at last, and the period ends.
        unit.manager_id = self.employee(self.secretary)
        period.action_end()
        self.assertEqual(self.open_tasks(process).user_id, self.secretary)

    @freeze_time(MORNING)
    def test_an_acting_head_reads_what_the_head_reads(self):
        process = self.start(self.templates["rkt"], self.officer)
        bystander = self.person("kabid2")
        mine = self.as_person(process, bystander)
        process.invalidate_recordset()
        if bystander in process.participant_ids:
            bystander = self.env["res.users"].create(
                {
                    "name": "Pejabat lain",
                    "login": "pejabat",
                    "company_id": self.company.id,
                    "company_ids": self.company.ids,
                    "group_ids": [Command.set(self.env.ref("sop_planning.group_sop_user").ids)],
                }
            )
            mine = self.as_person(process, bystander)
        self.assertFalse(mine.has_access("read"))
        period = self.period(self.head, bystander)
        self.assertTrue(mine.has_access("read"))
        self.open_tasks(process)
        period.action_end()
        # He was asked meanwhile, so that he has taken part.
        self.assertTrue(mine.has_access("read"))


class TestPeriods(ActingCase):
    @freeze_time(MORNING)
    def test_bad_periods_are_refused_with_the_reason(self):
        for values, says in (
            ({"date_to": date(2027, 2, 1)}, "days_in_order"),
            ({"deputy_id": False}, "say who stands in"),
            ({"deputy_id": self.secretary.id}, "say who stands in"),
            ({"deputy_id": self.env.ref("base.public_user").id}, "does not work for"),
            ({"user_id": False, "office": "X"}, "vacant place"),
        ):
            with self.subTest(says), self.assertRaisesRegex(Exception, says), self.env.cr.savepoint():
                self.period(self.secretary, self.deputy, **values)
                self.env.flush_all()

    @freeze_time(MORNING)
    def test_one_at_a_time(self):
        self.period(self.secretary, self.deputy)
        with self.assertRaisesRegex(ValidationError, "stands in already"):
            self.period(self.secretary, self.person("kabid2"), first=date(2027, 3, 3), last=date(2027, 3, 9))

    @freeze_time(MORNING)
    def test_a_confirmed_period_keeps_its_people(self):
        period = self.period(self.secretary, self.deputy)
        with self.assertRaisesRegex(UserError, "other days"):
            period.deputy_id = self.person("kabid2")
        with self.assertRaisesRegex(UserError, "stays on record"):
            period.unlink()
        period.date_to = date(2027, 3, 9)
        self.assertTrue(period.in_force)

    def test_users_only_read(self):
        period = self.period(self.secretary, self.deputy, confirm=False)
        for act in (
            lambda mine: mine.action_confirm(),
            lambda mine: mine.write({"date_to": date(2027, 4, 1)}),
            lambda mine: mine.create({"user_id": self.head.id, "date_to": date(2027, 4, 1)}),
        ):
            with self.assertRaises(AccessError):
                act(self.as_person(period, self.deputy))
        other = self.import_agency("bappeda-kalbar")
        self.assertTrue(other)
        stranger = self.person("pengelola", "bappeda-kalbar")
        self.assertFalse(self.as_person(period.browse(), stranger).search([("id", "=", period.id)]))

    @freeze_time(MORNING)
    @freeze_time(MORNING)
    def test_a_proposal_leaves_alone_what_is_known_of_who_acts(self):
        with patch.object(type(self.env.registry), "clear_cache") as cleared:
            period = self.period(self.secretary, self.deputy, confirm=False)
            period.decree = "800/13/SP/2027"
            period.date_to = date(2027, 3, 4)
            cleared.assert_not_called()
            period.action_confirm()
            cleared.assert_called()

    @freeze_time(MORNING)
    def test_made_a_proposal_again_it_is_no_longer_in_force(self):
        period = self.period(self.secretary, self.deputy)
        self.assertTrue(period.in_force)
        period.state = "proposed"
        self.assertFalse(period.in_force)

    def test_an_absence_proposes_that_somebody_stands_in(self):
        leave = {
            "name": "Cuti tahunan",
            "resource_id": self.employee(self.secretary).resource_id.id,
            "calendar_id": self.company.resource_calendar_id.id,
            "date_from": datetime(2027, 3, 7, 23, 0),
            "date_to": datetime(2027, 3, 12, 9, 0),
        }
        # Whoever writes the absence may keep core from planning activities; ours is planned all the same.
        self.env["resource.calendar.leaves"].with_context(mail_activity_automation_skip=True).create([leave, leave])
        proposal = self.env["sop.acting"].search([("user_id", "=", self.secretary.id)])
        self.assertEqual(len(proposal), 1, "the same days are proposed once")
        self.assertEqual((proposal.state, proposal.office), ("proposed", "Sekretaris"))
        self.assertEqual((proposal.date_from, proposal.date_to), (date(2027, 3, 8), date(2027, 3, 12)))
        self.assertIn(self.officer, proposal.activity_ids.user_id)
        with self.assertRaisesRegex(ValidationError, "say who stands in"):
            proposal.action_confirm()

    def test_nobody_is_proposed_for_a_person_nobody_waits_for(self):
        employee = self.env["hr.employee"].create({"name": "Pegawai", "company_id": self.company.id})
        employee.user_id = self.env["res.users"].create(
            {"name": "Pegawai", "login": "pegawai", "company_id": self.company.id, "company_ids": self.company.ids}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": employee.resource_id.id,
                "date_from": datetime(2099, 3, 7, 23, 0),
                "date_to": datetime(2099, 3, 12, 9, 0),
            }
        )
        self.assertFalse(self.env["sop.acting"].search([("user_id", "=", employee.user_id.id)]))


class TestNip(EmployeeCase):
    def test_what_is_wrong_is_said(self):
        employee = self.employee(self.person("kaban"))
        for nip, says in (
            ("1968 0104", "18 digits"),
            ("196804011996031O01", "18 digits"),
            ("196813041996031001", "date of birth"),
            ("196801041996131001", "service began"),
            ("196801041960031001", "service began"),
            ("196801041996033001", "digit 15"),
            ("196801041996031000", "serial number"),
        ):
            with self.subTest(nip), self.assertRaisesRegex(ValidationError, says), self.env.cr.savepoint():
                employee.nip = nip
                self.env.flush_all()

    def test_numbers_as_printed_are_kept_as_printed(self):
        employee = self.employee(self.person("kaban"))
        for nip in ("19680104 199603 1 001", "19680104.199603.1.001", "199501022021211003", False):
            employee.nip = nip
            self.assertEqual(employee.nip, nip)

    def test_titles_and_rank_are_readable_where_paper_needs_them(self):
        self.employee(self.person("kaban")).write(
            {"name": "NAMA", "title_before": "Drs.", "title_after": "M.M.", "rank": "Pembina Utama Muda (IV/c)"}
        )
        self.env.flush_all()
        public = self.as_person(self.person("kaban"), self.person("sekretaris"))
        public = public._sop_employees(self.company)[public]
        self.assertEqual(public._sop_printed_name(), "Drs. NAMA, M.M.")
        self.assertEqual(public.rank, "Pembina Utama Muda (IV/c)")


class TestDispositions(ActingCase):
    @freeze_time(MORNING)
    def test_the_acting_official_is_proposed_and_writes_in_the_office(self):
        self.period(self.secretary, self.deputy)
        process = self.start(self.templates["rkt"], self.officer)
        people = self.as_person(process, self.head).sudo()._next_people(self.env["sop.template.branch"])
        self.assertEqual(people.ids, self.deputy.ids)
        self.done(self.head, process)
        disposition = self.dispose(self.deputy, process, self.person("kasubag"))
        self.assertEqual(disposition.position, "Plh. Sekretaris")


class TestDispositionsToAnOfficial(ActingCase):
    """Sent before a period or in it: whoever stands in is asked for those days, and what is open comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process = cls.start(cls.templates["rkt"], cls.head)

    def sent(self, **values):
        return self.dispose(self.head, self.process, self.secretary, **values)

    def answer(self, user, disposition, text="Sudah", kind="done"):
        Dialog = self.as_person(self.env["sop.disposition.answer"], user)
        Dialog.create({"recipient_id": disposition.recipient_ids.id, "kind": kind, "report": text}).action_confirm()
        self.env.invalidate_all()

    def cron(self):
        self.env["sop.process"]._cron_stand_in()
        self.env.invalidate_all()

    def test_moves_with_the_period_and_comes_back(self):
        with freeze_time("2027-02-26 01:00:00"):
            sent = self.sent()
            self.period(self.secretary, self.deputy)
            self.cron()
            self.assertEqual(sent.recipient_ids.asked_id, self.secretary)
        with freeze_time(MORNING):
            self.cron()
            self.assertEqual((sent.recipient_ids.user_id, sent.recipient_ids.asked_id), (self.secretary, self.deputy))
            self.assertTrue(self.dispositions_to(self.deputy))
            self.assertFalse(self.dispositions_to(self.secretary))
            self.assertIn("Plh. Sekretaris", self.said(self.process))
            self.assertTrue(self.as_person(sent, self.secretary).has_access("read"))
            with self.assertRaisesRegex(UserError, "not sent to you"):
                self.answer(self.secretary, sent)
        with freeze_time(AFTER):
            self.cron()
            self.assertEqual((sent.recipient_ids.asked_id, sent.recipient_ids.acting_id.id), (self.secretary, False))
            self.assertTrue(self.dispositions_to(self.secretary))
            with self.assertRaises(UserError):
                self.answer(self.deputy, sent)
            self.answer(self.secretary, sent)
            self.assertEqual(sent.recipient_ids.state, "done")

    def test_sent_in_the_period_and_answered_in_the_others_office(self):
        with freeze_time(MORNING):
            self.period(self.secretary, self.deputy)
            sent = self.sent()
            self.assertIn("Sekretaris", sent.to_names, "it is sent to the office")
            self.assertEqual(self.dispositions_to(self.deputy).res_id, self.process.id)
            self.as_person(self.process, self.deputy).web_read({"name": {}, "my_step_text": {}})
            self.env.invalidate_all()
            self.assertTrue(sent.recipient_ids.date_read)
            self.answer(self.deputy, sent)
            line = sent.recipient_ids
            self.assertEqual((line.state, line.asked_id, line.user_id), ("done", self.deputy, self.secretary))
            notice = self.env["mail.message"].search(
                [("partner_ids", "in", self.head.partner_id.ids), ("message_type", "=", "user_notification")], limit=1
            )
            self.assertIn("Plh. Sekretaris", notice.subject)
            self.assertIn(self.deputy.name, notice.subject)
        with freeze_time(AFTER):
            self.cron()
            self.assertEqual(sent.recipient_ids.asked_id, self.deputy, "what he has answered stays his")

    def test_a_secret_one_for_the_days_of_the_period_only(self):
        """Its words are for sender and recipients; whoever stands in is one, as long as he does."""
        with freeze_time(MORNING):
            sent = self.sent(secrecy="secret", words="Rahasia dapur")
            self.assertFalse(self.as_person(sent, self.deputy).has_access("read"))
            self.period(self.secretary, self.deputy)
            self.env.invalidate_all()
            self.assertEqual(self.as_person(sent, self.deputy).words, "Rahasia dapur")
            self.assertNotIn("Rahasia", self.said(self.process))
            self.assertFalse(self.as_person(sent, self.person("kasubag")).has_access("read"))
        with freeze_time(AFTER):
            self.cron()
            self.assertFalse(self.as_person(sent, self.deputy).has_access("read"))
            self.assertTrue(self.as_person(sent, self.secretary).has_access("read"))

    def test_an_ended_period_gives_back_at_once(self):
        with freeze_time(MORNING):
            period = self.period(self.secretary, self.deputy)
            sent = self.sent()
            self.as_person(period, self.officer).action_end()
            self.env.invalidate_all()
            self.assertEqual(sent.recipient_ids.asked_id, self.secretary)
            self.assertFalse(self.dispositions_to(self.deputy))

    def test_passed_on_by_whoever_stands_in(self):
        with freeze_time(MORNING):
            self.period(self.secretary, self.deputy)
            sent = self.sent()
            onward = self.dispose(self.deputy, self.process, self.person("staf"), parent_id=sent.id)
            self.assertEqual((onward.parent_id, onward.user_id), (sent, self.deputy))

    def test_nobody_is_asked_by_himself(self):
        """Whoever stands in may write to the official, and both may receive the same one."""
        with freeze_time(MORNING):
            self.period(self.secretary, self.deputy)
            self.dispose(self.head, self.process, self.deputy)
            mine = self.dispose(self.deputy, self.process, self.secretary)
            self.assertEqual(mine.recipient_ids.asked_id, self.secretary)
            both = self.dispose(self.head, self.process, self.secretary | self.deputy)
            self.assertEqual(both.recipient_ids.asked_id, self.deputy)
            Answer = self.as_person(self.env["sop.disposition.answer"], self.deputy)
            for _line in both.recipient_ids:
                self.env.invalidate_all()
                line = self.as_person(both, self.deputy).my_line_id
                Answer.create({"recipient_id": line.id, "kind": "done", "report": "X"}).action_confirm()
            self.assertEqual(set(both.recipient_ids.mapped("state")), {"done"})
