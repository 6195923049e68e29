from . import sop_handover
