from werkzeug.exceptions import Forbidden, NotFound

from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

from ..models.sop_template_sheet import MOST, URL

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SpreadsheetController(Controller):
    """Downloads of spreadsheets; whoever may read the SOPs may have them."""

    @route(f"{URL}/<any(sop, register):kind>", type="http", auth="user", methods=["GET"])
    def spreadsheet(self, kind, ids="", **_unused):
        """The SOPs with the ids '1,2,3' as a spreadsheet, or their register; without ids, the register of all.

        :raises NotFound: one of them does not exist, or none is named, :raises Forbidden: one is not the user's to read
        """
        templates = self._templates(kind, ids)
        name, content = templates._spreadsheet() if kind == "sop" else templates._register_spreadsheet()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)

    def _templates(self, kind, ids):
        Template = request.env["sop.template"]
        try:
            if kind == "register" and not ids:
                return Template._all_of_my_agencies()
            templates = Template.browse(_numbers(ids, MOST[kind])).exists()
            templates.check_access("read")
        except AccessError as refusal:
            raise Forbidden() from refusal
        if not templates or len(templates) != len(ids.split(",")):
            raise NotFound()
        return templates


def _numbers(ids, most):
    """Different record ids from '1,2,3'."""
    words = ids.split(",")
    if not all(word.isascii() and word.isdecimal() and len(word) < 10 for word in words) or len(words) > most:
        raise NotFound()
    return list(dict.fromkeys(map(int, words)))
