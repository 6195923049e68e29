from odoo import api, fields, models


class SopBookRevision(models.Model):
    """A row of a book's revision list, proposed from the versions of its SOPs and free to be edited.

    Access: as the book; users read, officers write.
    """

    _name = "sop.book.revision"
    _description = "Revision in a book of SOPs"
    _order = "book_id, sequence, id"
    _check_company_auto = True

    book_id = fields.Many2one("sop.book", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="book_id.company_id")
    sequence = fields.Integer(default=10)
    template_id = fields.Many2one(
        "sop.template",
        string="Proposed from",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    name = fields.Char(string="SOP", required=True, help="Number and title as printed in the list.")
    revision = fields.Char()
    date = fields.Date()
    note = fields.Char()

    @api.model
    def _proposal(self, template):
        """Values of a row for a version; in Indonesian, as the paper is."""
        first = "Terbitan pertama" if template.version == 1 else f"Revisi ke-{template.version - 1}"
        return {
            "template_id": template.id,
            "name": " ".join(part for part in (template.number, template.name) if part),
            "revision": template.revision or first,
            "date": template.date_revised or template.date_effective or template.date_created,
        }
