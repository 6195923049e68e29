from odoo import fields, models


class SopBookLine(models.Model):
    """An SOP in a book, in the order of the book.

    Access: as the book; users read, officers write.
    """

    _name = "sop.book.line"
    _description = "SOP in a book"
    _order = "book_id, sequence, id"
    _check_company_auto = True

    book_id = fields.Many2one("sop.book", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="book_id.company_id")
    sequence = fields.Integer(default=10)
    template_id = fields.Many2one("sop.template", string="SOP", required=True, check_company=True, ondelete="restrict")
    state = fields.Selection(related="template_id.state")

    _once = models.UniqueIndex("(book_id, template_id)", "The SOP is in this book already.")
