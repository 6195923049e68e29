import logging
from datetime import date, timedelta
from itertools import islice

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..flow import rhythm
from .engine_key import with_engine

_logger = logging.getLogger(__name__)

# Days looked through besides the working days themselves: weekends and holidays stand in between.
SLACK = 40
# A gap between dates that is worth asking the calendar twice: nobody reads forty years of it for eight dates.
LONG = timedelta(days=700)
FAILED = "mail.mail_activity_data_warning"


class SopSchedule(models.Model):
    """When a schedule is due, and its starts: each in a transaction of its own, once for each period."""

    _inherit = "sop.schedule"

    # Dates

    def _has_sound_rhythm(self):
        of_year = self.interval == 1 or 1 < self.interval <= 60 and 1900 <= self.first_year <= 2200
        of_month = self.month and 1 <= self.day <= 31
        return bool(self.every and of_year and of_month and 0 <= self.working_days_before <= 200)

    def _rhythm(self):
        if self.interval == 1:
            return rhythm.Rhythm(self.every, int(self.month), self.day)
        return rhythm.Rhythm(self.every, int(self.month), self.day, self.interval, self.first_year)

    def _starts(self, count):
        """The starts around today, in order: from the period before this one, `count` of them after today.

        :return: dict schedule -> list of (day it starts, rhythm.Occurrence); one look at each calendar
        """
        found = {schedule: schedule._occurrences(count) for schedule in self}
        starts = {}
        for calendar, schedules in self.grouped(lambda schedule: schedule.company_id.resource_calendar_id).items():
            working = schedules._working_days(calendar, found)
            for schedule in schedules:
                before = schedule.working_days_before
                starts[schedule] = [
                    (rhythm.working_day_before(occurrence.day, before, working), occurrence)
                    for occurrence in found[schedule]
                ]
        return starts

    def _occurrences(self, count):
        # Enough that `count` start after today, however many working days before their dates; one may have started
        # early, before its date was moved.
        ahead = (
            count + 3 + 2 * (self.working_days_before + SLACK) // (28 * self.interval * rhythm.MONTHS_OF[self.every])
        )
        today = self.company_id._sop_today()
        since = max(today, self.date_from or today)
        return list(islice(self._rhythm().occurrences(since), ahead))

    def _working_days(self, calendar, occurrences):
        early = self.filtered("working_days_before")
        if not early or not calendar:
            return []
        dates = sorted(occurrence.day for schedule in early for occurrence in occurrences[schedule])
        reach = timedelta(days=2 * max(early.mapped("working_days_before")) + SLACK)
        return [day for first, last in _spans(dates, reach) for day in calendar._sop_working_days(first, last)]

    def _current_and_coming(self, count):
        """dict schedule -> what should have started by now and has not, or None, and the next `count` starts.

        Of several that were missed only the last one: the period of the others is over. Both are pairs of the day it
        starts and rhythm.Occurrence.
        """
        started, split = self._started(), {}
        for schedule, starts in self._starts(count).items():
            today, since = schedule.company_id._sop_today(), schedule.date_from or date.min
            counted = [(day, one) for day, one in starts if day >= since]
            fresh = [(day, one) for day, one in counted if (schedule._origin.id, one.period) not in started]
            last = [pair for pair in counted if pair[0] <= today][-1:]
            waits = last[0] if last and last[0] in fresh else None
            split[schedule] = waits, [pair for pair in fresh if pair[0] > today][:count]
        return split

    def _coming_starts(self, count):
        """dict schedule -> the next starts, one that is due and has not been made first."""
        return {
            schedule: [*([waits] if waits and schedule.is_on else []), *coming][:count]
            for schedule, (waits, coming) in self._current_and_coming(count).items()
        }

    def _due(self):
        """dict schedule -> rhythm.Occurrence that should have started by now and has not."""
        return {schedule: waits[1] for schedule, (waits, _coming) in self._current_and_coming(0).items() if waits}

    def _started(self):
        """Pairs of schedule id and first day of a period for which there is a process already."""
        # Whoever may see the schedule may know that it has started.
        processes = (
            self.env["sop.process"]
            .sudo()
            .search_fetch([("schedule_id", "in", self._origin.ids)], ["schedule_id", "schedule_period"])
        )
        return {(process.schedule_id.id, process.schedule_period) for process in processes}

    def _note_next_date(self):
        """Keep the day of the next start, which lists, calendar and order go by."""
        # What cannot be reckoned with is refused by the table itself, in words, when it is written.
        for schedule, starts in self.filtered(lambda one: one._has_sound_rhythm())._coming_starts(1).items():
            day = starts[0][0] if starts and schedule.is_on else False
            if schedule.next_date != day:
                with_engine(schedule).next_date = day

    # Starts

    @api.model
    def _cron_start(self):
        """Start what is due; a failed start is tried again each day until the next one is due."""
        schedules = self.search([("is_on", "=", True)])
        schedules._note_next_date()  # holidays may have been loaded since
        due = {schedule: occurrence for schedule, occurrence in schedules._due().items() if schedule._may_try()}
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for schedule, occurrence in due.items():
            try:
                schedule._start(occurrence)
                self.env["ir.cron"]._commit_progress(1)
            except (OperationalError, IntegrityError):
                # Another server has started it in the meantime, which is all we want.
                self.env.cr.rollback()

    def _may_try(self):
        return self.date_tried != self.company_id._sop_today()

    def _start(self, occurrence):
        """Start the process of one occurrence, or keep the reason why it cannot start and tell the officer.

        :raises IntegrityError: it has been started at the same moment
        """
        if not self.try_lock_for_update(allow_referencing=True):
            return
        try:
            with self.env.cr.savepoint():
                self._launch(occurrence)
        except (OperationalError, IntegrityError):
            raise
        except UserError as refusal:
            self._note_failure(str(refusal))
        except Exception:
            _logger.exception("Schedule %s could not start its SOP", self.id)
            self._note_failure(self.env._("An unexpected error; the log of the server has its details."))

    def _launch(self, occurrence):
        """Start the process of an occurrence as the officer of the schedule.

        :return: sop.process
        :raises UserError: the SOP is not in force, the officer is none any more, or a column has nobody
        """
        self._check_launchable()
        officer = self.officer_id
        context = {"lang": officer.lang, "tz": officer.tz, "allowed_company_ids": self.company_id.ids}
        Process = self.env["sop.process"].with_env(self.env(user=officer.id, su=False, context=context))
        process = Process._launch([self._process_values(occurrence)])
        process._message_log(body=process.env._("Started by the schedule “%(schedule)s”.", schedule=self.name))
        self._note_start()
        return process.with_env(self.env)

    def _check_launchable(self):
        if not self.effective_id:
            raise UserError(self.env._("No version of “%(sop)s” is in force.", sop=self.template_id.name))
        if not self.officer_id.active or not self._is_officer(self.officer_id):
            raise UserError(self.env._("%(person)s is no longer an officer here.", person=self.officer_id.name))
        gone = self.member_ids.user_id.filtered(lambda user: not user.active)
        if gone:
            raise UserError(self.env._("%(people)s: no longer works here.", people=", ".join(gone.mapped("name"))))

    def _process_values(self, occurrence):
        return {
            "template_id": self.effective_id.id,
            "name": rhythm.fill(self.subject, occurrence.day),
            "period": rhythm.fill(self.period or "", occurrence.day),
            "requester_id": (self.requester_id or self.officer_id).id,
            "schedule_id": self.id,
            "schedule_period": occurrence.period,
            "member_ids": self._members(),
        }

    def _members(self):
        """The chosen people, in the columns of the version in force.

        :raises UserError: the version has a chosen column no more
        """
        columns = {executor._file_code(): executor for executor in self.effective_id.executor_ids}
        for member in self.member_ids:
            if member.executor_id._file_code() not in columns:
                raise UserError(
                    self.env._(
                        "The version in force has no column “%(column)s”; choose its people anew.",
                        column=member.executor_id.name,
                    )
                )
        return [
            fields.Command.create(
                {"executor_id": columns[member.executor_id._file_code()].id, "user_id": member.user_id.id}
            )
            for member in self.member_ids
        ]

    def _note_start(self):
        with_engine(self).write({"failure": False, "date_tried": self.company_id._sop_today()})
        self.with_context(mail_activity_automation_skip=False).activity_unlink([FAILED])
        self._note_next_date()

    def _note_failure(self, reason):
        """Keep the reason, and tell the officer once: the activity stays until it has started."""
        if reason != self.failure:
            self._message_log(body=self.env._("It could not start: %(reason)s", reason=reason))
        with_engine(self).write({"failure": reason, "date_tried": self.company_id._sop_today()})
        # Core would look for no activity, and plan none, where a client asks it to.
        heard = self.with_context(mail_activity_automation_skip=False)
        if not heard.activity_search([FAILED]):
            summary = self.env._("“%(schedule)s” could not start", schedule=self.name)
            heard.activity_schedule(FAILED, user_id=self._whom_to_tell().id, summary=summary, note=reason)

    def _whom_to_tell(self):
        """Its officer, or another officer of the agency when he is gone; the superuser where there is none."""
        if self.officer_id.active and self._is_officer(self.officer_id):
            return self.officer_id
        return self.company_id._sop_officers().sorted("id")[:1] or self.env.user


def _spans(dates, reach):
    """Spans that hold the days before each date as far as they reach; years apart where the dates are.

    :param dates: in order, :return: list of (first day, last day), in order and apart from each other
    """
    spans = []
    for date_ in dates:
        if spans and date_ - reach - spans[-1][1] < LONG:
            spans[-1] = (spans[-1][0], date_)
        else:
            spans.append((date_ - reach, date_))
    return spans
