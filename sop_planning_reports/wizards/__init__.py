from . import sop_seal_revoke
