from odoo import fields, models


class SopInterchangeImport(models.TransientModel):
    """Import SOP files from the menu; several at once, all or none.

    Access: officers.
    """

    _name = "sop.interchange.import"
    _description = "Import SOP files"

    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    report = fields.Text(readonly=True)

    def action_import(self):
        """Import the chosen files and show what became of each.

        :raises UserError: names file, place and fault; nothing is stored
        """
        self.ensure_one()
        files = [(attachment.name, attachment.raw) for attachment in self.attachment_ids]
        outcomes = self.env["sop.interchange"]._import_files(files)
        self.attachment_ids.unlink()
        words = {
            "created": self.env._("imported"),
            "updated": self.env._("updated"),
            "unchanged": self.env._("unchanged"),
        }
        self.report = "\n".join(f"{name}: {words[outcome]}" for name, outcome in outcomes) or self.env._(
            "No file was chosen."
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_interchange_import_action")
        return {**action, "res_id": self.id}
