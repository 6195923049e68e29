"""What the tests share: agencies and SOPs from `data/`, and people who act with their own rights."""

import json
from pathlib import Path

from odoo.exceptions import RedirectWarning
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from .papers import file_paper, signing

DATA = Path(__file__).parent.parent / "data"
SOP_FILES = sorted(DATA.glob("*.json"))


@tagged("standard", "post_install", "-at_install")
class SopCase(TransactionCase):
    """A test on one agency of `data/`, with the SOPs named in `sops` in force."""

    agency = "bkpsdm-selayar"
    sops = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.interchange = cls.env["sop.interchange"]
        cls.company = cls.import_agency(cls.agency)
        cls.templates = {code: cls.import_sop(f"{cls.agency}-{code}") for code in cls.sops}

    @classmethod
    def import_agency(cls, code):
        """The agency, imported unless `make test` has put it into the database for all tests."""
        Company, there = cls.env["res.company"], [("sop_code", "=", code)]
        if not Company.search(there):
            path = DATA / "agencies" / f"{code}.json"
            cls.interchange._import_files([(path.name, path.read_bytes())])
        return Company.search(there)

    @classmethod
    def import_sop(cls, stem, effective=True):
        path = DATA / f"{stem}.json"
        cls.interchange._import_files([(path.name, path.read_bytes())], effective=effective)
        document = json.loads(path.read_text())
        company = cls.env["res.company"].search([("sop_code", "=", document["agency"])])
        return cls.env["sop.template"].search([("code", "=", document["code"]), ("company_id", "=", company.id)])

    def digests(self, tables):
        """Dict table -> how many rows it has and a digest of them, all that is pending written."""
        self.env.flush_all()
        rows = """string_agg(t::text, ' ' ORDER BY t::text COLLATE "C")"""
        digest = f"(SELECT ROW(count(*), md5({rows}))::text FROM %s t)"
        parts = [SQL(digest, SQL.identifier(table)) for table in tables]
        (found,) = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(parts)))
        return dict(zip(tables, found))

    @classmethod
    def put_in_force(cls, template):
        """Through the review, by an officer who did not write the SOP."""
        officer = cls.person("admin-sop")
        template.action_send_for_review()
        cls.as_person(template, officer).action_make_effective()

    @classmethod
    def person(cls, name, agency=None):
        """The user with the login `name`@agency.example."""
        return cls.env["res.users"].search([("login", "=", f"{name}@{agency or cls.agency}.example")])

    @classmethod
    def as_person(cls, records, user):
        """`records` as one RPC of `user` would have them."""
        context = {"lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_id.ids}
        return records.with_env(records.env(user=user, su=False, context=context))

    @classmethod
    def start(cls, template, starter, subject="RKT 2027", **choices):
        """Start a process through the dialog, as a person would."""
        Dialog = cls.as_person(cls.env["sop.process.start"], starter)
        dialog = Dialog.create({"template_id": template.id, "name": subject, **choices})
        action = dialog.action_start()
        return cls.env["sop.process"].browse(action["res_id"])

    @classmethod
    def inbox(cls, user):
        """Open activities of steps that wait for `user`, as his own inbox finds them."""
        return cls._inbox(user, "mail_activity_type_step")

    @classmethod
    def dispositions_to(cls, user):
        """Open activities of dispositions that wait for `user`, as his own inbox finds them."""
        return cls._inbox(user, "mail_activity_type_disposition")

    @classmethod
    def _inbox(cls, user, kind):
        Activity = cls.as_person(cls.env["mail.activity"], user)
        return Activity.search(
            [
                ("user_id", "=", user.id),
                ("res_model", "=", "sop.process"),
                ("activity_type_id", "=", cls.env.ref(f"sop_planning.{kind}").id),
            ]
        )

    @classmethod
    def done(cls, user, process, feedback="", label=None):
        """Finish what `user` has in his inbox for `process`; in the dialog where the step asks for more than a tick:
        a paraf, signature or stamp, on a document that is filed if there is none; a disposition, which is written to
        whom it is proposed; and, with `label`, the exit of a decision."""
        cls.env.invalidate_all()
        activity = cls.inbox(user).filtered(lambda activity: activity.res_id == process.id)
        try:
            with cls.env.cr.savepoint():
                activity.action_feedback(feedback=feedback)
        except RedirectWarning as warning:
            context = warning.args[3]
            if context.get("default_kind"):
                cls.sign_step(user, process, context["default_kind"])
                return cls.done(user, process, feedback, label)
            if warning.args[1] == cls.env.ref("sop_planning.sop_archive_write_action").id:
                cls.put_away(user, process)
                return cls.done(user, process, feedback, label)
            if label is None and not context.get("default_with_disposition"):
                raise
            cls.decide(user, context["default_process_id"], label, feedback)

    @classmethod
    def put_away(cls, user, process, **values):
        """Archive the documents of a run in the dialog.

        :return: the sop.archive
        """
        Dialog = cls.as_person(cls.env["sop.archive.write"], user)
        dialog = Dialog.create({"process_id": process.id, "code": "000.8", "place": "Rak 1", **values})
        dialog.env.flush_all()  # as the person; a savepoint flushes as whoever opened the transaction
        dialog.action_archive()
        cls.env.invalidate_all()
        return cls.env["sop.archive"].search([("process_id", "=", process.id)], limit=1)

    @classmethod
    def dispose(cls, user, process, to, **values):
        """Send a disposition within a process in its dialog; then a step that asks for one is passed by a tick."""
        Dialog = cls.as_person(cls.env["sop.disposition.write"], user)
        dialog = Dialog.create({"process_id": process.id, "words": "Siapkan rapat", **values})
        dialog.to_ids = to.with_env(dialog.env)
        dialog.action_send()
        cls.env.invalidate_all()
        return cls.env["sop.disposition"].search([("process_id", "=", process.id)], order="id desc", limit=1)

    @classmethod
    def decide(cls, user, process_id, label=None, feedback=""):
        Dialog = cls.as_person(cls.env["sop.task.finish"], user)
        dialog = Dialog.create({"process_id": process_id, "feedback": feedback})
        if label:
            dialog.branch_id = dialog.step_id.branch_ids.filtered(lambda branch: branch.name == label)
        if dialog.with_disposition:
            dialog.phrase_ids = dialog.env.ref("sop_planning.sop_disposition_phrase_proses")
            # Where the SOP ends there, somebody else of the agency.
            dialog.to_ids = dialog.to_ids or dialog.process_id.member_ids.user_id - user
        dialog.env.flush_all()  # as the person; a savepoint flushes as whoever opened the transaction
        action = dialog.action_finish()
        while action.get("res_model") == "sop.signature.write":
            action = cls.sign_step(user, dialog.process_id, action["context"]["default_kind"], finish_id=dialog.id)
            if action["res_model"] == dialog._name:
                action = dialog.action_finish()
        return dialog

    @classmethod
    def sign_step(cls, user, process, kind, **values):
        """Initial, sign or stamp in the dialog; where nothing was filed yet, a document is filed first.

        :return: the action that follows
        """
        process = process.with_env(cls.env)
        if not process.output_ids:
            file_paper(process, user)
        action = signing(process, user, kind, **values).action_sign()
        cls.env.invalidate_all()
        return action
