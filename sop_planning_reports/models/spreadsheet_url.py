"""Where spreadsheets are downloaded, and what each of them is made of."""

URL = "/sop_planning_reports/spreadsheet"
# A download names its records in its address.
MOST = {"sop": 200, "register": 1000, "record": 200, "archive": 1000}
# Kind -> model, method that gives name and content.
SHEETS = {
    "sop": ("sop.template", "_spreadsheet"),
    "register": ("sop.template", "_register_spreadsheet"),
    "record": ("sop.process", "_record_spreadsheet"),
    "archive": ("sop.archive", "_register_spreadsheet"),
}
# Kinds that list all the user may read, where none is named.
REGISTERS = ("register", "archive")


def download(kind, records):
    """The action that downloads a spreadsheet of records."""
    return {
        "type": "ir.actions.act_url",
        "url": f"{URL}/{kind}?ids={','.join(map(str, records.ids))}",
        "target": "download",
    }
