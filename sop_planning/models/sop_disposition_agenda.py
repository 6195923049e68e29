from odoo import api, fields, models
from odoo.exceptions import ValidationError

AGENDA_PATTERN = "{number}/DISP/{year}"
ARCHIVE_PATTERN = "{number}/ARSIP/{year}"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def printed_number(pattern, number, day):
    """An agenda number, e.g. '007/DISP/XI/2026'.

    :param pattern: text with {number} and, where wanted, {month} and {year}
    :param day: date of the disposition where the agency works
    """
    return pattern.format(number=f"{number:03d}", month=ROMAN[day.month - 1], year=day.year)


def check_pattern(env, pattern):
    """:raises ValidationError: the pattern has no {number}, or names something that is not there"""
    try:
        shown = printed_number(pattern, 7, fields.Date.today())
    except (LookupError, ValueError, AttributeError):
        shown = ""
    if "007" not in shown or "{number}" not in pattern:
        raise ValidationError(
            env._(
                "An agenda number is made of {number}, {month} and {year}, and needs {number}: “%(text)s”", text=pattern
            )
        )


class SopDispositionAgenda(models.Model):
    """The last number an agency has given in one of its books in a year: to a disposition, an archive file, an SOP.

    A row of its own instead of `ir.sequence`: the row lock leaves no gap, two first dispositions of a year collide and
    are retried, and an office that begins in the middle of a year writes here where its book has come to.
    Access: administrators read and write those of their agencies.
    """

    _name = "sop.disposition.agenda"
    _description = "Agenda numbers"
    _order = "year desc, company_id, book"
    _rec_name = "year"

    company_id = fields.Many2one(
        "res.company", string="Agency", required=True, ondelete="cascade", default=lambda self: self.env.company
    )
    book = fields.Selection(
        [("disposition", "Dispositions"), ("archive", "Archive"), ("template", "SOPs")],
        required=True,
        default="disposition",
    )
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year, aggregator=False)
    last = fields.Integer(string="Last number given", aggregator=False)

    _one_a_year = models.UniqueIndex("(company_id, book, year)", "An agency has one row a year for each book.")

    @api.constrains("company_id", "book", "year", "last")
    def _check_not_given(self):
        for agenda in self:
            if agenda.last < 0 or agenda._has_given_more():
                raise ValidationError(self.env._("Agenda numbers that have been given cannot be given again."))

    def _has_given_more(self):
        """Whether a number above the last one was given; a number that an SOP bears is passed over when it comes up."""
        if self.book == "template":
            return False
        given = [
            ("company_id", "=", self.company_id.id),
            ("agenda_year", "=", self.year),
            ("agenda_number", ">", self.last),
        ]
        return bool(self.env[f"sop.{self.book}"].search_count(given, limit=1))

    @api.model
    def _take(self, company, book, year):
        """The next number of an agency in a book and year; others wait until this transaction ends, so that there is
        no gap."""
        self.flush_model()
        self.env.cr.execute(
            """
            INSERT INTO sop_disposition_agenda (company_id, book, year, last) VALUES (%s, %s, %s, 1)
            ON CONFLICT (company_id, book, year) DO UPDATE SET last = COALESCE(sop_disposition_agenda.last, 0) + 1
            RETURNING last
            """,
            [company.id, book, year],
        )
        self.invalidate_model(["last"])
        return self.env.cr.fetchone()[0]
