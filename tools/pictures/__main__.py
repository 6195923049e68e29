"""Take the pictures of the documentation from a running demo: pictures URL DATABASE CHECKOUT

The database must be that of a fresh demo: runs are played in it first (story.py), then each picture is taken in both
languages by the person who would see it (scenes.py). `make pictures` does it all.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from scenes import take
from story import Story

# Pictures that are shown elsewhere as well: in the README and on Odoo's page of apps.
ELSEWHERE = {
    "docs": ("process",),
    "sop_planning/static/description": ("process", "editor", "my-work", "dashboard"),
    "sop_planning_reports/static/description": ("paper", "record", "check"),
}


def main(url: str, database: str, root: Path) -> None:
    """Play, take, copy."""
    story = Story(url, database)
    story.tell()
    take(story, url, database, root / "docs" / "pictures")
    for folder, names in ELSEWHERE.items():
        for name in names:
            shutil.copyfile(root / "docs" / "pictures" / "en" / f"{name}.png", root / folder / f"{name}.png")


main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
