import re
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .sop_seal import PATH


class ResCompany(models.Model):
    """The public check page of an agency."""

    _inherit = "res.company"

    sop_check_page = fields.Boolean(string="Public check page", default=True)
    sop_check_url = fields.Char(string="Address for the check page")
    sop_check_nip = fields.Boolean(string="NIP on the check page")

    @api.constrains("sop_check_url")
    def _check_sop_check_url(self):
        for company in self.filtered("sop_check_url"):
            if not _is_address(company.sop_check_url):
                raise ValidationError(
                    self.env._("The address for the check page looks like https://sop.agency.go.id, without more.")
                )

    def _sop_check_address(self):
        """Where the public finds this agency's check page: what a QR code says before the token."""
        base = self.sop_check_url or self.get_base_url()
        return base.rstrip("/") + PATH


def _is_address(text):
    """Whether a text is the address of a site that may be printed: without blanks, query or a password."""
    try:
        parts = urlsplit(text)
        port_fits = parts.port != 0
    except ValueError:
        return False
    more = parts.query or parts.fragment or parts.username or re.search(r"\s", text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port_fits and not more
