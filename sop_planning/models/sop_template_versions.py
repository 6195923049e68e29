from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..interchange.compare import compare
from ..interchange.file_code import code_of
from .engine_key import is_engine, with_engine
from .form_action import form_action


class SopTemplate(models.Model):
    """The life of a version: draft, review, effective, superseded or withdrawn; and the versions of one SOP.

    Four eyes: whoever wrote a version does not put it in force, unless the agency's setting allows it.
    """

    _inherit = "sop.template"

    writer_ids = fields.Many2many(
        "res.users",
        "sop_template_writer_rel",
        string="Written by",
        readonly=True,
        copy=False,
        help="Those who have written in this version; somebody else puts it in force.",
    )
    version_ids = fields.One2many("sop.template", string="All versions", compute="_compute_version_ids")
    changes_html = fields.Html(string="Changes", compute="_compute_changes_html", sanitize=False)
    can_approve = fields.Boolean(compute="_compute_can_approve")
    is_overtaken = fields.Boolean(
        compute="_compute_is_overtaken", help="Another version has come into force since it was begun."
    )

    @api.depends("root_id")
    def _compute_version_ids(self):
        for template in self:
            template.version_ids = (
                self.search([("root_id", "=", template.root_id.id)]) if template.root_id else template
            )

    @api.depends("previous_id", "name", "step_ids", "executor_ids")
    def _compute_changes_html(self):
        for template in self:
            template.changes_html = (
                template.id
                and template.previous_id
                and self.env["ir.qweb"]._render(
                    "sop_planning.version_changes",
                    {"changes": template._changes(), "template": template},
                    minimal_qcontext=True,
                )
            )

    def _changes(self):
        """What differs from the version this one replaces: interchange.compare.Change, in the order of the form."""
        interchange = self.env["sop.interchange"]
        return compare(interchange._document(self.previous_id), interchange._document(self))

    @api.depends("state", "writer_ids", "company_id.sop_self_approval")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for template in self:
            template.can_approve = template.state == "review" and template._is_approver(self.env.user)

    def _is_approver(self, user):
        return user not in self.writer_ids or self.company_id.sudo().sop_self_approval

    def _note_writer(self):
        """Remember who has written in a draft; the engine, which only moves versions, writes nothing."""
        if is_engine(self.env) or self.env.su and self.env.uid == self.env.ref("base.user_root").id:
            return
        new = self.filtered(lambda template: self.env.user not in template.writer_ids)
        with_engine(new.sudo()).write({"writer_ids": [Command.link(self.env.uid)]})

    # Copies

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for template, vals in zip(self, vals_list):
            vals["name"] = (default or {}).get("name") or self.env._("%(name)s (copy)", name=template.name)
        return vals_list

    def copy(self, default=None):
        copies = super().copy(default)
        for template, twin in zip(self, copies):
            template._copy_table_to(twin)
        return copies

    def _copy_table_to(self, twin):
        """Copy executors, steps and exits, which point at one another and so cannot be copied one by one."""
        executors = {old: old.copy({"template_id": twin.id}) for old in self.executor_ids}
        steps = {}
        for old in self.step_ids:
            columns = [Command.set([executors[executor].id for executor in old.executor_ids])]
            steps[old] = old.copy(
                {
                    "template_id": twin.id,
                    "executor_ids": columns,
                    "main_executor_id": executors[old.main_executor_id].id if old.main_executor_id else False,
                }
            )
        for branch in self.step_ids.branch_ids:
            target = steps[branch.target_step_id].id if branch.target_step_id else False
            branch.copy({"step_id": steps[branch.step_id].id, "target_step_id": target})

    def action_new_version(self):
        """A draft copy that replaces this version when it becomes effective.

        :return: action that opens the draft
        :raises UserError: a successor is being written already
        """
        self.ensure_one()
        self.check_access("write")
        last = self.search([("root_id", "=", self.root_id.id)], order="version desc", limit=1)
        if last.state in ("draft", "review"):
            raise UserError(self.env._("Version %(version)s is being written already.", version=last.version))
        draft = (
            with_engine(self)
            .copy(
                {
                    "name": self.name,
                    "number": self.number,
                    "code": self.code,
                    "version": last.version + 1,
                    "root_id": self.root_id.id,
                    "previous_id": (self._in_force() or self).id,
                }
            )
            .with_context(sop_engine=None)
        )
        draft._note_writer()
        return draft._open()

    def _open(self):
        return form_action(self)

    # States

    def action_send_for_review(self):
        """Hand a draft over to those who put it in force; from now on it is frozen.

        :raises UserError: not a draft, the checker found an error, or it replaces a version no longer in force
        """
        self.check_access("write")
        for template in self:
            template._check_state("draft")
            template._check_replaces_current()
            template._check_ready()
            with_engine(template).write({"state": "review", "code": template.code or template._free_code()})
            template._message_log(body=self.env._("Sent for review."))

    def _free_code(self):
        """A file code made of the title, which no other SOP of the agency has; without one it could not be exported."""
        others = self.search([("company_id", "=", self.company_id.id), ("code", "!=", False)])
        return code_of(self.name, set(others.mapped("code")))

    def action_return(self):
        """Open the dialog that returns a version to its writers, with a reason."""
        self.ensure_one()
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_template_return_action")
        return {**action, "context": {"default_template_id": self.id}}

    def _return(self, reason):
        """Make a reviewed version a draft again and tell its writers why.

        :raises UserError: it is not in review, or the reason is missing
        """
        self.check_access("write")
        self._check_state("review")
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason."))
        with_engine(self).state = "draft"
        self.message_post(
            body=self.env._("Returned: %(reason)s", reason=reason),
            subtype_xmlid="mail.mt_note",
            partner_ids=self.sudo().writer_ids.partner_id.ids,
        )

    def action_make_effective(self):
        """Put a reviewed version in force; the version in force until now becomes superseded.

        :raises UserError: not in review, the user wrote it himself, or it replaces a version no longer in force
        """
        self.check_access("write")
        for template in self:
            template._check_state("review")
            if not template._is_approver(self.env.user):
                raise UserError(self.env._("You wrote this version; somebody else puts it in force."))
            template._make_effective(template.date_effective or template.company_id._sop_today())

    def _make_effective(self, date):
        """:param date: printed effective date; False where an imported paper has none"""
        self._check_state("draft", "review")
        self._check_replaces_current()
        self._check_ready()
        current = self._in_force()
        with_engine(current).write({"state": "superseded"})
        # The order matters to the index that allows one effective version of an SOP.
        self.env.flush_all()
        with_engine(self).write({"state": "effective", "date_effective": date})
        self._message_log(body=self.env._("This version is effective."))

    def _in_force(self):
        """The versions of these SOPs that are in force; empty where there is none."""
        return self._in_force_of(self.root_id.ids)

    @api.model
    def _in_force_of(self, roots):
        """The versions in force, at most one of each SOP.

        :param roots: ids of first versions, which the current user need not be allowed to read
        """
        return self.search([("root_id", "in", roots), ("state", "=", "effective")])

    def _check_replaces_current(self):
        """:raises UserError: another version has come into force since this one was begun; its changes would be lost"""
        current = self._in_force()
        if current and self.previous_id != current:
            raise UserError(
                self.env._(
                    "“%(sop)s” was written to replace version %(old)s, but version %(current)s is in force now. "
                    "Compare them under Versions, then let the draft replace that one.",
                    sop=self.display_name,
                    old=self.previous_id.version,
                    current=current.version,
                )
            )

    def action_replace_current(self):
        """Let a draft replace the version that is in force now instead of the one it was written for.

        :raises UserError: not a draft
        """
        self.check_access("write")
        for template in self:
            template._check_state("draft")
            current = template._in_force()
            if current and template.previous_id != current:
                with_engine(template).previous_id = current
                body = self.env._("This draft replaces version %(version)s now.", version=current.version)
                template._message_log(body=body)

    @api.depends("previous_id", "state")
    def _compute_is_overtaken(self):
        for template in self:
            current = template.state in ("draft", "review") and template._in_force()
            template.is_overtaken = bool(current) and template.previous_id != current

    def action_withdraw(self):
        """Take an effective version out of force without a successor; running processes go on."""
        self.check_access("write")
        for template in self:
            template._check_state("effective")
            with_engine(template).state = "withdrawn"
            template._message_log(body=self.env._("This SOP is withdrawn."))

    def _check_state(self, *states):
        if self.state not in states:
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(
                self.env._("“%(sop)s” cannot do this now: it is “%(state)s”.", sop=self.display_name, state=label)
            )
