import sys
from pathlib import Path

import odoo
from odoo import api
from odoo.addons.sop_planning.journal import chain, heads
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config

BATCH = 500


class SopVerify(Command):
    """Check the journals of all SOP processes in a database, and heads of journals that were kept outside it."""

    name = "sop_verify"

    def run(self, args):
        """Print what is broken; exits with 0 when all holds, 1 when something is broken, 2 when it cannot tell."""
        self.parser.add_argument("-c", "--config", help="Odoo's configuration file")
        self.parser.add_argument("-d", "--database", required=True)
        self.parser.add_argument("heads", nargs="*", type=Path, help="files of heads, as written every day")
        options, odoo_options = self.parser.parse_known_args(args)
        if options.config:
            odoo_options += ["-c", options.config]
        config.parse_config([*odoo_options, "-d", options.database], setup_logging=True)
        try:
            kept = [head for path in options.heads for head in heads.read(path.read_text())]
            broken = self._verify(options.database, kept)
        except heads.Unusable as unusable:
            self._cannot(f"not a file of heads; line {unusable.detail} is faulty")
        except (OSError, UnicodeDecodeError) as error:
            self._cannot(str(error))
        sys.exit(1 if broken else 0)

    def _cannot(self, why):
        print(why, file=sys.stderr)
        sys.exit(2)

    def _verify(self, database, kept):
        with Registry(database).cursor() as cr:
            # The command line already has the database; rights are for people.
            env = api.Environment(cr, odoo.SUPERUSER_ID, {})
            return self._verify_journals(env) + self._verify_heads(env, kept)

    def _verify_journals(self, env):
        """Check every started process; prints the first break of each.

        :return: how many are broken
        """
        processes = env["sop.process"].search([("state", "!=", "draft")], order="id")
        events = unchained = broken = 0
        for start in range(0, len(processes), BATCH):
            for key, run in processes[start : start + BATCH]._runs().items():
                events += len(run.events)
                unchained += run.is_unchained
                findings = chain.check(run)
                broken += bool(findings)
                if findings:
                    number, what, fact = findings[0]
                    print(f"process {key} ({run.row['name']}), event {number}: {what}{fact and f' ({fact})'}")
        print(f"{len(processes)} processes, {events} events: {broken} broken, {unchained} not sealed")
        return broken

    def _verify_heads(self, env, kept):
        """Hold the heads against the journals; prints those that no longer hold."""
        broken = env["res.company"]._sop_compare_heads(kept)
        for head, what in broken:
            print(f"process {head.process}, event {head.events}, head kept at {head.time}: {what}")
        if kept:
            print(f"{len(kept)} heads: {len(broken)} broken")
        return len(broken)
