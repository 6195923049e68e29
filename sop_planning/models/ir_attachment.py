import base64

from odoo import api, models
from odoo.exceptions import UserError

# What a file is and where it belongs.
EVIDENCE = {
    *("name", "res_model", "res_id", "res_field", "type", "url", "mimetype", "company_id"),
    *("raw", "datas", "db_datas", "store_fname", "checksum"),
    # Whoever reads the process reads its files; nobody else, by no address.
    *("public", "access_token"),
}


class IrAttachment(models.Model):
    """The pictures of a frozen SOP (its signer's signature) are frozen with it; files of a started process and of its
    chatter are evidence as soon as they are there: a wrong one is put right by a further one."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_sop_draft()
        return attachments

    def write(self, vals):
        self._check_sop_draft()
        if changes := {name: value for name, value in vals.items() if name in EVIDENCE}:
            self._check_sop_evidence(changes)
        done = super().write(vals)
        if vals.keys() & {"res_model", "res_id", "res_field"}:
            self._check_sop_draft()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen_sop(self):
        self._check_sop_draft()
        self._check_sop_evidence()

    def _check_sop_draft(self):
        pictures = self.filtered(lambda attachment: attachment.res_model == "sop.template" and attachment.res_field)
        templates = self.env["sop.template"].browse(pictures.mapped("res_id")).exists()
        templates._check_draft()
        templates._note_writer()

    def _check_sop_evidence(self, changes=None):
        """:raises UserError: a file of a started process would be deleted, or is another one after `changes`"""
        files = self._of_started_processes()
        if changes is not None:
            files = files.filtered(lambda file: any(file._differs(name, changes[name]) for name in changes))
        if files:
            raise UserError(
                self.env._(
                    "“%(file)s” belongs to a started process and stays as it is. Add a further file to correct it.",
                    file=files[0].name,
                )
            )

    def _of_started_processes(self):
        """Those of these files that belong to a started process, or to a message in its chatter."""
        # Whoever may not read the process may not change its files either.
        files = self.sudo()
        own = files.filtered(lambda file: file.res_model == "sop.process" and file.res_id)
        started = self.env["sop.process"].browse(set(own.mapped("res_id")))._started()
        told = files.env["mail.message"].search([("model", "=", "sop.process"), ("attachment_ids", "in", files.ids)])
        own = own.filtered(lambda file: file.res_id in started.ids)
        return own | told._of_started_processes().attachment_ids & files

    def _given_to(self, record):
        """Files that the current user sends along with a record; those he has just uploaded become files of it.

        :return: the same files, as superuser
        :raises AccessError: he may not read one of them himself
        """
        self.sudo(False).check_access("read")
        files = self.sudo()  # whether he may write the record was judged when he was let send something with it
        # A file that belongs to no record yet, or to a dialog, is his own upload.
        uploads = files.filtered(lambda file: not file.res_id and file.create_uid.id == self.env.uid)
        uploads.write({"res_model": record._name, "res_id": record.id})
        return files

    def _unless_there(self, record):
        """These files, but the file that a record has already in place of one with the same content.

        :raises AccessError: the current user may not read one of them
        """
        self.sudo(False).check_access("read")
        there = self.sudo().search(
            [
                *[("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", False)],
                ("checksum", "in", self.sudo().mapped("checksum")),
            ],
            order="id desc",
        )
        twins = {file.checksum: file for file in there}
        kept = [twins.get(file.checksum, file) for file in self.sudo()]
        return self.browse(dict.fromkeys(file.id for file in kept))

    def _differs(self, name, value):
        """Whether writing a value changes the file; moving its content between stores does not."""
        if name in ("raw", "datas"):
            content = base64.b64decode(value or b"") if name == "datas" else value or b""
            return (content.encode() if isinstance(content, str) else content) != (self.raw or b"")
        now = self[name]
        return (now.id if isinstance(now, models.BaseModel) else now or False) != (value or False)
