from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..flow import graph
from ..flow.checker import papers
from .engine_key import is_engine, with_engine, without_defaults
from .frozen_sop import FrozenSop
from .sop_template_label import USUAL_LABELS

STATES = [
    ("draft", "Draft"),
    ("review", "In review"),
    ("effective", "Effective"),
    ("superseded", "Superseded"),
    ("withdrawn", "Withdrawn"),
]
PAPERS = [("a4", "A4"), ("f4", "F4 (215 x 330 mm)"), ("legal", "Legal")]
DATE_STYLES = [("date", "02 Mei 2018"), ("weekday", "Rabu, 02 Mei 2018")]
ROW_NUMBER_STYLES = [("dot", "1."), ("plain", "1")]
# What stays writable when a version is no longer a draft: chatter and activities only.
LIVING_FIELDS = {
    "activity_ids",
    "message_follower_ids",
    "message_ids",
    "message_main_attachment_id",
}
# What only the buttons change, through the engine.
ENGINE_FIELDS = {"state", "version", "root_id", "previous_id", "writer_ids"}


class SopTemplate(models.Model):
    """One version of one SOP, in the official form of PermenPAN-RB 35/2012.

    Access: users read the versions of their companies that have been in force; officers write drafts. A version that
    is not a draft is frozen with all its rows, for everybody: a change is a new version.
    """

    _name = "sop.template"
    _description = "SOP"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, version desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "number"]

    name = fields.Char(string="SOP title", required=True, index="trigram")
    number = fields.Char(string="SOP number", copy=False, help="By the agency's own rules for official documents.")
    code = fields.Char(string="File code", copy=False, help="Names the SOP within its agency in interchange files.")
    version = fields.Integer(required=True, default=1, copy=False, readonly=True)
    root_id = fields.Many2one("sop.template", string="First version", copy=False, index=True, readonly=True)
    previous_id = fields.Many2one("sop.template", string="Replaces", copy=False, readonly=True)
    state = fields.Selection(STATES, required=True, default="draft", copy=False, readonly=True, index=True)
    company_id = fields.Many2one(
        "res.company", string="Agency", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one("hr.department", string="Unit", check_company=True, ondelete="restrict")

    heading = fields.Text(
        default=lambda self: self.env.company.sop_heading,
        help="Agency and units as printed above the table, one line each.",
    )
    date_created = fields.Date(string="Date of making", default=fields.Date.context_today)
    date_revised = fields.Date(string="Date of revision", copy=False)
    revision = fields.Char(
        string="Revision note", copy=False, help="Printed in the revision field, e.g. 'Revisi ke 2'."
    )
    date_effective = fields.Date(string="Effective date", copy=False)
    signer_position = fields.Char(string="Approved by (position)")
    signer_name = fields.Char(string="Name of signer")
    signer_rank = fields.Char(string="Rank of signer")
    signer_nip = fields.Char(string="NIP of signer")
    legal_basis = fields.Text(help="One line for each entry, as printed.")
    qualification = fields.Text(string="Qualification of executors", help="One line for each entry, as printed.")
    relations = fields.Text(string="Related SOPs", help="One line for each entry, as printed.")
    equipment = fields.Text(help="One line for each entry, as printed.")
    warning = fields.Text(help="One line for each entry, as printed.")
    records = fields.Text(string="Recording and data", help="One line for each entry, as printed.")
    signer_image = fields.Image(string="Signature image", copy=False, help="Printed where the signer signs.")
    notify_by_message = fields.Boolean(
        string="Also notify by message",
        help="Besides the activity in the inbox, each person asked is told by message or e-mail, as he prefers.",
    )

    allows_delegation = fields.Boolean(
        string="Executors may delegate", help="Whoever is asked for a step may pass it to a colleague himself."
    )

    kind_activity = fields.Selection([("technical", "Technical"), ("administrative", "Administrative")], "Kind")
    kind_scope = fields.Selection([("macro", "Macro"), ("micro", "Micro")], "Scope")
    kind_reach = fields.Selection([("final", "Final"), ("partial", "Partial")], "Reach")
    kind_detail = fields.Selection([("generic", "Generic"), ("specific", "Specific")], "Detail")

    cover_title = fields.Char(help="Title on the cover, when it differs from the SOP title.")
    table_title = fields.Char(string="Line above the table")
    closing = fields.Char(string="Signature line under the table", help="Position printed under the table.")
    paper = fields.Selection(PAPERS, help="Only where it differs from the agency's paper.")
    date_style = fields.Selection(DATE_STYLES, required=True, default=lambda self: self.env.company.sop_date_style)
    date_boxes = fields.Boolean(
        string="Tick boxes beside the dates", default=lambda self: self.env.company.sop_date_boxes
    )
    row_number_style = fields.Selection(
        ROW_NUMBER_STYLES, required=True, default=lambda self: self.env.company.sop_row_number_style
    )
    column_numbers = fields.Boolean(
        string="Row of column numbers", default=lambda self: self.env.company.sop_column_numbers
    )
    print_total = fields.Boolean(
        string="Row with the total time", default=lambda self: self.env.company.sop_print_total
    )
    label_ids = fields.One2many(
        "sop.template.label",
        "template_id",
        string="Printed headings",
        copy=True,
        default=lambda self: self.env["sop.company.label"]._for_new_sop(),
    )
    source_document = fields.Char()
    source_remark = fields.Text(string="Remark on the source")

    executor_ids = fields.One2many("sop.template.executor", "template_id", string="Executors")
    step_ids = fields.One2many("sop.template.step", "template_id", string="Steps")
    step_count = fields.Integer(compute="_compute_step_count")
    process_ids = fields.One2many("sop.process", "template_id", string="Processes")
    process_count = fields.Integer(compute="_compute_process_count")
    can_start = fields.Boolean(compute="_compute_can_start")

    _one_effective = models.UniqueIndex(
        "(root_id) WHERE state = 'effective'", "Another version of this SOP is effective already."
    )
    _version_unique = models.UniqueIndex("(root_id, version)", "This SOP has a version with this number already.")
    _code_unique = models.UniqueIndex(
        "(company_id, code, version)", "The agency has an SOP with this file code and version already."
    )

    @api.depends("number", "version")
    def _compute_display_name(self):
        for template in self:
            parts = [template.number, template.name, template.version > 1 and f"v{template.version}"]
            template.display_name = " ".join(part for part in parts if part)

    @api.depends("step_ids")
    def _compute_step_count(self):
        counts = dict(
            self.env["sop.template.step"]._read_group([("template_id", "in", self.ids)], ["template_id"], ["__count"])
        )
        for template in self:
            template.step_count = counts.get(template, 0)

    def _compute_process_count(self):
        counts = dict(
            self.env["sop.process"]._read_group([("template_id", "in", self.ids)], ["template_id"], ["__count"])
        )
        for template in self:
            template.process_count = counts.get(template, 0)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_start(self):
        for template in self:
            template.can_start = template.state == "effective" and template._may_start(self.env.user)

    @api.constrains("code")
    def _check_code(self):
        self.env["sop.interchange"]._check_codes(self.mapped("code"))

    @api.constrains("number", "company_id")
    def _check_number(self):
        for template in self.filtered("number"):
            twin = template.search(template._same_number_domain(), limit=1)
            if twin:
                raise ValidationError(
                    self.env._(
                        "The number %(number)s is the number of “%(sop)s” already.",
                        number=template.number,
                        sop=twin.name,
                    )
                )

    def _same_number_domain(self):
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("number", "=", self.number),
                ("root_id", "!=", self.root_id.id),
                ("state", "not in", ("superseded", "withdrawn")),
                ("id", "!=", self.id),
            ]
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.keys() & ENGINE_FIELDS and not is_engine(self.env):
                raise UserError(self.env._("An SOP begins as a draft; its version and state are kept by the system."))
        own = without_defaults(self, ENGINE_FIELDS)
        templates = super(SopTemplate, own).create(vals_list).with_env(self.env)
        for template in templates.filtered(lambda template: not template.root_id):
            with_engine(template).root_id = template
        templates._note_writer()
        return templates

    def write(self, vals):
        if not is_engine(self.env) and not vals.keys() <= LIVING_FIELDS:
            self._check_draft()
            if vals.keys() & ENGINE_FIELDS:
                raise UserError(
                    self.env._("The version and the state of an SOP are kept by the system; use the buttons.")
                )
            self._note_writer()
        done = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")  # not into an agency one does not work for
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_draft()

    def _check_draft(self):
        frozen = self.filtered(lambda template: template.state != "draft")
        if frozen and not is_engine(self.env):
            raise UserError(
                self.env._(
                    "“%(sop)s” is no longer a draft and cannot be changed. Make a new version instead.",
                    sop=frozen[0].display_name,
                )
            )

    # Actions

    def action_start(self):
        """Open the dialog that starts a process of this SOP."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_process_start_action")
        return {**action, "context": {"default_template_id": self.id}}

    def action_open_processes(self):
        """Open the list of this SOP's processes."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_process_action")
        return {**action, "domain": [("template_id", "=", self.id)], "context": {}}

    # Business methods

    def _may_start(self, user):
        """Whether `user` may start this SOP: officers may, and so may those who have a part in it."""
        if user.has_group("sop_planning.group_sop_officer"):
            return True
        if any(executor.rule == "requester" for executor in self.executor_ids):
            return True
        return any(user in users for users in self.executor_ids._resolve(requester=user).values())

    def _check_may_start(self):
        """:raises AccessError: the current user may not read this SOP, or has no part in it"""
        self.check_access("read")
        if not self._may_start(self.env.user):
            raise AccessError(
                self.env._("You have no part in “%(sop)s”, so you cannot start it.", sop=self.display_name)
            )

    @tools.ormcache("self.id")
    def _frozen(self):
        """What a run needs of this version; call it only on one that is or was in force, which cannot change."""
        template = self.sudo()  # whoever takes part in a run may know the version it follows
        awaited = papers.awaited(template._checked_paper())
        return FrozenSop(
            template.display_name,
            template._flow(),
            {step.id: step._frozen_row(awaited[step.id]) for step in template.step_ids},
            {executor.id: executor.name for executor in template.executor_ids},
            frozenset(template.executor_ids.filtered(lambda executor: executor.rule == "outside").ids),
            {branch.id: branch.name for branch in template.step_ids.branch_ids},
            template.notify_by_message,
            template.allows_delegation,
        )

    def _flow(self):
        """The rules' view of this version as it is written now."""
        # Steps are shared by everyone who may see a process of this version, drafts' readers included.
        return graph.Flow(tuple(step._as_flow_step() for step in self.sudo().step_ids))

    def _labels(self):
        """Headings of the paper: the usual ones, but as this SOP prints them."""
        return USUAL_LABELS | {label.key: label.name for label in self.label_ids}
