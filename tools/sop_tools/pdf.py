"""wkhtmltopdf, with which Odoo prints.

Debian 12 was the last to have it. Where the machine's own suite has none, the program of
Debian 12 is unpacked with all its libraries into a folder of ours, and runs with those.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from . import debian, places, stamps
from .talk import Stop, say, step

PROGRAM = "wkhtmltopdf"
FONTS = ["fontconfig-config", "fonts-dejavu-core"]
LAST_SUITE = "bookworm"
FOLDER = places.RUN / PROGRAM

LAUNCHER = """#!/bin/sh
export QT_PLUGIN_PATH={libraries}/qt5/plugins
exec {loader} --library-path {paths} {folder}/usr/bin/wkhtmltopdf "$@"
"""


def packages() -> list[str]:
    """Debian's packages for paper, as far as this machine's suite has them."""
    if not shutil.which("apt-get"):
        return []
    if _found() or not debian.offers(PROGRAM):
        return FONTS
    return [*FONTS, PROGRAM]


def prepare() -> None:
    """Have the program; without it everything works but printing, which is said once."""
    if _found() or stamps.fresh("pdf", LAST_SUITE):
        return
    try:
        with step(f"taking {PROGRAM} from Debian 12"):
            _unpack()
    except Stop:
        say(f"  {PROGRAM} is not to be had here: everything works but the printing of PDFs")
    stamps.put("pdf", LAST_SUITE)


def _found() -> bool:
    return bool(shutil.which(PROGRAM)) or _runs(places.BIN / PROGRAM)


def _unpack() -> None:
    packages = debian.download_whole(PROGRAM, LAST_SUITE)
    shutil.rmtree(FOLDER, ignore_errors=True)
    debian.unpack(packages, FOLDER)
    shutil.rmtree(packages)
    _write_launcher(places.BIN / PROGRAM)
    if not _runs(places.BIN / PROGRAM):
        (places.BIN / PROGRAM).unlink()
        raise Stop(f"The {PROGRAM} of Debian 12 does not run on this machine.")


def _write_launcher(path: Path) -> None:
    """A script that runs the program with the loader and the libraries it came with."""
    loader = next(FOLDER.glob("lib*/**/ld-linux-*.so.*"))
    libraries = next(FOLDER.glob("usr/lib/*-linux-gnu*"))
    paths = f"{FOLDER}/lib/{libraries.name}:{libraries}"
    path.parent.mkdir(exist_ok=True)
    path.write_text(LAUNCHER.format(loader=loader, libraries=libraries, paths=paths, folder=FOLDER))
    path.chmod(0o755)


def _runs(program: Path) -> bool:
    if not program.exists():
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run([program, "--version"], check=False, **quiet).returncode == 0
