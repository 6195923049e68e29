from odoo import models

from ..flow import signing
from ..journal.signed import mark

# What is agreed to is official text, and Indonesian whatever the signer's language (SOP_FORMAT.md, "Paraf, signature,
# certificates": an internal approval says honestly that it is one).
HONESTLY = "Disetujui secara elektronik dalam sistem; bukan tanda tangan elektronik tersertifikasi."
STATEMENTS = {
    "hierarchy": "Saya, %(who)s, telah memeriksa dan membubuhkan paraf hierarki pada dokumen berikut:",
    "coordination": "Saya, %(who)s, telah memeriksa dan membubuhkan paraf koordinasi pada dokumen berikut:",
    signing.SIGNATURE: "Saya, %(who)s, menyetujui dan menandatangani dokumen berikut:",
    signing.STAMP: "Saya, %(who)s, membubuhkan stempel %(agency)s pada dokumen berikut:",
}
WHERE = "Langkah %(number)s SOP “%(sop)s” (%(step)s), kegiatan “%(process)s”."


class SopSignature(models.Model):
    """The words of a signature: what its signer agrees to, and what is said of it."""

    _inherit = "sop.signature"

    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for signature in self:
            signature.display_name = f"{kinds.get(signature.kind, '')}: {signature._signer()}"

    def _signer(self):
        return ", ".join(part for part in (self.person, self.position) if part)


class SopProcess(models.Model):
    _inherit = "sop.process"

    def _statement(self, kind, paraf_kind, signer, papers):
        """The text a signer agrees to.

        :param signer: values of `_signer_values`, :param papers: what is signed, as `sop.output._papers` gives it
        :return: str, in Indonesian
        """
        step = self.current_step_id
        who = signer["person"] + (f" selaku {signer['position']}" if signer["position"] else "")
        words = {"who": who, "agency": self.company_id.name}
        where = {
            "number": step.number,
            "sop": self.template_id.name,
            "step": " ".join((step.name or "").split()),
            "process": self.display_name,
        }
        lines = [STATEMENTS[paraf_kind if kind == signing.PARAF else kind] % words]
        lines += [f"{number}. {_paper_words(paper)}" for number, paper in enumerate(papers, start=1)]
        return "\n".join([*lines, WHERE % where, HONESTLY])

    def _signing_body(self, kind, signature, outputs):
        """What journal and chatter say of a signature."""
        words = {"signer": signature._signer(), "papers": ", ".join(outputs.mapped("display_name"))}
        return {
            signing.PARAF: self.env._("%(signer)s has initialled: %(papers)s.", **words),
            signing.SIGNATURE: self.env._("%(signer)s has signed: %(papers)s.", **words),
            signing.STAMP: self.env._("%(signer)s has stamped: %(papers)s.", **words),
        }[kind]


def _paper_words(paper):
    title = paper["name"] + (f" (versi {paper['version']})" if paper["version"] > 1 else "")
    files = [f"{file['name']} [{mark(file['sha256'])}]" for file in paper["files"]]
    where = [f"naskah kertas di {paper['place']}"] if paper["place"] else []
    return "; ".join([title, *files, *where])
