"""An agency's first steps: the panel for its administrators, the sample SOP, and the tour a new user is shown."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase

from .common import SopCase
from .papers import PNG, picture
from .test_table_editor import make_bundles

PANEL = ("agency", "people", "write", "effective", "start")


class TestPanel(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.person("admin-sop")

    def panel(self, user=None):
        self.env.invalidate_all()
        return self.as_person(self.env["sop.first.use"], user or self.administrator).overview()

    def test_step_by_step_until_all_are_done(self):
        self.assertEqual(self.panel(), {**dict.fromkeys(PANEL, False), "people": True})
        self.company.logo = picture()
        self.assertTrue(self.panel()["agency"])
        action = self.as_person(self.env["sop.template"], self.administrator).action_load_sample()
        template = self.env["sop.template"].browse(action["res_id"])
        self.assertEqual([step for step, done in self.panel().items() if not done], ["effective", "start"])
        self.as_person(template, self.administrator).action_send_for_review()
        self.as_person(template, self.person("pengelola")).action_make_effective()
        self.assertEqual([step for step, done in self.panel().items() if not done], ["start"])
        self.start(template, self.administrator)
        self.assertFalse(self.panel())

    def test_of_employees_only_with_users(self):
        for employee in self.env["hr.employee"].search([("company_id", "=", self.company.id)]):
            employee.user_id = False
        self.assertFalse(self.panel()["people"])

    def test_for_administrators_only_and_closed_for_the_agency(self):
        self.assertFalse(self.panel(self.person("pengelola")))
        self.assertFalse(self.panel(self.person("kaban")))
        panel = self.env["sop.first.use"]
        with self.assertRaises(AccessError):
            self.as_person(panel, self.person("pengelola")).close()
        self.as_person(panel, self.administrator).close()
        self.assertFalse(self.panel())
        self.import_agency("polhukam")
        self.assertTrue(self.panel(self.person("admin-sop", "polhukam")))


class TestSample(SopCase):
    def test_a_draft_once(self):
        """It comes as a draft of the writer's agency, stands the checker, names nobody, and is opened the next time."""
        Template = self.as_person(self.env["sop.template"], self.person("pengelola"))
        template = Template.browse(Template.action_load_sample()["res_id"])
        self.assertEqual((template.state, template.company_id, template.number), ("draft", self.company, False))
        self.assertEqual(template.writer_ids, self.person("pengelola"))
        self.assertEqual((template.step_count, template.has_errors), (4, False))
        self.assertFalse(template.executor_ids.user_ids or template.signer_name)
        self.assertEqual(Template.action_load_sample()["res_id"], template.id)

    def test_from_the_empty_list(self):
        action = self.env.ref("sop_planning.sop_template_sample_action")
        self.assertIn(f'name="{action.id}"', self.env.ref("sop_planning.sop_template_action").help)
        officer = self.as_person(action, self.person("pengelola"))
        self.assertEqual(officer.run()["res_model"], "sop.template")
        with self.assertRaises(AccessError):
            self.as_person(action, self.person("kaban")).run()


class TestEmptyPages(SopCase):
    def test_every_list_of_a_menu_says_what_to_do_when_it_is_empty(self):
        menus = self.env["ir.ui.menu"].with_context({"ir.ui.menu.full_list": True})
        root = self.env.ref("sop_planning.menu_root")
        found = menus.search([("id", "child_of", root.id), ("action", "!=", False)]).mapped("action")
        lists = [action for action in found if action._name == "ir.actions.act_window" and "list" in action.view_mode]
        self.assertGreater(len(lists), 15)
        for action in lists:
            with self.subTest(action=action.name):
                self.assertIn("o_view_nocontent_smiling_face", action.help or "")


class TestTours(SopCase, HttpCase):
    def test_from_an_empty_list_to_a_finished_step(self):
        self.company.sop_self_approval = True
        officer = self.person("pengelola")
        make_bundles(self.env, "web.assets_web", "web.assets_tests")
        self.start_tour("/odoo/sop-templates", "sop_first_sop", login=officer.login, timeout=120)
        self.env.invalidate_all()
        template = self.env["sop.template"].search([("company_id", "=", self.company.id)])
        self.assertEqual(template.state, "effective")
        self.assertEqual(template.process_ids.current_step_id, template.step_ids[1])
        self.assertEqual(template.process_ids.starter_id, officer)

    def test_the_tour_is_offered(self):
        tour = self.env["web_tour.tour"].search([("name", "=", "sop_first_sop")])
        self.assertFalse(tour.custom)
        self.assertEqual(tour.url, "/odoo/sop-templates")


class TestOnThePhone(SopCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True
    sops = ("rkt",)

    def setUp(self):
        super().setUp()
        make_bundles(self.env, "web.assets_web", "web.assets_tests")

    def test_finish_a_step(self):
        template = self.templates["rkt"].copy({"number": False})
        template.step_ids.asks_disposition = False
        template._make_effective(False)
        process = self.start(template, self.person("kaban"))
        self.start_tour("/odoo/sop-my-work", "sop_phone_finish", login=self.person("kaban").login, timeout=120)
        self.env.invalidate_all()
        self.assertEqual(process.current_step_id, template.step_ids[1])
        self.assertEqual(process.task_ids.filtered("feedback").feedback, "Selesai dari telepon")

    def test_initial_a_document(self):
        template = self.templates["rkt"].copy({"number": False})
        template.step_ids.asks_disposition = False
        template.step_ids[0].asks_paraf = True
        template._make_effective(False)
        kaban = self.person("kaban")
        process = self.start(template, kaban)
        Files = self.as_person(self.env["ir.attachment"], kaban)
        # A picture: the browser's reader of PDFs writes into the log, which a tour takes for a fault.
        file = Files.create({"name": "Konsep.png", "raw": PNG, "res_model": "sop.output.file", "res_id": 0})
        self.as_person(process, kaban)._file_output("Konsep", file.ids)
        self.start_tour("/odoo/sop-my-work", "sop_phone_sign", login=kaban.login, timeout=120)
        self.env.invalidate_all()
        self.assertEqual(process.signature_ids.kind, "paraf")
