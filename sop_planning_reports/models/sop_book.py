from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class SopBook(models.Model):
    """A book of SOPs (buku SOP): SOPs of one agency between cover, decree, usage notes and lists.

    Access: users read the books of their agencies, officers write them. Printing needs the right to read each SOP in
    the book, so a user prints a book only when all its SOPs are or were in force.
    """

    _name = "sop.book"
    _description = "Book of SOPs"
    _order = "year desc, name, id"
    _check_company_auto = True

    name = fields.Char(string="Title", required=True, help="Printed under “Standar Operasional Prosedur”.")
    company_id = fields.Many2one(
        "res.company", string="Agency", required=True, index=True, default=lambda self: self.env.company
    )
    year = fields.Integer(default=lambda self: fields.Date.context_today(self).year)

    with_cover = fields.Boolean(string="Cover", default=True)
    cover_lines = fields.Text(string="Agency and units", help="One line each; the name of the agency if empty.")
    address = fields.Text(help="Of the agency, as printed on the cover; the one of the agency's record if empty.")

    with_decree = fields.Boolean(string="Decree", default=True)
    decree_number = fields.Char(string="Number of the decree")
    decree_date = fields.Date(string="Date of the decree")
    decree_place = fields.Char(string="Place of the decree")
    decree_title = fields.Char(string="Title of the decree", help="What the decree is about (tentang).")
    decree_body = fields.Text(
        string="Text of the decree",
        help="“Menimbang : a. bahwa …”: a word and a colon stand at the left; “b.” or “2.” hang beside their text; "
        "a line in capitals, such as MEMUTUSKAN:, stands in the middle.",
    )
    signer_position = fields.Char(string="Signed by (position)")
    signer_name = fields.Char(string="Name of signer")
    signer_rank = fields.Char(string="Rank of signer")
    signer_nip = fields.Char(string="NIP of signer")

    with_contents = fields.Boolean(string="Table of contents", default=True)

    with_usage = fields.Boolean(string="Usage notes", default=True)
    scope = fields.Text(help="Ruang lingkup, one paragraph each line.")
    summary = fields.Text(help="Ringkasan, one paragraph each line.")
    definitions = fields.Text(help="Definisi, one line each.")

    with_sops = fields.Boolean(string="SOPs", default=True)
    line_ids = fields.One2many("sop.book.line", "book_id", string="SOPs in the book", copy=True)
    line_count = fields.Integer(string="Number of SOPs", compute="_compute_line_count")

    with_revisions = fields.Boolean(string="Revision list", default=True)
    revision_ids = fields.One2many("sop.book.revision", "book_id", string="Revisions", copy=True)

    with_distribution = fields.Boolean(string="Distribution list", default=True)
    distribution_ids = fields.One2many("sop.book.distribution", "book_id", copy=True)

    _year_range = models.Constraint(
        "CHECK (year = 0 OR year BETWEEN 1945 AND 9999)", "The year of a book has four digits."
    )

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(self.env["sop.book.line"]._read_group([("book_id", "in", self.ids)], ["book_id"], ["__count"]))
        for book in self:
            book.line_count = counts.get(book, 0)

    @api.constrains("company_id")
    def _check_same_agency(self):
        """The rows check themselves when they are written; here the agency of the book changes."""
        for book in self:
            strange = book._strangers()
            if strange:
                raise ValidationError(
                    self.env._(
                        "“%(sop)s” is not an SOP of %(agency)s.", sop=strange[0].name, agency=book.company_id.name
                    )
                )

    def _strangers(self):
        """SOPs in the book or in its revision list that another agency has."""
        book = self.sudo()  # the writer may have lost sight of the agency he takes the book from
        templates = book.line_ids.template_id | book.revision_ids.template_id
        return templates.filtered(lambda template: template.company_id != book.company_id)

    # Actions

    def action_add_sops(self):
        """Put the agency's SOPs in force into the book: successors of versions it has, then the missing, by number."""
        self.check_access("write")
        for book in self:
            lines = {line.template_id.root_id: line for line in book.line_ids}
            for template in book._sops_in_force() - book.line_ids.template_id:
                line = lines.get(template.root_id)
                if line:
                    line.template_id = template
                else:
                    book.line_ids = [Command.create({"template_id": template.id, "sequence": book._next_sequence()})]

    def _sops_in_force(self):
        domain = [("company_id", "=", self.company_id.id), ("state", "=", "effective")]
        return self.env["sop.template"].search(domain, order="number, name, id")

    def _next_sequence(self):
        return max(self.line_ids.mapped("sequence"), default=0) + 1

    def action_propose_revisions(self):
        """Add a row to the revision list for each version of the book's SOPs that it does not have yet."""
        self.check_access("write")
        Revision = self.env["sop.book.revision"]
        for book in self:
            missing = book._published_versions() - book.revision_ids.template_id
            first = max(book.revision_ids.mapped("sequence"), default=0) + 1
            Revision.create(
                [
                    {"book_id": book.id, "sequence": sequence, **Revision._proposal(template)}
                    for sequence, template in enumerate(missing, first)
                ]
            )

    def _published_versions(self):
        """Versions that are or were in force, in the order of the book, oldest first."""
        roots = self.line_ids.template_id.root_id
        domain = [("root_id", "in", roots.ids), ("state", "not in", ("draft", "review"))]
        order = {root: place for place, root in enumerate(roots)}
        return self.env["sop.template"].search(domain).sorted(lambda sop: (order[sop.root_id], sop.version))
