from odoo import fields, models

# Usual headings of the official form (PermenPAN-RB 35/2012); Indonesian, because the paper is.
USUAL_LABELS = {
    "number": "Nomor SOP",
    "created": "Tanggal Pembuatan",
    "revised": "Tanggal Revisi",
    "effective": "Tanggal Efektif",
    "signer": "Disahkan oleh",
    "name": "Nama SOP",
    "legal_basis": "Dasar Hukum",
    "qualification": "Kualifikasi Pelaksana",
    "relations": "Keterkaitan",
    "equipment": "Peralatan/Perlengkapan",
    "warning": "Peringatan",
    "records": "Pencatatan dan Pendataan",
    "no": "No.",
    "activity": "Uraian Kegiatan",
    "executors": "Pelaksana",
    "standard": "Mutu Baku",
    "requirements": "Kelengkapan",
    "time": "Waktu",
    "outputs": "Output",
    "remark": "Ket.",
    "total": "Jumlah waktu",
}


class SopTemplateLabel(models.Model):
    """A heading that one SOP prints differently from the usual form.

    Access: as the version it belongs to.
    """

    _name = "sop.template.label"
    _description = "Printed heading of an SOP"
    _inherit = ["sop.template.part"]
    _order = "template_id, id"

    template_id = fields.Many2one("sop.template", required=True, ondelete="cascade", index=True)
    key = fields.Selection(list(USUAL_LABELS.items()), string="Usual heading", required=True)
    name = fields.Char(string="Printed as", required=True)

    _key_unique = models.UniqueIndex("(template_id, key)", "Each heading can be replaced once.")
