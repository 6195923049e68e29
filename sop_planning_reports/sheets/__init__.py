"""Spreadsheets of the official paper, written with xlsxwriter from plain data. Never imports odoo.

    content = write_sops([Sop(name="Penyusunan RKT", layout=layout, paper=A4, ...)], chart.absolute)   # bytes
    content = write_register([Register(...)])
    content = write_records([paper.record.Record(...)], A4)
    content = write_archives([paper.archive.ArchiveRegister(...)], A4)

Cells hold what the paper says, as text that no program takes for a formula, a link or a number; the flowchart is a
picture that lies exactly over the executor columns of its page, and moves and grows with them.
"""

from .archive import write_archives
from .data import Register, RegisterRow, Sop
from .record import write_records
from .register import write_register
from .sop import write_sops

__all__ = ["Register", "RegisterRow", "Sop", "write_archives", "write_records", "write_register", "write_sops"]
