from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..paper.printed import moment, printed_date
from .sop_seal import MODELS, new_code, new_token


class SopSealed(models.AbstractModel):
    """Records whose papers bear a seal: a QR code that leads to the public check page.

    A record has one valid seal for each kind of its papers, made when it is first printed; a revoked one stays, and
    the next print gets a new one.
    """

    _name = "sop.sealed"
    _description = "Record with sealed papers"

    def _sop_seal(self, kind):
        """The seal of this record's paper of that kind; see `_sop_seals`.

        :return: sop.seal, empty where the agency has no check page
        """
        self.ensure_one()
        return self._sop_seals(kind).get(self, self.env["sop.seal"])

    def _sop_seals(self, kind):
        """The seals for these records' papers of a kind, found or made, by a constant number of queries.

        Two who print the same thing first at the same moment get the same seal: the later one's transaction fails as
        Odoo's requests try again.

        :param kind: of `sop_seal.KINDS`
        :return: dict of record -> sop.seal (as superuser); records of agencies without check page are not in it
        :raises AccessError: one of them is not the user's to read, :raises ValueError: they have no such papers
        """
        if self._name not in MODELS[kind]:
            raise ValueError(f"{self._name} has no paper of the kind {kind}")
        self.check_access("read")
        # Whoever may read a record may print it, and no user may write seals or read the settings of the agency.
        sealed = self.sudo().filtered(lambda record: record.company_id.sop_check_page and record._sop_is_sealed(kind))
        seals = sealed._seals_of(kind)
        missing = sealed.filtered(lambda record: record.id not in seals)
        if missing:
            missing._make_seals(kind)
            seals |= missing._seals_of(kind)
        return {record: seals[record.id] for record in self if record.id in seals}

    def _sop_is_sealed(self, kind):
        """Whether this record's paper of that kind bears a seal as it stands now; a draft's does not."""
        return True

    def _seals_of(self, kind):
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids) & Domain("kind", "=", kind)
        seals = self.env["sop.seal"].search(domain & Domain("date_revoked", "=", False))
        return {seal.res_id: seal for seal in seals}

    def _make_seals(self, kind):
        columns = ("res_model", "res_id", "kind", "company_id", "name", "is_secret", "digest")
        columns += ("token", "code", "user_id", "date")
        rows = [
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, now() at time zone 'UTC')",
                *(self._name, record.id, kind, record.company_id.id, record._sop_seal_name(), record._sop_is_secret()),
                *(record._sop_digest(), new_token(), new_code(), self.env.uid),
            )
            for record in self
        ]
        # Past the ORM, for it cannot say ON CONFLICT: by it the second of two at once fails as a serialization failure.
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO sop_seal (%s) VALUES %s ON CONFLICT (res_model, res_id, kind) WHERE date_revoked IS NULL"
                " DO NOTHING",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(rows),
            )
        )

    def _sop_seal_name(self):
        """What the list of printed papers calls this record."""
        return self.with_context(lang="id_ID").display_name

    def _sop_is_secret(self):
        """Whether the check page says no more of this record than its number and agency."""
        return False

    def _sop_digest(self, *_list):
        """SHA-256 of what is printed, for a record that no journal seals; None for others."""
        return None

    def _sop_is_intact(self, seal):
        """Whether this record still is what was sealed, read anew from the database."""
        raise NotImplementedError

    def _sop_shown(self, seal):
        """What the check page says of this record; it is the agency's public voice, so only what is named here.

        :param seal: sop.seal, not of a secret record
        :return: paper.shown.Shown, in the language of the context
        """
        raise NotImplementedError

    def _sop_has_file(self, digest):
        """The sentence for a file that is this record's own, None for any other.

        :param digest: SHA-256 in hexadecimal
        """
        return None

    def _sop_shown_date(self, date):
        return printed_date(date, self._sop_locale())

    def _sop_shown_moment(self, when, zone=None):
        return moment(when, zone or self.company_id.resource_calendar_id.tz, self._sop_locale())

    def _sop_locale(self):
        return self.env.lang or "id_ID"

    def _sop_shown_choice(self, name):
        """The label of a selection field in the language of the context."""
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")
