"""Where things are, and the settings a person may give through the environment."""

from __future__ import annotations

import ast
import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / ".run"
LOGS = RUN / "log"
STAMPS = RUN / "stamps"
BIN = RUN / "bin"
DEBIAN = RUN / "odoo"
VENV = RUN / "venv"
CONF = RUN / "odoo.conf"
DATA = RUN / "data"

OWN_ODOO = os.environ.get("ODOO", "")
OWN_PYTHON = os.environ.get("ODOO_PYTHON", "")
PORT = os.environ.get("ODOO_PORT", "") or "8069"
INTERFACE = os.environ.get("ODOO_INTERFACE", "") or "127.0.0.1"
DEMO_DB = os.environ.get("SOP_DB", "") or "sop_demo"

# Two checkouts on one machine never share a name outside their own folder.
MARK = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def addons() -> list[str]:
    """The addons of this checkout, in the order of their names."""
    return sorted(manifest.parent.name for manifest in ROOT.glob("*/__manifest__.py"))


def dependencies() -> list[str]:
    """The modules of Odoo that the addons ask for, without the addons themselves."""
    wanted: set[str] = set()
    for addon in addons():
        manifest = ast.literal_eval((ROOT / addon / "__manifest__.py").read_text())
        wanted.update(manifest.get("depends", []))
    return sorted(wanted.difference(addons())) or ["base"]


def addon_files() -> list[Path]:
    """Every file of the addons that a database may depend on."""
    return [path for addon in addons() for path in files_under(ROOT / addon)]


def documents(*folders: str) -> list[Path]:
    """The interchange files in folders of data/, in the order in which they are imported."""
    return [path for folder in folders for path in sorted((ROOT / "data" / folder).glob("*.json"))]


def files_under(folder: Path) -> list[Path]:
    """The files below a folder, in a fixed order, without what Python leaves behind."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    )


def fingerprint(*parts: str | Path) -> str:
    """A short digest of texts and of the names and contents of files."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            digest.update(str(part).encode() + b"\0" + part.read_bytes())
        else:
            digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:16]
