"""Every JSON, XML, YAML, TOML and PO file of the checkout can be read."""

import json
import subprocess
import sys

import yaml
from babel.messages.pofile import read_po
from lxml import etree

from sop_tools import places


def _yaml(path):
    yaml.safe_load(path.read_text())


def _json(path):
    json.loads(path.read_text())


def _po(path):
    with path.open("rb") as source:
        read_po(source, abort_invalid=True)


READERS = {
    ".json": _json,
    ".xml": etree.parse,
    ".svg": etree.parse,
    ".yml": _yaml,
    ".yaml": _yaml,
    ".po": _po,
    ".pot": _po,
}


def main():
    """Read every file that git knows or would add; name those that cannot be read."""
    bad = [complaint for path in _tracked() if (complaint := _complaint(path))]
    print("\n".join(bad) or "all files can be read")
    return len(bad)


def _tracked():
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=places.ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in names.split("\0") if name and (path := places.ROOT / name).is_file()]


def _complaint(path):
    reader = READERS.get(path.suffix)
    try:
        return reader and reader(path) and None
    except (ValueError, yaml.YAMLError, etree.XMLSyntaxError) as error:
        return f"{path.relative_to(places.ROOT)}: {error}"


if __name__ == "__main__":
    sys.exit(main())
