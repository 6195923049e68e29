from . import sop_dialog
from . import sop_process_start
from . import sop_process_start_line
from . import sop_task_finish
from . import sop_process_move
from . import sop_interchange_import
from . import sop_interchange_export
from . import sop_template_return
