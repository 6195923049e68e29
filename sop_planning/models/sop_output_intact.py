from odoo import api, fields, models


class SopOutput(models.Model):
    """Whether a document is what was filed and signed, looked up in the rows and files themselves each time."""

    _inherit = "sop.output"

    is_intact = fields.Boolean(
        string="Intact",
        compute="_compute_is_intact",
        compute_sudo=True,
        help="Its files and all its signatures are what they were.",
    )
    faults = fields.Text(string="What is wrong", compute="_compute_is_intact", compute_sudo=True)

    def _compute_is_intact(self):
        sealed, stored = self._sealed_faults(), self._stored_files()
        for output in self:
            (paper,) = output._papers()
            found = [*sealed[output.id], *self._faults_of_files(paper, stored)]
            found += [f"{one.display_name}: {one.faults}" for one in output.signature_ids if one.faults]
            output.faults = "\n".join(dict.fromkeys(found)) or False
            output.is_intact = not found

    def _papers(self):
        """These documents as they are signed and archived: list of id, name, version, place and files."""
        return [
            {
                "id": output.id,
                "name": output.name,
                "version": output.version,
                "place": output.place or "",
                "files": output.contents or [],
            }
            for output in self
        ]

    def _file_faults(self):
        """Sentences on how the stored files of these documents differ from what was filed."""
        stored = self._stored_files()
        return [fault for paper in self._papers() for fault in self._faults_of_files(paper, stored)]

    def _stored_files(self):
        return self._stored_files_of(self._papers())

    @api.model
    def _stored_files_of(self, papers):
        """The files that papers list, as they are stored now; see `ir.attachment._sop_stored`."""
        return (
            self.env["ir.attachment"].browse({file["id"] for paper in papers for file in paper["files"]})._sop_stored()
        )

    @api.model
    def _faults_of_files(self, paper, stored):
        """Sentences on how stored files differ from what a paper lists."""
        for file in paper["files"]:
            words = {"file": file["name"], "paper": paper["name"]}
            name, content = stored.get(file["id"], (None, None))
            if content is None:
                yield self.env._("The file “%(file)s” of “%(paper)s” is gone.", **words)
            elif content != file["sha256"]:
                yield self.env._("The file “%(file)s” of “%(paper)s” has another content.", **words)
            elif name != file["name"]:
                yield self.env._("The file “%(file)s” of “%(paper)s” has another name.", **words)
