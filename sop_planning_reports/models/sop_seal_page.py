import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.fields import Domain
from odoo.tools import SQL

from ..paper.shown import PLAIN, Shown
from .sop_seal import CODE_GROUP, CODE_LENGTH

# How long a result of reading a whole run is told again: so nobody makes the server work hard by asking often.
FRESH = timedelta(minutes=5)
DIGEST = re.compile("[0-9a-f]{64}")
# As people read and type what looks alike (Crockford's base 32).
ALIKE = str.maketrans("OIL", "011")


class SopSeal(models.Model):
    """What the public check page asks, as superuser: by token, code or digest alone, and only of valid seals."""

    _inherit = "sop.seal"

    digest = fields.Char(help="SHA-256 of what was printed, where no journal seals it.")
    is_intact = fields.Boolean(help="Result of the last check for the page.")
    date_checked = fields.Datetime(help="When that was.")

    @api.model
    def _of_token(self, token):
        """The valid seal with this token; empty for one that is unknown, malformed or revoked, with the same work."""
        # PostgreSQL takes no NUL, which an address may hold.
        return self.search(Domain("token", "=", token[:100].replace("\0", "")) & self._on_the_page(), limit=1)

    @api.model
    def _of_code(self, text):
        """The valid seal for what a person typed or pasted: the code, or an address with the token."""
        letters = re.sub(r"[\W_]", "", text[:200]).upper().translate(ALIKE)
        if len(letters) == CODE_LENGTH:
            code = "-".join(letters[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))
            return self.search(Domain("code", "=", code) & self._on_the_page(), limit=1)
        return self._of_token(text.strip().rstrip("/").rpartition("/")[2].partition("?")[0])

    @api.model
    def _of_digest(self, digest):
        """Valid seals through which a file with this SHA-256 was issued, or that are of a document it belongs to."""
        if not DIGEST.fullmatch(digest):
            return self.browse()
        issued = Domain("print_ids.digest", "=", digest)
        return self.search((issued | Domain("id", "in", self._of_file(digest))) & self._on_the_page(), limit=10)

    def _of_file(self, digest):
        """Ids of seals of documents that have such a file."""
        rows = self.env.execute_query(
            SQL(
                """SELECT seal.id FROM sop_seal seal JOIN sop_output output ON output.id = seal.res_id
                    WHERE seal.res_model = 'sop.output' AND output.contents @> %s::jsonb LIMIT 10""",
                f'[{{"sha256": "{digest}"}}]',
            )
        )
        return [key for [key] in rows]

    @api.model
    def _on_the_page(self):
        return Domain("date_revoked", "=", False) & Domain("company_id.sop_check_page", "=", True)

    def _record(self):
        return self.env[self.res_model].browse(self.res_id)

    def _shown(self):
        """What the page says: paper.shown.Shown; of what is secret, the number alone."""
        if self.is_secret:
            rows = [(self.env._("Number"), self.name)]
            return Shown(PLAIN, self.env._("The office issued this paper. More is not shown of it."), rows)
        return self._record()._sop_shown(self)

    def _matched(self, digest):
        """The sentence for a file with this SHA-256 that was issued with this seal; '' for any other."""
        issued = self.print_ids.filtered(lambda row: row.digest == digest)[:1]
        record = self._record()
        if issued:
            when = record._sop_shown_moment(issued.date)
            return self.env._("This file is the print of %(time)s, unchanged.", time=when)
        return not self.is_secret and record._sop_has_file(digest) or ""

    def _checked(self):
        """Whether what was printed still stands as it was sealed; a result is told again while it is fresh.

        :return: (bool, when it was read: datetime, UTC)
        """
        now = fields.Datetime.now()
        if self.date_checked and now - self.date_checked < FRESH:
            return self.is_intact, self.date_checked
        result = self._record()._sop_is_intact(self)
        # Two who ask at once: one of them writes, nobody waits.
        with_engine(self.try_lock_for_update()).write({"is_intact": result, "date_checked": now})
        return result, now
