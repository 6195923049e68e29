"""People and SOPs for the load test, in Odoo's shell; prints what the clients need as JSON."""

import json
import sys
from pathlib import Path

from odoo.addons import sop_planning_reports

ROOT = Path(sop_planning_reports.__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "sop_planning")]

from tests.racing import RaceCase  # noqa: E402
from tests.serving import PASSWORD  # noqa: E402


class Seed(RaceCase):
    """What the race tests make for themselves, in the database of the shell."""

    registry = env.registry  # noqa: F821


Seed._clean()
with Seed.committed() as own:
    Seed.users = Seed._create_people(own)
    own["res.users"].browse(Seed.users.values()).password = PASSWORD
    own["res.company"].browse(Seed.company_id).sop_sign_confirm = "none"
# The rows of each SOP: columns separated by blanks, a column the letters of its people.
rows = {"relay": ("a", "b", "c"), "joint": ("a b", "c d"), "team": ("ab", "cd", "ab"), "paraf": ("a", "b")}
sops = {name: Seed.sop(*row, asks=("paraf",) if name == "paraf" else ()) for name, row in rows.items()}
print(json.dumps({"users": Seed.users, "sops": sops, "rows": rows}))
