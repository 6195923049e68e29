"""Installing, upgrading and uninstalling the addons in a database where SOPs run."""

from odoo.tools import SQL

from .living import ROWS, CopyCase

OURS = ("sop_planning", "sop_planning_reports")


class TestUpgrade(CopyCase):
    purpose = "upgrade"

    def test_runs_from_before_an_upgrade_finish_after_it(self):
        runs = self.live()
        self.copy.run_server("-u", ",".join(OURS))
        type(self).registry = self.copy.registry()
        self.assert_intact(runs)
        self.assert_finishes(runs)
        self.assert_intact(runs)


class TestUninstall(CopyCase):
    purpose = "uninstall"

    def test_without_the_reports_then_without_all_then_again(self):
        runs = self.live()
        # As the office makes its users; those of the races would be nobody's without the addon.
        self.give("base.group_user")
        self.uninstall("sop_planning_reports")
        self.assert_nothing_left("sop_planning_reports")
        self.assert_intact(runs)
        self.assert_finishes({"half": runs["half"]})
        self.uninstall("sop_planning")
        self.assert_nothing_left("sop_planning")
        self.assert_no_tables()
        self.assert_no_traces_of_runs()
        self.assert_office_goes_on()
        self.install_with_demo()
        self.give("sop_planning.group_sop_user")
        runs = {"again": self.runs(self.sop(*ROWS), 1)[0]}
        self.assert_finishes(runs)
        self.assert_intact(runs)

    def give(self, group):
        with self.committed() as env:
            env["res.users"].browse(self.users.values()).group_ids |= env.ref(group)

    def uninstall(self, name):
        """As the Apps menu does it."""
        self.copy.run("module", "uninstall", *self.copy.place(), name)
        type(self).registry = self.copy.registry()

    def install_with_demo(self):
        with self.committed() as env:
            env.cr.execute("UPDATE ir_module_module SET demo = true WHERE state = 'installed'")
        self.copy.run_server("-i", ",".join(OURS), "--with-demo")
        type(self).registry = self.copy.registry()
        with self.committed() as env:
            self.assertEqual(env["ir.demo_failure"].search_count([]), 0)
            self.assertEqual(set(env["ir.module.module"].search([("name", "in", OURS)]).mapped("state")), {"installed"})

    def assert_nothing_left(self, module):
        with self.committed() as env:
            self.assertEqual(env["ir.module.module"]._get(module).state, "uninstalled")
            left = env["ir.model.data"].search([("module", "=", module)])
            self.assertFalse(left, left.mapped("complete_name"))
            self.assert_no_view_or_menu_leads_nowhere(env)

    def assert_no_view_or_menu_leads_nowhere(self, env):
        for model in ("ir.ui.view", "ir.actions.act_window", "ir.cron", "ir.actions.report", "ir.filters"):
            field = "res_model" if model == "ir.actions.act_window" else "model"
            field = {"ir.cron": "model_name", "ir.filters": "model_id"}.get(model, field)
            records = env[model].with_context(active_test=False).search([(field, "!=", False)])
            lost = records.filtered(lambda record, field=field: record[field] not in env)
            self.assertFalse(lost, f"{model}: {lost.mapped('display_name')}")
        env.cr.execute("SELECT name, action FROM ir_ui_menu WHERE action IS NOT NULL")
        for name, action in env.cr.fetchall():
            model, number = action.split(",")
            self.assertTrue(env[model].browse(int(number)).exists(), f"a menu that leads nowhere: {name}")

    def assert_no_tables(self):
        with self.committed() as env:
            env.cr.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%sop\\_%'")
            self.assertEqual(env.cr.fetchall(), [])
            env.cr.execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE column_name LIKE '%sop\\_%'"
            )
            self.assertEqual(env.cr.fetchall(), [])

    def assert_no_traces_of_runs(self):
        """What core keeps about records of a model that is gone breaks the inbox and the discussions."""
        with self.committed() as env:
            for table, column in (("mail_activity", "res_model"), ("mail_message", "model"),
                                  ("mail_followers", "res_model"), ("ir_attachment", "res_model")):  # fmt: skip
                env.cr.execute(
                    SQL("SELECT count(*) FROM %s WHERE %s LIKE 'sop.%%'", *map(SQL.identifier, (table, column)))
                )
                self.assertEqual(env.cr.fetchone(), (0,), table)

    def assert_office_goes_on(self):
        """A person of the office opens his screen, his inbox and a colleague."""
        with self.committed("a") as env:
            env["ir.ui.menu"].load_menus(False)
            env["res.users"]._get_activity_groups()
            env["mail.activity"].search([]).mapped("res_name")
            env["mail.message"].search([], limit=80).mapped("record_name")
            env["hr.employee.public"].get_views([(False, "list"), (False, "form")])
            env["res.users"].get_views([(False, "form")])
