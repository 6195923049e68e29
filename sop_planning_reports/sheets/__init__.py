"""Spreadsheets of the official paper, written with xlsxwriter from plain data. Never imports odoo.

    content = write_sops([Sop(name="Penyusunan RKT", layout=layout, paper=A4, ...)], chart.absolute)   # bytes
    content = write_register([Register(...)])

Cells hold what the paper says, as text that no program takes for a formula, a link or a number; the flowchart is a
picture that lies exactly over the executor columns of its page, and moves and grows with them.
"""

from .data import Register, RegisterRow, Sop
from .register import write_register
from .sop import write_sops

__all__ = ["Register", "RegisterRow", "Sop", "write_register", "write_sops"]
