"""Every public method over HTTP with a real session: a wrong person gets an error and nothing changes."""

import inspect

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SopCase

# Public methods of ours, each with a test below; a new one without a test fails `test_no_method_is_forgotten`.
COVERED = {
    "sop.template": {
        "action_start", "action_open_processes", "action_new_version", "action_send_for_review", "action_return",
        "action_make_effective", "action_withdraw",
    },
    "sop.process": {
        "action_start", "action_finish", "action_send_back", "action_suspend", "action_cancel", "action_resume",
        "action_open_template",
    },
    "sop.task": {"action_open_process"},
    "sop.process.start": {"action_start"},
    "sop.task.finish": {"action_finish"},
    "sop.process.move": {"action_confirm"},
    "sop.template.return": {"action_confirm"},
    "sop.interchange.import": {"action_import"},
}  # fmt: skip
ORM = {"create", "write", "copy", "copy_data", "unlink", "default_get", "export_data"}


@tagged("standard", "post_install", "-at_install")
class TestForgedRpc(SopCase, HttpCase):
    agency = "disdukcapil-balangan"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_agency("bappeda-kalbar")
        cls.template = cls.import_sop("disdukcapil-balangan-rkt")
        cls.foreign = cls.import_sop("bappeda-kalbar-renja")
        cls.draft = cls.template.copy({"number": False})
        cls.process = cls.start(cls.template, cls.person("kadis"))
        cls.outsider = cls.env["res.users"].with_context(no_reset_password=True).create({
            "login": "outsider", "name": "Lain", "email": "lain@uji.example", "company_id": cls.company.id,
            "company_ids": [Command.set(cls.company.ids)],
            "group_ids": [Command.link(cls.env.ref("sop_planning.group_sop_user").id)],
        })  # fmt: skip
        users = cls.outsider | cls.person("kadis") | cls.person("kasubbag") | cls.person("pengelola", "bappeda-kalbar")
        users.password = "rahasia-uji"

    # Calling as a client does

    def login(self, user):
        self.authenticate(user.login, "rahasia-uji")

    def call(self, model, method, *args, **kwargs):
        """The result of an RPC; an AssertionError with the server's message if it was refused."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.url_open(
            "/web/dataset/call_kw", json={"jsonrpc": "2.0", "method": "call", "params": params}
        ).json()  # fmt: skip
        if "error" in answer:
            raise AssertionError(answer["error"]["data"]["message"])
        return answer["result"]

    def refuse(self, model, method, *args, says="", **kwargs):
        self.env.flush_all()
        before = self.snapshot()
        with mute_logger("odoo.http", "odoo.sql_db"), self.assertRaisesRegex(AssertionError, says):
            self.call(model, method, *args, **kwargs)
        self.env.invalidate_all()
        self.assertEqual(self.snapshot(), before)

    def snapshot(self):
        processes = self.env["sop.process"].search([])
        templates = self.env["sop.template"].search([])
        return (
            processes.read(["state", "current_step_id", "visits"]), processes.task_ids.read(["state", "feedback"]),
            len(processes.event_ids), len(processes.message_ids), templates.read(["state", "version"]),
        )  # fmt: skip

    # The methods

    def test_no_method_is_forgotten(self):
        for name, model in self.env.items():
            if name.startswith("sop.") and model._original_module == "sop_planning":
                self.assertEqual(self.public_methods(model), COVERED.get(name, set()), name)

    def public_methods(self, model):
        ours = [klass for klass in type(model).mro() if klass.__module__.startswith("odoo.addons.sop_planning.")]
        return {
            name for klass in ours for name, member in vars(klass).items()
            if inspect.isfunction(member) and not name.startswith("_") and name not in ORM
        }  # fmt: skip

    def test_private_methods_are_out_of_reach(self):
        self.login(self.person("kadis"))
        for model, method in (
            ("sop.process", "_play_each"), ("sop.process", "_launch"), ("sop.task", "_complete"), ("sop.process", "_settle"),
            ("sop.template", "_make_effective"), ("sop.template", "_return"), ("sop.interchange", "_import_files"),
        ):  # fmt: skip
            self.refuse(model, method, [self.process.id], says="[Pp]rivate")

    def test_process_buttons(self):
        for user in (self.outsider, self.person("pengelola", "bappeda-kalbar")):
            self.login(user)
            for method in ("action_start", "action_resume"):
                self.refuse("sop.process", method, [self.process.id])
            dialogs = {"action_suspend": "suspend", "action_cancel": "cancel", "action_send_back": "send_back"}
            for kind in dialogs.values():
                self.refuse_move(kind)
            self.refuse_finish(self.process)
            self.refuse("sop.task", "read", self.process.task_ids.ids, ["feedback"])
            self.refuse("sop.task", "action_open_process", self.process.task_ids.ids)
            self.refuse("sop.process", "action_open_template", [self.process.id])
            # These only open dialogs, whose own methods judge.
            for method in ("action_finish", *dialogs):
                self.assertEqual(self.call("sop.process", method, [self.process.id])["target"], "new")

    def refuse_move(self, kind, process=None, **values):
        process = process or self.process
        self.refuse_dialog(
            "sop.process.move", "action_confirm", {"process_id": process.id, "kind": kind, "reason": "X", **values}
        )

    def refuse_finish(self, process, says="", **values):
        self.refuse_dialog("sop.task.finish", "action_finish", {"process_id": process.id, **values}, says=says)

    def refuse_dialog(self, model, method, values, says=""):
        """Refused when the dialog is made, or when its button is pressed."""
        try:
            with mute_logger("odoo.http", "odoo.sql_db"):
                dialog = self.call(model, "create", [values])
        except AssertionError:
            return
        self.refuse(model, method, dialog, says=says)

    def test_participant_out_of_turn(self):
        self.login(self.person("kasubbag"))
        self.refuse_finish(self.process, says="not your turn")
        self.refuse_move("cancel")
        self.refuse_move("suspend")
        self.refuse_move("send_back", target_id=self.template.step_ids[0].id)
        tasks = self.process.task_ids.ids
        self.refuse_finish(self.process, task_ids=[Command.set(tasks)], says="not your turn")

    def test_forged_exit(self):
        self.login(self.person("kadis"))
        foreign = self.foreign.step_ids[4].branch_ids[0]
        other = self.template.step_ids[6].branch_ids[0]
        for branch in (foreign, other):
            self.refuse_finish(self.process, branch_id=branch.id)

    def test_forged_start(self):
        self.login(self.outsider)
        self.refuse_dialog(
            "sop.process.start", "action_start", {"template_id": self.template.id, "name": "X"}, "no part"
        )
        self.refuse_dialog("sop.process.start", "action_start", {"template_id": self.foreign.id, "name": "X"})
        self.refuse_dialog("sop.process.start", "action_start", {"template_id": self.draft.id, "name": "X"})
        self.login(self.person("kadis"))
        lines = [
            Command.create({"executor_id": executor.id, "user_ids": [Command.set(self.person("kadis").ids)]})
            for executor in self.foreign.executor_ids
        ]
        values = {"template_id": self.template.id, "name": "X"}
        self.refuse_dialog("sop.process.start", "action_start", {**values, "line_ids": lines})
        stranger = self.person("pengelola", "bappeda-kalbar")
        mine = [
            Command.create({"executor_id": executor.id, "user_ids": [Command.set(stranger.ids)]})
            for executor in self.template.executor_ids
        ]
        self.refuse_dialog("sop.process.start", "action_start", {**values, "line_ids": mine}, "work for")
        self.refuse_dialog("sop.process.start", "action_start", {**values, "requester_id": stranger.id}, "work for")

    def test_template_buttons(self):
        self.login(self.outsider)
        for method in (
            "action_new_version", "action_send_for_review", "action_return", "action_make_effective", "action_withdraw",
        ):  # fmt: skip
            for template in (self.template, self.draft):
                if method != "action_return":
                    self.refuse("sop.template", method, [template.id])
        self.refuse_dialog("sop.template.return", "action_confirm", {"template_id": self.draft.id, "reason": "X"})
        self.refuse_dialog("sop.interchange.import", "action_import", {})
        self.assertEqual(self.call("sop.template", "action_start", [self.template.id])["target"], "new")
        self.login(self.person("pengelola", "bappeda-kalbar"))
        for method in ("action_new_version", "action_withdraw", "action_open_processes"):
            self.refuse("sop.template", method, [self.template.id])

    def test_forged_context(self):
        self.login(self.person("kadis"))
        for forged in (True, "x", {"sop_engine": True}):
            context = {"sop_engine": forged}
            self.refuse("sop.process", "write", [self.process.id], {"state": "done"}, context=context)
            self.refuse("sop.task", "write", self.process.task_ids.ids, {"state": "done"}, context=context)
            self.refuse("sop.template", "write", [self.template.id], {"name": "X"}, context=context)

    def test_foreign_attachment_is_not_taken_along(self):
        secret = self.as_person(self.env["ir.attachment"], self.outsider).create(
            {"name": "rahasia.pdf", "raw": b"rahasia"}
        )
        self.login(self.person("kadis"))
        activity = self.inbox(self.person("kadis"))
        self.refuse("mail.activity", "action_feedback", activity.ids, feedback="x", attachment_ids=secret.ids)
        self.refuse_finish(self.process, attachment_ids=[Command.set(secret.ids)])
        self.assertFalse(secret.sudo().res_model)
