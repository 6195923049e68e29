from . import report_paperformat
from . import sop_template
from . import sop_template_paper
from . import ir_actions_report
from . import report_sop_template
from . import res_company
from . import res_config_settings
