"""The nine SOPs of data/ as tables, without Odoo."""
import json
from pathlib import Path

from flow.chart import Activity, Headings, Lane, Table, Texts
from flow.graph import Exit, Flow, Step

DATA = Path(__file__).resolve().parents[2] / "data"
UNITS = {"minute": "menit", "hour": "jam", "day": "hari", "week": "minggu", "month": "bulan"}
LABELS = {"no": "number", "activity": "activity", "executors": "executors", "standard": "quality",
          "requirements": "requirements", "time": "time", "outputs": "outputs", "remark": "remark"}


def nine_tables():
    """File name -> Table."""
    return {path.stem: _table(json.loads(path.read_text())) for path in sorted(DATA.glob("*.json"))}


def _table(sop):
    steps = sop["steps"]
    flow = Flow(tuple(_step(number, step) for number, step in enumerate(steps, 1)))
    lanes = tuple(Lane(executor["code"], executor["label"]) for executor in sop["executors"])
    activities = tuple(Activity(number, _texts(number, step)) for number, step in enumerate(steps, 1))
    printed = sop["print"]
    headings = {LABELS[key]: label for key, label in printed.get("labels", {}).items() if key in LABELS}
    total = ("Jumlah waktu", "230 menit") if printed.get("total") else None
    return Table(flow, lanes, activities, Headings(**headings), printed.get("column_numbers", False), total)


def _step(number, step):
    exits = tuple(Exit((number, way["label"]), way["label"], None if way["to"] == "end" else way["to"])
                  for way in step.get("exits", ()))
    return Step(number, tuple(step["executors"]), exits)


def _texts(number, step):
    time = step.get("time") or {}
    spent = f"{time['value']} {UNITS[time['unit']]}" if time else ""
    listed = ("\n".join(step.get(key, ())) for key in ("requirements", "outputs"))
    requirements, outputs = listed
    return Texts(f"{number}.", step["text"], requirements, spent, outputs, step.get("remark", ""))
