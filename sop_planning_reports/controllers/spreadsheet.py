from werkzeug.exceptions import Forbidden, NotFound

from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

from ..models.spreadsheet_url import MOST, REGISTERS, SHEETS, URL

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SpreadsheetController(Controller):
    """Downloads of spreadsheets; whoever may read the SOPs, processes or archive files may have them."""

    @route(f"{URL}/<any({', '.join(SHEETS)}):kind>", type="http", auth="user", methods=["GET"])
    def spreadsheet(self, kind, ids="", **_unused):
        """The records with the ids '1,2,3' as a spreadsheet, or their register; without ids, the register of all.

        :raises NotFound: one of them does not exist, or none is named, :raises Forbidden: one is not the user's to read
        """
        model, method = SHEETS[kind]
        name, content = getattr(self._records(request.env[model], kind, ids), method)()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)

    def _records(self, model, kind, ids):
        try:
            if kind in REGISTERS and not ids:
                return model._all_of_my_agencies()
            records = model.browse(_numbers(ids, MOST[kind])).exists()
            records.check_access("read")
        except AccessError as refusal:
            raise Forbidden() from refusal
        if not records or len(records) != len(ids.split(",")):
            raise NotFound()
        return records


def _numbers(ids, most):
    """Different record ids from '1,2,3'."""
    words = ids.split(",")
    if not all(word.isascii() and word.isdecimal() and len(word) < 10 for word in words) or len(words) > most:
        raise NotFound()
    return list(dict.fromkeys(map(int, words)))
