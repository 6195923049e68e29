from odoo import api, fields, models
from odoo.tools import SQL

from ..journal import facts, signed


class SopSignature(models.Model):
    """Whether a signature is what was given: its facts, its picture, the documents and every file, read anew from the
    database and the disk each time it is shown."""

    _inherit = "sop.signature"

    is_intact = fields.Boolean(string="Intact", compute="_compute_is_intact", compute_sudo=True)
    faults = fields.Text(string="What is wrong", compute="_compute_is_intact", compute_sudo=True)
    mark = fields.Char(compute="_compute_mark", help="The beginning of the digest, to compare with a printed one.")

    def _compute_is_intact(self):
        rows, sealed, pictures = self._stored_rows(), self._sealed_faults(), self._stored_pictures()
        papers = [paper for row in rows.values() for paper in row["papers"] or ()]
        Output = self.env["sop.output"]
        outputs = Output.browse({paper["id"] for paper in papers})._stored_rows()
        files = Output._stored_files_of(papers)
        for signature in self:
            found = list(sealed[signature.id])
            row = rows.get(signature.id)
            if row:
                found += signature._faults_of_row(row, found, pictures.get(signature.id))
                for paper in row["papers"] or ():
                    found += [*self._faults_of_paper(paper, outputs), *Output._faults_of_files(paper, files)]
            signature.faults = "\n".join(dict.fromkeys(found)) or False
            signature.is_intact = not found

    def _compute_mark(self):
        for signature in self:
            signature.mark = signed.mark(signature.digest)

    def _faults_of_row(self, row, found, picture):
        if not found and not signed.holds(row["digest"], row.get):
            yield self.env._("Its digest does not fit its facts.")
        if (row["image_sha256"] or None) != picture:
            yield self.env._("The picture is another one, or gone.")

    @api.model
    def _faults_of_paper(self, paper, outputs):
        """Sentences on how a document differs from what was signed.

        :param outputs: rows of sop.output as they are stored, by id
        """
        row = outputs.get(paper["id"])
        if not row:
            yield self.env._("The document “%(paper)s” is gone.", paper=paper["name"])
            return
        then = {"name": paper["name"], "version": paper["version"], "place": paper["place"], "contents": paper["files"]}
        for name, value in then.items():
            if facts.plain(name, row[name]) != facts.plain(name, value):
                label = self.env["sop.output"]._fields[name]._description_string(self.env)
                yield self.env._(
                    "The document “%(paper)s” is not what was signed: %(fact)s.", paper=paper["name"], fact=label
                )

    def _stored_pictures(self):
        """SHA-256 of the pictures of these signatures, as they are stored: dict of id -> digest."""
        self.env["ir.attachment"].flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT res_id, store_fname, db_datas FROM ir_attachment
                    WHERE res_model = 'sop.signature' AND res_field = 'image' AND res_id = ANY(%s)""",
                list(self.ids),
            )
        )
        return {row["res_id"]: self.env["ir.attachment"]._sop_sha256(row) for row in rows}


class SopProcess(models.Model):
    _inherit = "sop.process"

    paper_faults = fields.Text(
        string="Documents or signatures are not what they were", compute="_compute_paper_faults", compute_sudo=True
    )

    def _compute_paper_faults(self):
        for process in self:
            papers = [*process.signature_ids, *process.output_ids]
            found = [f"{paper.display_name}: {paper.faults}" for paper in papers if paper.faults]
            process.paper_faults = "\n".join(found) or False
