from odoo import fields, models
from odoo.addons.sop_planning.models.engine_key import with_engine

from ..paper.printed import nip_line
from ..paper.shown import ENDED, GOOD, Shown, Signed
from . import sealed_facts

# What the paper of a version says, by number of the list: a later list may hold more, and what list n has sealed is
# checked with list n for ever. Who stands behind a column changes with the people, and is not printed.
DIGESTED = {
    1: {
        "template": (
            *("id", "name", "number", "version", "root_id", "company_id", "heading", "date_created", "date_revised"),
            *("revision", "date_effective", "signer_position", "signer_name", "signer_rank", "signer_nip"),
            *("legal_basis", "qualification", "relations", "equipment", "warning", "records", "table_title", "closing"),
        ),
        "executor_ids": ("id", "sequence", "name"),
        "step_ids": (
            *("id", "sequence", "name", "executor_ids", "main_executor_id", "requirements", "duration"),
            *("duration_unit", "duration_printed", "outputs", "remark"),
        ),
        "branches": ("id", "sequence", "step_id", "name", "target_step_id"),
        "label_ids": ("id", "key", "name"),
    }
}
LATEST = 1


class SopTemplate(models.Model):
    """What the seal of its papers knows of a version."""

    _name = "sop.template"
    _inherit = ["sop.template", "sop.sealed"]

    date_withdrawn = fields.Date(string="Date of withdrawal", copy=False, readonly=True)

    def action_withdraw(self):
        done = super().action_withdraw()
        # The state is judged and changed; when that was is kept with it.
        for template in self:
            with_engine(template).write({"date_withdrawn": template.company_id._sop_today()})
        return done

    def _make_effective(self, date):
        done = super()._make_effective(date)
        self._sop_seals("sop")  # what takes effect is what is sealed, not what it is when it is first printed
        return done

    def _sop_is_sealed(self, kind):
        return self._is_final()

    def _sop_digest(self, version=LATEST):
        """Number of the list of facts, and their SHA-256, e.g. '1:5feceb66…'."""
        parts = {
            "template": self,
            "branches": self.step_ids.branch_ids,
            **{name: self[name] for name in ("executor_ids", "step_ids", "label_ids")},
        }
        return sealed_facts.digest(version, DIGESTED[version], parts)

    def _sop_is_intact(self, seal):
        if self._changed_papers():
            return False
        return any(self._sop_digest(version) == seal.digest for version in DIGESTED)

    def _sop_shown(self, seal):
        standing = GOOD if self.state == "effective" else ENDED
        rows = [
            (self.env._("SOP title"), self.name),
            (self.env._("Number"), self.number),
            (self.env._("Version"), str(self.version)),
            (self.env._("Effective date"), self._sop_shown_date(self.date_effective)),
        ]
        return Shown(standing, self._sop_standing(), [row for row in rows if row[1]], self._sop_approval(seal))

    def _sop_standing(self):
        if self.state == "effective":
            return self.env._("This SOP is in force.")
        if self.state == "withdrawn":
            day = self._sop_shown_date(self.date_withdrawn)
            if day:
                return self.env._("This SOP was withdrawn on %(day)s. It is no longer in force.", day=day)
            return self.env._("This SOP has been withdrawn. It is no longer in force.")
        later = self.search([("root_id", "=", self.root_id.id), ("version", ">", self.version)], order="version")
        later = later.filtered(lambda version: version._is_final())[:1]
        return self.env._(
            "This SOP has been replaced by version %(version)s (%(day)s). It is no longer in force.",
            version=later.version,
            day=self._sop_shown_date(later.date_effective),
        )

    def _sop_approval(self, seal):
        """Who approved the version, as the paper prints it."""
        if not (self.signer_position or self.signer_name):
            return []
        nip = nip_line(self.signer_nip) if seal.company_id.sop_check_nip else ""
        when = self._sop_shown_date(self.date_effective)
        return [Signed(self.env._("Approved"), self.signer_position or "", self.signer_name or "", nip or "", when)]
