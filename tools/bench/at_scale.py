"""Speed at scale, in a database that it fills: `make bench ARGS=scale`, or in a new database with the addons

    tools/odoo shell -d bench < tools/bench/at_scale.py

BENCH_SIZES=1000,10000 measures at other numbers of processes. It ends with status 1 where the queries of something grow
with the data; what misses an aim of time is marked in the table, since that depends on the machine.
"""

import logging
import os
import sys
from pathlib import Path

from odoo.addons import sop_planning

sys.path.insert(0, str(Path(sop_planning.__file__).resolve().parents[1]))

from tools.bench.scale.run import main

logging.disable(logging.WARNING)
sizes = os.environ.get("BENCH_SIZES", "1000,10000,100000")
sys.exit(main(env, [int(size) for size in sizes.split(",")]))  # noqa: F821  # the shell's
