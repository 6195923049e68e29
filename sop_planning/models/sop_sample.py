from odoo import api, models
from odoo.tools import file_open

from ..interchange import reader
from .form_action import form_action

SAMPLE = "sop_planning/data/sample/sop-contoh.json"


class SopTemplate(models.Model):
    _inherit = "sop.template"

    @api.model
    def action_load_sample(self):
        """Write the sample SOP as a draft of the current agency, or open it where it is there already.

        :return: action that opens it
        :raises AccessError: the user may not write SOPs
        """
        self.check_access("create")
        with file_open(SAMPLE, "rb") as file:
            document = reader.read(file.read())
        company, interchange = self.env.company, self.env["sop.interchange"]
        there = interchange._template_of(company, document["code"], document["version"])
        return form_action(there or interchange._store(document, company, there))
