"""Debian's packages: those of the machine, and Odoo 19 unpacked from the unstable suite."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import places, stamps
from .talk import Stop, read, run, step

SUITE = "sid"
ODOO = "odoo-19"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

# Odoo's JavaScript and fonts are links into these packages. Font Awesome 4.7 and
# the .otf of Inconsolata are those of the stable suites.
FROM_SUITE = [
    ODOO,
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
]
FROM_MACHINE = ["fonts-font-awesome", "fonts-inconsolata"]

OTHER_WAYS = (
    "Two other ways: point at an Odoo 19 you have, `make demo ODOO=/path/to/odoo-bin "
    "ODOO_PYTHON=/path/to/its/python`, or use Docker, `docker compose up`."
)


# --- packages of the machine -------------------------------------------------


def missing(packages: list[str]) -> list[str]:
    """Those of the packages that are not installed."""
    return [name for name in packages if not _installed(name)]


def install(packages: list[str]) -> None:
    """Install what is missing of these packages, as root or through sudo."""
    wanted = missing(packages)
    if not wanted:
        return
    need_debian()
    apt = [*_as_root(wanted), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    clusters = _clusters()
    with step(f"installing {', '.join(wanted)}"):
        run([*apt, "update"], sorry="The package lists of this machine cannot be updated.", stdin=None)
        run(
            [*apt, "install", "--yes", "--no-install-recommends", *wanted],
            sorry=f"These packages cannot be installed: {' '.join(wanted)}.",
            stdin=None,
        )
        for cluster in _clusters() - clusters:
            _drop_cluster(cluster)


def offers(package: str) -> bool:
    """Whether the machine's own suite has a package."""
    if not shutil.which("apt-cache"):
        return False
    if not _have_lists():
        update_machine()
    return bool(read(["apt-cache", *_private("machine"), "show", package]))


def need_debian() -> None:
    """Say what can be done where there is no apt."""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise Stop(f"This machine has no apt-get: the set-up knows Debian only. {OTHER_WAYS}")


def can_install() -> bool:
    """Whether packages can be installed at all."""
    return os.geteuid() == 0 or bool(shutil.which("sudo"))


def _installed(name: str) -> bool:
    return read(["dpkg-query", "-W", "-f", "${db:Status-Status}", name]) == "installed"


def _as_root(wanted: list[str]) -> list[str]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    raise Stop(f"Packages are missing; ask an administrator to run: apt-get install {' '.join(wanted)}")


# --- Odoo, unpacked into the checkout ----------------------------------------


def fetch_odoo() -> None:
    """Have Odoo 19 unpacked; downloads it the first time only."""
    key = places.fingerprint(ODOO, *FROM_SUITE, *FROM_MACHINE)
    if stamps.fresh("odoo", key):
        return
    need_debian()
    stamps.lift("odoo")
    with step("reading the package lists of Debian"):
        update_machine()
        _update_suite(SUITE)
        _need_odoo()
    with step("downloading Odoo 19 (130 MB)"):
        folder = _empty(places.RUN / "download")
        _download(SUITE, FROM_SUITE, folder)
        _download("machine", FROM_MACHINE, folder)
    with step("unpacking Odoo 19"):
        unpack(folder, _empty(places.DEBIAN))
        _mend(places.DEBIAN)
        shutil.rmtree(folder)
    stamps.put("odoo", key)


def update_machine() -> None:
    """Read the machine's package lists into a folder of ours, which needs no root."""
    run(["apt-get", *_private("machine"), "update"])
    if not _have_lists():
        raise Stop(f"Debian's package lists cannot be downloaded: is the network there? {OTHER_WAYS}")


def _have_lists() -> bool:
    return any((places.RUN / "apt/machine/lists").glob("*_Packages*"))


def unpack(folder: Path, target: Path) -> None:
    """Unpack every package of a folder, without installing any."""
    for package in sorted(folder.glob("*.deb")):
        run(["dpkg", "-x", package, target], sorry=f"{package.name} cannot be unpacked.")


def download_whole(package: str, suite: str) -> Path:
    """Download a package with everything it depends on, as for a machine that has nothing."""
    update_machine()
    _update_suite(suite)
    folder = places.RUN / "apt" / suite
    (folder / "status").touch()
    run(
        ["apt-get", *_private(suite), f"-oDir::State::status={folder}/status", "-oDebug::NoLocking=1"]
        + ["install", "--download-only", "--yes", "--no-install-recommends", package],
        sorry=f"{package} cannot be downloaded.",
    )
    return folder / "cache" / "archives"


def _mirror() -> str:
    """The Debian mirror this machine already uses."""
    targets = read(
        ["apt-get", *_private("machine"), "indextargets"]
        + ["--format", "$(LABEL)|$(REPO_URI)", "Identifier: Packages"]
    )
    for line in targets.splitlines():
        label, _, address = line.partition("|")
        if label == "Debian":
            return address
    raise Stop(f"This machine uses no Debian mirror, so Odoo cannot be taken from one. {OTHER_WAYS}")


def _need_odoo() -> None:
    if not read(["apt-cache", *_private(SUITE), "show", ODOO]):
        raise Stop(
            f"Debian's suite {SUITE} no longer has {ODOO}: it moved on to another series of Odoo. "
            f"{OTHER_WAYS}"
        )


def _update_suite(suite: str) -> None:
    folder = places.RUN / "apt" / suite
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.list").write_text(f"deb [signed-by={KEYRING}] {_mirror()} {suite} main\n")
    run(
        ["apt-get", *_private(suite), "--error-on=any", "update"],
        sorry=f"The lists of Debian's suite {suite} cannot be downloaded. {OTHER_WAYS}",
    )


def _download(lists: str, packages: list[str], folder: Path) -> None:
    run(
        ["apt-get", *_private(lists), "download", *packages],
        sorry=f"These packages cannot be downloaded: {' '.join(packages)}. Try again later. {OTHER_WAYS}",
        cwd=folder,
    )


def _private(name: str) -> list[str]:
    """Options that keep the lists of apt in our folder: the machine's own, or those of a suite."""
    folder = places.RUN / "apt" / name
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    options = [f"-oDir::State::Lists={folder}/lists", f"-oDir::Cache={folder}/cache"]
    options += ["-oAPT::Sandbox::User=", "-oAcquire::Languages=none"]
    if name != "machine":
        options += [f"-oDir::Etc::sourcelist={folder}/sources.list", "-oDir::Etc::sourceparts=-"]
    return options


def _mend(prefix: Path) -> None:
    """Put an empty file where Debian removed one that every page asks for."""
    static = prefix / "usr/lib/python3/dist-packages/odoo/addons/mail/static/lib"
    lost = static / "selfie_segmentation" / "selfie_segmentation.js"
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.touch()


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


# --- what Debian's PostgreSQL brings along -----------------------------------


def _clusters() -> set[str]:
    """The PostgreSQL clusters that Debian itself manages on this machine."""
    if not shutil.which("pg_lsclusters"):
        return set()
    lines = read(["pg_lsclusters", "--no-header"]).splitlines()
    return {" ".join(line.split()[:2]) for line in lines}


def _drop_cluster(cluster: str) -> None:
    """Remove a cluster that Debian made and started while its server was being installed."""
    version, name = cluster.split()
    run([*_as_root([]), "pg_dropcluster", "--stop", version, name])
