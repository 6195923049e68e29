from . import sop_seal_revoke
from . import sop_handover
