from . import check
from . import spreadsheet
