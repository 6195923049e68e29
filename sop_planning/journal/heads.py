"""Files of heads: the last digest of each chain, kept where nobody who changes the database can change it too.

Text files, one line for each run, only ever added to: `time,agency,process,events,head`.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

COLUMNS = ("time", "agency", "process", "events", "head")


class Head(NamedTuple):
    """The end of one chain at one time."""

    time: str
    agency: str
    process: int
    events: int
    head: str


class Unusable(Exception):
    """A folder or file that cannot be used.

    :param code: why: relative, upward, missing, inside, unwritable; or faulty, for a file
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def check_folder(folder: str, forbidden: Iterable[str] = ()) -> Path:
    """The folder, once it is sure that files can be written to it.

    :param forbidden: folders of the server itself, into which nothing is written, nor below them
    :raises Unusable: a relative path, one that climbs upward, no folder, one of the server's own, or not writable
    """
    path = Path(folder)
    if not path.is_absolute() or "\0" in folder:
        raise Unusable("relative", folder)
    if ".." in path.parts:
        raise Unusable("upward", folder)
    if not path.is_dir():
        raise Unusable("missing", folder)
    real = path.resolve()
    # Neither into a folder of the server nor around one: a link does not help.
    if any(real.is_relative_to(Path(own).resolve()) for own in forbidden if own):
        raise Unusable("inside", folder)
    try:
        with tempfile.NamedTemporaryFile(dir=path, prefix=".sop-heads-"):
            return path
    except OSError as error:
        raise Unusable("unwritable", folder) from error


def file_name(agency: int, day: date) -> str:
    """Name of the file of one agency (by its id) and one day."""
    return f"sop-heads-{agency}-{day.isoformat()}.csv"


def append(path: Path, heads: Iterable[Head]) -> None:
    """Add lines to a file of heads; whoever reads it meanwhile sees it as it was, or whole.

    :raises OSError: it cannot be written; what was there is still there
    """
    before = path.read_bytes() if path.exists() else _lines([COLUMNS])
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".sop-heads-", delete=False) as file:
        try:
            file.write(before + _lines(heads))
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o640)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def read(content: str) -> list[Head]:
    """The lines of a file of heads.

    :raises Unusable: it is no such file
    """
    rows = csv.reader(io.StringIO(content))
    if tuple(next(rows, ())) != COLUMNS:
        raise Unusable("faulty", "1")
    return [_head(number, row) for number, row in enumerate(rows, start=2)]


def _head(number, row):
    try:
        time, agency, process, events, head = row
        return Head(str(datetime.fromisoformat(time)), agency, int(process), int(events), head)
    except ValueError as error:
        raise Unusable("faulty", str(number)) from error


def _lines(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
