from odoo import api, models


class SopTemplatePart(models.AbstractModel):
    """A row that belongs to a version of an SOP and is frozen with it.

    Access: as the version it belongs to; written by officers while the version is a draft.
    """

    _name = "sop.template.part"
    _description = "Part of an SOP"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.template_id._check_draft()
        parts.template_id._note_writer()
        return parts

    def write(self, vals):
        self.template_id._check_draft()
        done = super().write(vals)
        if "template_id" in vals or "step_id" in vals:
            self.template_id._check_draft()
        self.template_id._note_writer()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self.template_id._check_draft()
        self.template_id._note_writer()
