import sys
from pathlib import Path

import odoo
from odoo import api
from odoo.cli.command import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import config


class SopImport(Command):
    """Import SOP and agency files into a database."""

    name = "sop_import"

    def run(self, args):
        """Import the files named in `args`, all or none; exits with 1 and says why when a file is faulty."""
        self.parser.add_argument("-c", "--config", help="Odoo's configuration file")
        self.parser.add_argument("-d", "--database", required=True)
        self.parser.add_argument("--effective", action="store_true", help="put new SOPs in force at once")
        self.parser.add_argument("files", nargs="+", type=Path)
        options, odoo_options = self.parser.parse_known_args(args)
        if options.config:
            odoo_options += ["-c", options.config]
        config.parse_config([*odoo_options, "-d", options.database], setup_logging=True)
        try:
            outcomes = self._import(options)
        except (UserError, OSError) as error:
            sys.exit(str(error))
        for name, outcome in outcomes:
            print(f"{name}: {outcome}")

    def _import(self, options):
        files = [(path.name, path.read_bytes()) for path in options.files]
        with Registry(options.database).cursor() as cr:
            # The command line already has the database; rights are for people.
            env = api.Environment(cr, odoo.SUPERUSER_ID, {})
            return env["sop.interchange"]._import_files(files, effective=options.effective)
