from odoo import fields, models


class SopBookDistribution(models.Model):
    """A row of a book's distribution list: who gets how many copies.

    Access: as the book; users read, officers write.
    """

    _name = "sop.book.distribution"
    _description = "Recipient of a book of SOPs"
    _order = "book_id, sequence, id"

    book_id = fields.Many2one("sop.book", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Unit or recipient", required=True)
    copies = fields.Integer(default=1)

    _copies_positive = models.Constraint("CHECK (copies >= 0)", "The number of copies is not negative.")
