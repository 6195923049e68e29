"""Mass work: many processes started by the scheduler in portions, with the rights of whoever asked."""

from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SopCase
from .racing import RaceCase, Soundness

JOB = "odoo.addons.sop_planning.models.sop_job"
# Each of a portion of starts, its line and its share of the job.
EACH_OF_MANY = 1


class Killed(BaseException):
    """The server dies."""


@contextmanager
def portions_of(count):
    with patch.dict(f"{JOB}.PORTIONS", dict.fromkeys(("start", "print_sop", "print_record"), count)):
        yield


class JobCase(SopCase, Soundness):
    agency = "bkpsdm-selayar"
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        cls.officer, cls.administrator = cls.person("pengelola"), cls.person("admin-sop")
        cls.kaban = cls.person("kaban")

    def ask(self, *subjects, user=None, **values):
        Dialog = self.as_person(self.env["sop.process.start.many"], user or self.officer)
        words = {"by": "subjects", "subjects": "\n".join(subjects)} if subjects else {}
        dialog = Dialog.create({"template_id": self.template.id, "name": "RKT 2027", **words, **values})
        return self.env["sop.job"].browse(dialog.action_start()["res_id"])

    def subjects(self, count):
        return [f"RKT {number}" for number in range(1, count + 1)]

    def work(self):
        """What the scheduler does, in its own transactions, however slow the machine is."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), patch("odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB", 600):
            self.env.ref("sop_planning.ir_cron_job").method_direct_trigger()
        self.env.invalidate_all()

    def started(self, job):
        processes = self.env["sop.process"].search([("id", "in", job.line_ids.process_id.ids)], order="id")
        self.assertEqual(set(processes.mapped("state")), {"running"})
        return processes

    def told(self, job):
        return self.env["mail.message"].search([("model", "=", "sop.job"), ("res_id", "=", job.id)])


class TestStarting(JobCase):
    def test_a_few_at_once(self):
        job = self.ask("RKT A", "  RKT B ", "", "RKT A")
        self.assertEqual((job.state, job.total, job.done_count, job.progress), ("done", 2, 2, 100))
        processes = self.started(job)
        self.assertEqual(processes.mapped("name"), ["RKT A", "RKT B"])
        self.assertEqual(processes.starter_id, self.officer)
        for process in processes:
            self.assert_sound(process)
        self.assertFalse(self.told(job))  # he has been looking

    def test_many_by_the_scheduler(self):
        job = self.ask(*self.subjects(25))
        self.assertEqual((job.state, job.done_count, job.progress), ("waiting", 0, 0))
        with portions_of(10):
            self.work()
        self.assertEqual((job.state, job.done_count, job.failed_count, job.progress), ("done", 25, 0, 100))
        self.assertEqual(self.started(job).mapped("name"), self.subjects(25))
        message = self.told(job)
        self.assertEqual(message.partner_ids, self.officer.partner_id)
        self.assertIn("25", message.body)
        self.work()
        self.assertEqual(self.env["sop.process"].search_count([("template_id", "=", self.template.id)]), 25)
        self.assertEqual(len(self.told(job)), 1)

    def test_a_second_press_starts_nothing(self):
        Dialog = self.as_person(self.env["sop.process.start.many"], self.officer)
        dialog = Dialog.create({"template_id": self.template.id, "by": "subjects", "subjects": "A"})
        self.assertEqual(dialog.action_start()["res_id"], dialog.action_start()["res_id"])
        self.assertEqual(self.env["sop.process"].search_count([("template_id", "=", self.template.id)]), 1)

    def test_units(self):
        """One for each unit, its head asks for it; a unit without a head fails in words and stops nobody."""
        units = self.env["hr.department"].search([("company_id", "=", self.company.id)])
        headless = self.env["hr.department"].create({"name": "Bidang Kosong", "company_id": self.company.id})
        acted = self.env["hr.department"].create({"name": "Bidang Plt", "company_id": self.company.id})
        self.env["sop.acting"].create({
            "company_id": self.company.id, "department_id": acted.id, "deputy_id": self.kaban.id,
            "office": "Kepala Bidang Plt", "date_from": "2020-01-01", "date_to": "2040-01-01",
        }).action_confirm()  # fmt: skip
        heads = {unit: unit.manager_id.user_id for unit in units} | {acted: self.kaban, headless: self.env["res.users"]}
        job = self.ask()
        self.assertEqual((job.state, job.total), ("done", len(heads)))
        for line in job.line_ids:
            head = heads[line.department_id]
            self.assertEqual(line.process_id.requester_id, head)
            self.assertEqual(line.state, "done" if head else "failed")
        self.assertIn(headless, job.failed_line_ids.department_id)
        errors = job.failed_line_ids.filtered(lambda line: line.department_id == headless).mapped("error")
        self.assertIn("Bidang Kosong", errors[0])
        headless.manager_id = self.env["hr.employee"].search([("user_id", "=", self.kaban.id)])
        before = job.line_ids.process_id
        self.as_person(job, self.officer).action_retry()
        self.work()
        line = job.line_ids.filtered(lambda line: line.department_id == headless)
        self.assertEqual((line.state, line.error, line.process_id.name), ("done", False, "RKT 2027 – Bidang Kosong"))
        self.assertEqual(job.line_ids.process_id - line.process_id, before)

    def test_words_of_the_asker(self):
        """Also where the scheduler speaks, which has no language of its own."""
        self.officer.lang = "id_ID"
        self.env["hr.department"].create({"name": "Bidang Kosong", "company_id": self.company.id})
        with patch(f"{JOB}.AT_ONCE", 0):
            job = self.ask()
        self.work()
        self.assertIn("tidak mempunyai kepala", job.failed_line_ids[-1:].error)
        self.assertIn("tidak mempunyai kepala", self.told(job).body)
        self.assertIn("massal selesai", self.told(job).subject)

    def test_an_empty_dialog(self):
        Dialog = self.as_person(self.env["sop.process.start.many"], self.officer)
        self.assertFalse(Dialog.new({}).summary)
        words = Dialog.new({"template_id": self.template.id, "by": "subjects", "subjects": "A\nB"}).summary
        self.assertIn("2", words)

    def test_one_that_fails_stops_nobody(self):
        job = self.ask(*self.subjects(30))
        guilty, stranger = job.line_ids[17], self.env.ref("base.user_admin")
        guilty.requester_id = stranger
        self.work()
        self.assertEqual((job.state, job.done_count, job.failed_line_ids), ("done", 29, guilty))
        self.assertIn(stranger.name, guilty.error)
        self.assertEqual(self.started(job).mapped("name"), [n for n in self.subjects(30) if n != "RKT 18"])
        self.assertIn("RKT 18", self.told(job).body)

    def test_an_unexpected_error(self):
        broken = patch.object(type(self.env["sop.process"]), "_settle_people", side_effect=ZeroDivisionError)
        with broken, mute_logger("odoo.addons.sop_planning.models.sop_job_line"):
            job = self.ask("A", "B")
        self.assertEqual((job.state, job.failed_count), ("done", 2))
        self.assertFalse(self.env["sop.process"].search([("template_id", "=", self.template.id)]))

    def test_with_the_rights_of_the_asker(self):
        """What he may not do any more is not done for him."""
        for number, (change, says) in enumerate((
            ({"active": False}, "no longer works here"),
            ({"group_ids": [Command.set(self.env.ref("sop_planning.group_sop_user").ids)]}, "no part"),
        )):  # fmt: skip
            user = self.officer.copy({"login": f"lain{number}", "active": True})
            user.group_ids = self.officer.group_ids
            columns = self.template.executor_ids.filtered(lambda column: column.rule == "requester")
            self.assertFalse(columns)
            job = self.ask(*self.subjects(21), user=user)
            user.write(change)
            self.work()
            self.assertEqual((job.state, job.failed_count), ("done", 21))
            self.assertIn(says, job.line_ids[0].error)

    def test_a_version_that_was_withdrawn(self):
        job = self.ask(*self.subjects(21))
        self.template.action_withdraw()
        self.work()
        self.assertEqual((job.failed_count, job.done_count), (21, 0))
        self.assertIn("not effective", job.line_ids[0].error)

    def test_bad_choices(self):
        for values in ({"by": "subjects", "subjects": " \n "}, {"all_units": False}):
            with self.assertRaises(UserError):
                self.ask(**values)
        with patch("odoo.addons.sop_planning.wizards.sop_process_start_many.MOST", 3), self.assertRaises(UserError):
            self.ask(*self.subjects(4))
        with self.assertRaises(AccessError):
            self.ask("A", user=self.kaban)
        with self.assertRaises(AccessError):
            self.ask("A", template_id=self.template.copy({"number": False}).id, user=self.kaban)

    def test_queries(self):
        """A portion costs less than one query a start; units with heads of their own as well."""
        self.ask(*self.subjects(3))
        for count, values in ((100, {}), (100, {"heads": True})):
            job = self.ask(*self.subjects(count))
            if values:
                users = self.env["res.users"].search([("company_id", "=", self.company.id)])
                for number, line in enumerate(job.line_ids):
                    line.requester_id = users[number % len(users)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(job._try_portion(), count)
            self.assertEqual(job.done_count, count, job.line_ids.mapped("error")[:1])
            self.assertLessEqual((self.cr.sql_log_count - before) / count, EACH_OF_MANY)


class TestStopping(JobCase):
    def test_collisions_are_tried_again(self):
        job = self.ask(*self.subjects(25))
        Process, tries = type(self.env["sop.process"]), []
        launch = Process._launch

        def colliding(processes, vals_list):
            tries.append(len(vals_list))
            if len(tries) == 1:
                raise SerializationFailure("somebody was first")
            return launch(processes, vals_list)

        with patch.object(Process, "_launch", colliding):
            self.work()
        self.assertEqual((tries, job.state, job.done_count), ([25, 25], "done", 25))

    def test_stop_and_resume(self):
        job = self.ask(*self.subjects(25))
        mine = self.as_person(job, self.officer)
        with portions_of(10):
            job._work_portion()
            mine.action_stop()
            self.work()
            self.assertEqual((job.state, job.done_count, job.progress), ("stopped", 10, 40))
            mine.action_resume()
            self.work()
        self.assertEqual((job.state, job.done_count), ("done", 25))
        self.assertEqual(self.started(job).mapped("name"), self.subjects(25))
        for act in (mine.action_stop, mine.action_resume, mine.action_retry):
            with self.assertRaises(UserError):
                act()

    def test_somebody_elses(self):
        job = self.ask(*self.subjects(25))
        overseer = self.as_person(job, self.administrator)
        self.assertFalse(overseer.is_mine)
        for name in ("action_stop", "action_resume", "action_retry"):
            with self.assertRaises(AccessError):
                getattr(overseer, name)()
            with self.assertRaises(AccessError):
                getattr(self.as_person(job, self.kaban), name)()
        colleague = self.officer.copy({"login": "pengelola2"})
        self.assertFalse(self.as_person(self.env["sop.job"], colleague).search([]))
        self.assertFalse(self.as_person(self.env["sop.job.line"], colleague).search([]))
        self.assertEqual(self.as_person(self.env["sop.job"], self.administrator).search([]), job)

    def test_one_waits_for_no_other(self):
        """Portions of several jobs take turns, so that a small one is not behind a large one."""
        large, small = self.ask(*self.subjects(40)), self.ask(*self.subjects(21))
        order = []
        portion = type(large)._work_portion

        def noting(job, tell=True):
            order.append(job.id)
            return portion(job, tell)

        with portions_of(10), patch.object(type(large), "_work_portion", noting):
            self.work()
        self.assertEqual(order[:4], [large.id, small.id] * 2)
        self.assertEqual(set((large | small).mapped("state")), {"done"})

    def test_time_is_up(self):
        """The scheduler lets others have their turn, and is called again at once; core would sleep for a minute."""
        job = self.ask(*self.subjects(45))
        called = patch.object(type(job), "_call_scheduler")
        for times, done in (([9, 9, 0], 20), ([0], 20), ([9, 0], 30)):
            clock = patch.object(type(self.env["ir.cron"]), "_commit_progress", side_effect=times)
            with portions_of(10), clock, called as calling:
                self.env["sop.job"]._cron_work()
            self.assertEqual((job.state, job.done_count), ("running", done))
            self.assertEqual(calling.call_count, int(len(times) > 1))

    def test_old_ones_go(self):
        job, recent = self.ask("A"), self.ask("B")
        processes = self.started(job)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sop_job SET write_date = now() - interval '31 days' WHERE id = %s", [job.id])
        self.env.invalidate_all()
        self.env["sop.job"]._gc_old()
        self.assertEqual((job | recent).exists(), recent)
        self.assertTrue(processes.exists())


def work(env):
    env["sop.job"]._cron_work()


@tagged("standard", "post_install", "-at_install")
class TestSchedulersAtOnce(RaceCase):
    def test_two_schedulers_and_a_stop(self):
        template_id = self.sop("a", "b")
        for number in range(4):
            job_id = self.job(template_id, 40)
            calls = [(None, work), (None, work)]
            if number % 2:
                calls.append(("officer", lambda env, job_id=job_id: env["sop.job"].browse(job_id).action_stop()))
            with portions_of(10):
                outcomes, _seconds = self.race(*calls)
                self.assertTrue(all(outcome.passed for outcome in outcomes[:2]), outcomes)
                with self.committed("officer") as env:
                    job = env["sop.job"].browse(job_id)
                    if job.state == "stopped":
                        job.action_resume()
                with self.committed() as env:
                    work(env)
            self.assert_started(job_id, 40, "done", number)

    def test_killed_in_the_middle(self):
        """What the portion under way has made is gone with it; the next run makes it, once."""
        job_id = self.job(self.sop("a", "b"), 25)
        launched = self.dying_in_portion(2)
        with portions_of(10), launched, self.assertRaises(Killed), self.committed() as env:
            work(env)
        self.assert_started(job_id, 10, "running")
        with portions_of(10), self.committed() as env:
            work(env)
        self.assert_started(job_id, 25, "done")

    def dying_in_portion(self, number):
        """A server that dies when it has launched the processes of a portion."""
        Process, portions = self.registry["sop.process"], []
        launch = Process._launch

        def dying(processes, vals_list):
            portions.append(launch(processes, vals_list))
            if len(portions) == number:
                raise Killed
            return portions[-1]

        return patch.object(Process, "_launch", dying)

    def assert_started(self, job_id, count, state, note=""):
        with self.committed() as env:
            job = env["sop.job"].browse(job_id)
            self.assertEqual((job.state, job.done_count, job.failed_count), (state, count, 0), note)
            processes = env["sop.process"].search([("name", "like", f"Balapan {job_id}/")], order="id")
            self.assertEqual(processes.ids, job.line_ids.process_id.ids, note)
            self.assertEqual(len(processes), count, note)
            told = env["mail.message"].search_count([("model", "=", "sop.job"), ("res_id", "=", job_id)])
            self.assertEqual(told, int(state == "done"), note)

    def job(self, template_id, count):
        with self.committed("officer") as env:
            values = {"kind": "start", "name": "Balapan", "template_id": template_id, "company_id": self.company_id}
            job = env["sop.job"]._ask(values, [{"name": "X", "requester_id": env.uid}] * count)
            for number, line in enumerate(job.sudo().line_ids):
                line.name = f"Balapan {job.id}/{number}"
            return job.id
