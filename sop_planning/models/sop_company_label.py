from odoo import api, fields, models

from .sop_template_label import USUAL_LABELS


class SopCompanyLabel(models.Model):
    """A heading that an agency prints differently from the usual form: new SOPs begin with it, others keep theirs.

    Access: officers read those of their agencies, administrators write them.
    """

    _name = "sop.company.label"
    _description = "Printed heading of new SOPs"
    _order = "company_id, id"

    company_id = fields.Many2one(
        "res.company", string="Agency", required=True, ondelete="cascade", default=lambda self: self.env.company
    )
    key = fields.Selection(list(USUAL_LABELS.items()), string="Usual heading", required=True)
    name = fields.Char(string="Printed as", required=True)

    _key_unique = models.UniqueIndex("(company_id, key)", "Each heading can be replaced once.")

    @api.model
    def _for_new_sop(self):
        """Commands that give a new SOP the headings of the current agency."""
        labels = self.search([("company_id", "=", self.env.company.id)])
        return [fields.Command.create({"key": label.key, "name": label.name}) for label in labels]
