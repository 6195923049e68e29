from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

from ..flow import moves
from .html_text import as_html


class SopProcess(models.Model):
    """What a process says in its chatter: one message for each move, in words a person understands."""

    _inherit = "sop.process"

    def _message_body(self, step, asked, feedback):
        parts = [self._message_headline(step)]
        note = step.move.reason or feedback
        if note:
            parts.append(Markup("<i>%s</i>") % as_html(note))
        parts.append(self._message_what_next(step, asked))
        return Markup("<br/>").join(part for part in parts if part)

    def _message_headline(self, step):
        rows = self.template_id._frozen().rows
        here = rows[step.before.step].title if step.before.step else ""
        if step.move.kind == moves.FINISH:
            return self._message_finished(step, here)
        return {
            moves.START: self.env._("The process has started."),
            moves.SEND_BACK: self.env._("Sent back from step %(step)s.", step=here),
            moves.SUSPEND: self.env._("The process is suspended."),
            moves.RESUME: self.env._("The process goes on."),
            moves.CANCEL: self.env._("The process is cancelled."),
        }[step.move.kind]

    def _message_finished(self, step, here):
        if not step.mine:
            return self.env._("Everyone has finished step %(step)s.", step=here)
        if step.move.exit:
            label = self.template_id._frozen().exits[step.move.exit]
            return self.env._("Step %(step)s finished: %(exit)s.", step=here, exit=label)
        return self.env._("Step %(step)s finished.", step=here)

    def _message_what_next(self, step, asked):
        if asked:
            return self._message_asked(asked)
        if step.after.status == moves.DONE:
            return self.env._("The process is done.")
        if step.move.kind == moves.FINISH:
            waiting = step.current.filtered(lambda task: task.state == "open")
            return self.env._("Still waiting for %(people)s.", people=", ".join(task._person() for task in waiting))
        return ""

    def _message_asked(self, asked):
        task = asked[0]
        title = self.template_id._frozen().rows[task.step_id.id].title
        people = ", ".join(dict.fromkeys(task._person() for task in asked))
        if not task.date_deadline:
            return self.env._("Next, step %(step)s: %(people)s.", step=title, people=people)
        until = format_datetime(
            self.env, task.date_deadline, tz=self.company_id.resource_calendar_id.tz, dt_format="short"
        )
        return self.env._("Next, step %(step)s: %(people)s, until %(until)s.", step=title, people=people, until=until)
