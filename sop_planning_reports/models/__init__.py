from . import ir_actions_report
from . import report_sop_template
from . import sop_template
