from odoo import api, fields, models


def colleagues(company="company_id", but_me=False):
    """The domain of a field that chooses people: those who work in an agency, because the server refuses others.

    :param company: name of the field that holds the agency, :param but_me: leave out whoever chooses
    :return: str, as a field's `domain` takes it
    """
    others = ", ('id', '!=', uid)" if but_me else ""
    return f"[('share', '=', False), ('company_ids', 'in', {company}){others}]"


class ResUsers(models.Model):
    _inherit = "res.users"

    sop_unit_ids = fields.Many2many(
        "hr.department",
        string="Units headed",
        compute="_compute_sop_unit_ids",
        compute_sudo=True,
        help="The units this person heads, as their head or standing in for him, with all units below.",
    )

    def _compute_sop_unit_ids(self):
        Unit = self.env["hr.department"]
        for user in self:
            headed = Unit.search([("manager_id.user_id", "in", user._sop_stands_for().ids)])
            user.sop_unit_ids = Unit.search([("id", "child_of", headed.ids)]) if headed else headed

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        done = super().write(vals)
        if leaving:
            # Whoever may archive a user may have his open work passed on, whatever processes he reads himself.
            self.env["sop.process"].sudo()._stand_in_for(leaving.company_ids)
        return done

    def action_archive(self):
        # Core deletes the activities of the user first; those of steps must have passed to somebody else by then.
        self.filtered("active").write({"active": False})
        return super().action_archive()

    def _sop_own_office(self, company):
        """The office a person holds himself in an agency; '' without one.

        :param company: res.company of the agency
        :return: str, e.g. 'Kepala Badan'
        """
        return self._sop_own_offices(company)[self]

    def _sop_office(self, company):
        """The office in which a person acts in an agency today, as paper and messages print it; '' without one.

        An acting official acts in the office he stands in for: SOP_FORMAT.md, signature block.

        :param company: res.company of the agency
        :return: str, e.g. 'Kepala Badan' or 'Plt. Kepala Badan'
        """
        return self._sop_offices(company)[self]

    def _sop_offices(self, company):
        """The same for many at once: dict res.users -> str."""
        acting = {period.deputy_id: period.label for period in reversed(self.env["sop.acting"]._periods(company))}
        return {user: acting.get(user.id, own) for user, own in self._sop_own_offices(company).items()}

    def _sop_own_offices(self, company):
        employees = self._sop_employees(company)
        return {user: employee.job_title or employee.job_id.name or "" for user, employee in employees.items()}

    def _sop_employees(self, company):
        """Who these users are in an agency: dict res.users -> hr.employee.public, empty for who is no employee."""
        # The public employee: taking part never needs rights on employees.
        employees = self.env["hr.employee.public"].search(
            [("user_id", "in", self.ids), ("company_id", "=", company.id)]
        )
        # The public employee asks the employee for each of its fields; so these are read for all at once.
        employees.sudo().employee_id.mapped("job_title")
        found = employees.grouped("user_id")
        return {user: found.get(user, employees.browse())[:1] for user in self}

    def _sop_stands_for(self):
        """The person himself and the officials he stands in for today."""
        periods = [period for company in self.company_ids for period in self.env["sop.acting"]._periods(company)]
        return self | self.browse(period.user_id for period in periods if period.deputy_id == self.id).filtered("id")

    def _sop_is_awaited(self, company):
        """Whether the runs of an agency may wait for this person: he stands in one, or heads a unit."""
        member = self.env["sop.process.member"].sudo().search_count(
            [
                ("user_id", "=", self.id),
                ("process_id.state", "in", ("running", "suspended")),
                ("process_id.company_id", "=", company.id),
            ],
            limit=1,
        )
        return bool(member or self.sop_unit_ids or self._sop_is_an_executor(company))

    def _sop_is_an_executor(self, company):
        """Whether a column of an SOP in force means this person."""
        columns = self.env["sop.template.executor"].sudo().search(
            [("company_id", "=", company.id), ("template_id.state", "=", "effective"), ("rule", "!=", "requester")]
        )
        return any(self in users for users in columns._resolve(self).values())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_author_in_process(self):
        self.partner_id._unlink_except_author_in_process()
