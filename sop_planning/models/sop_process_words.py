from markupsafe import Markup

from odoo import models

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
        if step.move.kind == moves.SKIP:
            return self._message_skipped(step, here)
        return {
            moves.CALL_BACK: self.env._("Called back from step %(step)s.", step=here),
            moves.REOPEN: self.env._("The process is open again."),
            moves.START: self.env._("The process has started."),
            moves.SEND_BACK: self.env._("Sent back from step %(step)s.", step=here),
            moves.SUSPEND: self.env._("The process is suspended."),
            moves.RESUME: self.env._("The process goes on."),
            moves.CANCEL: self.env._("The process is cancelled."),
        }[step.move.kind]

    def _message_finished(self, step, here):
        if step.move.exit:
            label = self.template_id._frozen().exits[step.move.exit]
            return self.env._("Step %(step)s finished: %(exit)s.", step=here, exit=label)
        return self.env._("Step %(step)s finished.", step=here)

    def _message_skipped(self, step, here):
        if step.move.exit:
            label = self.template_id._frozen().exits[step.move.exit]
            return self.env._("Step %(step)s skipped: %(exit)s.", step=here, exit=label)
        return self.env._("Step %(step)s skipped.", step=here)

    def _passing_body(self, passing, asked):
        """The message of a change in who is asked."""
        note = passing.step.move.reason
        parts = [self._passing_words(passing, asked), note and Markup("<i>%s</i>") % as_html(note)]
        return Markup("<br/>").join(part for part in parts if part)

    def _passing_words(self, passing, asked):
        words = {
            "step": self.template_id._frozen().rows[passing.step.before.step].title,
            "giver": ", ".join(dict.fromkeys(task._person() for task in passing.given)),
            "taker": ", ".join(dict.fromkeys(task._person() for task in asked)) or self._takers_already_asked(passing),
        }
        kind = passing.step.move.kind
        if kind == moves.CLAIM:
            words["taker"] = ", ".join(task._person() for task in passing.step.mine)
            return self.env._("%(taker)s takes step %(step)s on.", **words)
        if kind == moves.RELEASE:
            return self.env._("Step %(step)s is given back; asked again: %(taker)s.", **words)
        if not passing.asked:
            return self.env._("%(giver)s is gone, and nobody stands in for step %(step)s.", **words)
        if not passing.given:
            return self.env._("Step %(step)s: %(taker)s is asked now.", **words)
        if kind == moves.DELEGATE:
            return self.env._("%(giver)s delegates step %(step)s to %(taker)s.", **words)
        return self.env._("Step %(step)s passes from %(giver)s to %(taker)s.", **words)

    def _takers_already_asked(self, passing):
        return ", ".join(dict.fromkeys(person.user.sudo().name for _executor_id, person in passing.asked))

    def _message_what_next(self, step, asked):
        parts = [self._message_asked(asked)] if asked else []
        if step.enters and self.is_unmanned:
            parts.append(self._nobody_for(self._unmanned_columns()))
        return " ".join(parts) or self._message_no_next(step)

    def _message_no_next(self, step):
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
        until = self._local_time(task.date_deadline)
        return self.env._("Next, step %(step)s: %(people)s, until %(until)s.", step=title, people=people, until=until)
