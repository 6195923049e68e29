"""The dashboard and "My work": whose figures, that each is what its list shows, and what both pages cost."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.exceptions import AccessError, UserError

from . import test_reporting
from .test_query_budgets import QueryBudgetCase

# Six count and name: what runs by SOP, unit and step in one reading, what waits in one, the trend in one, the times in
# one, and the names of SOPs and steps; one reads the units to choose from. The others are the user, his agency and its
# time zone, as in any request, and for a head which units he heads, or stands in for.
DASHBOARD = {"pengelola": 9, "kaban": 14, "staf": 12}
# Two for each of the five parts, the list and the count; the rest are the names of processes, people and officials.
MY_WORK = 26


class OverviewCase(test_reporting.ReportingCase):
    """An SOP of Bidang I, done by the head of the agency and the secretary in turn; Monday 23 November 2026, 8:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = "Asia/Makassar"
        cls.kabid1, cls.staf, cls.officer = cls.person("kabid1"), cls.person("staf"), cls.person("pengelola")
        cls.unit = cls.env["hr.department"].search([("manager_id.user_id", "=", cls.kabid1.id)])

    def setUp(self):
        super().setUp()
        self.template = self.sop((1, "hour"), (1, "hour"), (1, "day"), (1, "day"))
        self.first = self.begin(self.template, self.zone, "2026-11-23 08:00:00")
        self.second = self.begin(self.template, self.zone, "2026-11-23 08:00:00")
        self.finish(self.second, self.kaban, self.zone, "2026-11-23 10:00:00")

    def unit_of(self, user):
        return self.unit

    def at(self, moment="2026-11-23 10:30:00"):
        self.env.invalidate_all()
        return freeze_time(test_reporting.utc(self.zone, moment))

    def figures(self, user, moment="2026-11-23 10:30:00", **choice):
        with self.at(moment):
            return self.as_person(self.env["sop.dashboard"], user).figures(**choice)

    def work(self, user, moment="2026-11-23 10:30:00"):
        with self.at(moment):
            return self.as_person(self.env["sop.my.work"], user).overview()

    def cancel(self, process):
        Move = self.as_person(self.env["sop.process.move"], self.officer)
        Move.create({"process_id": process.id, "kind": "cancel", "reason": "Batal"}).action_confirm()

    def suspend(self, process):
        Move = self.as_person(self.env["sop.process.move"], self.officer)
        Move.create({"process_id": process.id, "kind": "suspend", "reason": "Tunda"}).action_confirm()


class TestDashboard(OverviewCase):
    def values(self, figures):
        keys = ("running", "late", "mine", "unmanned", "suspended", "started", "finished")
        return {key: figures[key]["value"] for key in keys}

    def test_what_runs_and_is_late(self):
        """At half past ten the head of the agency is late with the first; on Tuesday the secretary too, with hers."""
        expected = {"running": 2, "late": 1, "mine": 0, "unmanned": 0, "suspended": 0, "started": 2, "finished": 0}
        self.assertEqual(self.values(self.figures(self.officer)), expected)
        later = self.figures(self.officer, "2026-11-24 10:30:00")
        self.assertEqual(self.values(later), {**expected, "late": 2})
        self.suspend(self.second)
        self.cancel(self.first)
        ended = self.figures(self.officer, "2026-11-24 10:30:00")
        self.assertEqual(self.values(ended), {**expected, "running": 0, "late": 0, "suspended": 1})

    def test_waiting_for_me(self):
        self.assertEqual(self.figures(self.kaban)["mine"]["value"], 1)
        self.assertEqual(self.figures(self.sekretaris)["mine"]["value"], 1)

    def test_by_sop_unit_and_step(self):
        figures = self.figures(self.officer)
        counts = {
            kind: [(row["name"], row["running"]["value"], row["late"]["value"]) for row in figures[f"by_{kind}"]]
            for kind in ("sop", "unit", "step")
        }
        steps = self.template.step_ids
        self.assertEqual(counts["sop"], [(self.template.display_name, 2, 1)])
        self.assertEqual(counts["unit"], [(self.unit.name, 2, 1)])
        self.assertEqual(counts["step"], [(steps[0].display_name, 1, 1), (steps[1].display_name, 1, 0)])

    def test_versions_are_one_sop(self):
        new = self.template.browse(self.template.action_new_version()["res_id"])
        self.put_in_force(new)
        self.start(new, self.kaban)
        (row,) = self.figures(self.officer)["by_sop"]
        self.assertEqual((row["name"], row["running"]["value"]), (new.display_name, 3))

    def test_an_sop_of_no_unit(self):
        self.unit = self.env["hr.department"]
        self.begin(self.sop((1, "hour"), name="Lain"), self.zone, "2026-11-23 08:00:00")
        names = {row["name"]: row for row in self.figures(self.officer)["by_unit"]}
        self.assertEqual(names["Without a unit"]["running"]["value"], 1)
        self.assert_lists_agree(self.officer)

    def test_each_figure_is_what_its_list_shows(self):
        self.suspend(self.begin(self.template, self.zone, "2026-11-20 08:00:00"))
        done = self.begin(self.template, self.zone, "2026-11-02 08:00:00")
        for person, moment in zip(
            (self.kaban, self.sekretaris) * 2, ("11-02 09:00", "11-03 09:00", "11-04 09:00", "11-20 09:00")
        ):
            self.finish(done, person, self.zone, f"2026-{moment}:00")
        self.assertEqual(done.state, "done")
        for user in (self.officer, self.kabid1, self.kaban, self.sekretaris, self.staf):
            self.assert_lists_agree(user)

    def assert_lists_agree(self, user, moment="2026-11-24 10:30:00"):
        for days in (30, 90, 365):
            figures = self.figures(user, moment, days=days)
            with self.at(moment):
                Process, Report = (self.as_person(self.env[name], user) for name in ("sop.process", "sop.task.report"))
                counted = [(key, figure) for key, figure in self.flat(figures) if "value" in figure]
                self.assertGreater(len(counted), 15)
                for key, figure in counted:
                    self.assertEqual(Process.search_count(figure["domain"]), figure["value"], (user.name, days, key))
                for row in (figures["done"], *figures["times"]):
                    self.assertEqual(Report.search_count(row["domain"]), row["done"], (user.name, days, row["name"]))

    def flat(self, value, path=""):
        """All figures in an answer, with where they stand."""
        if isinstance(value, dict):
            if "domain" in value:
                yield path, value
            for key, part in value.items():
                yield from self.flat(part, f"{path}/{key}")
        elif isinstance(value, list):
            for part in value:
                yield from self.flat(part, path)

    def test_trend(self):
        """Weeks begin on Monday where the agency works: Sunday night in Greenwich is Monday in Makassar."""
        self.begin(self.template, self.zone, "2026-11-16 00:30:00")
        self.begin(self.template, self.zone, "2026-11-15 23:30:00")
        trend = self.figures(self.officer)["trend"]
        self.assertEqual([span["started"]["value"] for span in trend[-3:]], [1, 1, 2])
        self.assertEqual([span["label"] for span in trend[-3:]], ["9 Nov", "16 Nov", "23 Nov"])
        self.assertEqual(len(self.figures(self.officer, days=365)["trend"]), 13)
        self.assertEqual(self.figures(self.officer, days=30)["started"]["value"], 4)

    def test_history_ends_with_the_period(self):
        old = self.begin(self.template, self.zone, "2026-06-01 08:00:00")
        self.finish(old, self.kaban, self.zone, "2026-06-01 09:00:00")
        for days, started, done in ((90, 2, 1), (365, 3, 2)):
            figures = self.figures(self.officer, days=days)
            self.assertEqual((figures["started"]["value"], figures["done"]["done"]), (started, done))

    def test_real_against_standard_time(self):
        """Two hours were worked on a step of one hour, an hour of them late."""
        figures = self.figures(self.officer)
        done = {key: figures["done"][key] for key in ("done", "late", "worked", "planned")}
        self.assertEqual(done, {"done": 1, "late": 1, "worked": 2, "planned": 1})
        (row,) = figures["times"]
        self.assertEqual((row["name"], row["worked"], row["planned"]), (self.template.display_name, 2, 1))

    def test_days_that_are_over_are_read_once(self):
        """What comes later is added to what is kept, and so is what one comes to take part in."""
        Dashboard = type(self.env["sop.dashboard"])
        read = []

        def noted(dashboard, domain, _sql=Dashboard._sums_sql):
            read.append(domain)
            return _sql(dashboard, domain)

        with patch.object(Dashboard, "_sums_sql", noted):
            for moment in ("2026-11-25 08:00:00", "2026-11-25 09:00:00"):
                self.figures(self.officer, moment)
            self.assertEqual(len(read), 3)
            self.finish(self.first, self.kaban, self.zone, "2026-11-25 09:30:00")
            for moment, done in (("2026-11-25 10:00:00", 2), ("2026-11-26 10:00:00", 2), ("2026-11-27 10:00:00", 2)):
                self.assertEqual(self.figures(self.officer, moment)["done"]["done"], done, moment)
            self.assertEqual(self.figures(self.staf, "2026-11-27 10:00:00")["done"]["done"], 0)
            with_engine(self.first)._participate(self.staf)
            self.assertEqual(self.figures(self.staf, "2026-11-27 10:00:00")["done"]["done"], 1)

    def test_one_unit(self):
        kaban_unit = self.env["hr.department"].search([("manager_id.user_id", "=", self.kaban.id)])
        other = self.env["hr.department"].search([("manager_id.user_id", "=", self.person("kabid2").id)])
        for unit, running in ((self.unit, 2), (kaban_unit, 2), (other, 0)):
            figures = self.figures(self.officer, unit_id=unit.id)
            self.assertEqual(figures["running"]["value"], running)
            self.assertEqual(figures["started"]["value"], running)
            self.assertEqual(figures["done"]["done"], running // 2)
        self.assertIn({"id": self.unit.id, "name": self.unit.name}, figures["units"])

    def test_units_of_one_name(self):
        twins = self.unit.create([{"name": "Seksi", "parent_id": unit.id} for unit in (self.unit, self.unit.parent_id)])
        names = self.env["sop.dashboard"]._unit_names(twins | self.unit)
        self.assertEqual(names[twins[0].id], f"Seksi ({self.unit.name})")
        self.assertEqual(names[self.unit.id], self.unit.name)

    def test_whose_figures(self):
        """Head: of his units, though he takes part in nothing. Employee: what he takes part in. Others: nothing."""
        self.import_agency("bappeda-kalbar")
        seen = {
            user.login.split("@")[0]: (figures["scope"], figures["running"]["value"], figures["done"]["done"])
            for user in (self.officer, self.kabid1, self.sekretaris, self.person("kabid2"), self.staf)
            for figures in (self.figures(user),)
        }
        self.assertEqual(
            seen,
            {
                "pengelola": ("agency", 2, 1),
                "kabid1": ("units", 2, 1),
                "sekretaris": ("units", 2, 1),
                "kabid2": ("units", 0, 0),
                "staf": ("own", 0, 0),
            },
        )
        for user in (self.staf, self.person("kabid2"), self.person("pengelola", "bappeda-kalbar")):
            figures = self.figures(user)
            self.assertFalse([key for key, figure in self.flat(figures) if figure.get("value")])
            self.assertNotIn(self.template.name, str(figures))

    def test_another_unit_does_not_open_its_figures(self):
        for days in (30, 365):
            figures = self.figures(self.staf, days=days, unit_id=self.unit.id)
            self.assertFalse([key for key, figure in self.flat(figures) if figure.get("value")])

    def test_wrong_people_and_input(self):
        Dashboard = self.as_person(self.env["sop.dashboard"], self.officer)
        for days, unit in ((7, False), ("90", False), (None, False), ([], False), (90, "x"), (90, [1]), (90, {})):
            with self.assertRaises(UserError):
                Dashboard.figures(days, unit)
        self.assertEqual(Dashboard.figures(90, 987654321)["running"]["value"], 0)
        nobody = self.env["res.users"].create({"login": "x", "name": "X", "group_ids": self.env.ref("base.group_user")})
        for model, method in (("sop.dashboard", "figures"), ("sop.my.work", "overview")):
            with self.assertRaises(AccessError):
                getattr(self.env[model].with_user(nobody), method)()


class TestMyWork(OverviewCase):
    def rows(self, work, part, *names):
        return [tuple(row[name] for name in names) for row in work[part]["rows"]]

    def test_my_tasks(self):
        work = self.work(self.kaban)
        step = self.template.step_ids[0]
        self.assertEqual((work["tasks"]["count"], work["tasks"]["late"]), (1, 1))
        self.assertEqual(
            self.rows(work, "tasks", "process_id", "step", "late"), [(self.first.id, step.display_name, True)]
        )
        self.suspend(self.first)
        self.assertEqual(self.work(self.kaban)["tasks"]["count"], 0)

    def test_the_most_urgent_first(self):
        for hour in (9, 8, 10):
            self.begin(self.template, self.zone, f"2026-11-23 {hour:02}:00:00")
        rows = self.work(self.kaban)["tasks"]["rows"]
        deadlines = [self.env["sop.task"].browse(row["id"]).date_deadline for row in rows]
        self.assertEqual(deadlines, sorted(deadlines))
        self.assertEqual(len(rows), 4)

    def test_a_few_of_many(self):
        with self.at("2026-11-23 09:00:00"):
            for number in range(12):
                self.start(self.template, self.kaban, f"Uji {number}")
        part = self.work(self.kaban)["tasks"]
        self.assertEqual((part["count"], len(part["rows"])), (13, 10))
        self.assert_lists_agree(self.kaban)

    def assert_lists_agree(self, user):
        work = self.work(user)
        with self.at():
            for part in ("tasks", "dispositions", "sent", "answers", "coming"):
                Model = self.as_person(self.env[work[part]["model"]], user)
                self.assertEqual(Model.search_count(work[part]["domain"]), work[part]["count"], part)

    def test_what_i_sent_and_where_it_is(self):
        """The head sent the second on to the secretary; the first, which he started, is with himself."""
        self.assertEqual(self.rows(self.work(self.kaban), "sent", "id"), [(self.second.id,)])
        ((person, step),) = self.rows(self.work(self.kaban), "sent", "person", "step")
        self.assertIn(self.sekretaris.name, person)
        self.assertEqual(step, self.template.step_ids[1].display_name)
        self.assertEqual(self.work(self.sekretaris)["sent"]["count"], 0)
        self.suspend(self.second)
        self.assertEqual(self.rows(self.work(self.kaban), "sent", "suspended", "due"), [(True, "")])
        self.cancel(self.second)
        self.assertEqual(self.work(self.kaban)["sent"]["count"], 0)

    def test_who_started_it_without_a_step(self):
        with self.at("2026-11-23 09:00:00"):
            process = self.start(self.template, self.officer)
        self.assertEqual(self.rows(self.work(self.officer), "sent", "id"), [(process.id,)])
        self.assert_lists_agree(self.officer)

    def test_what_will_come_to_me(self):
        """Step 1 waits for the head: step 2 comes to the secretary next, and step 3 to the head in two steps."""
        coming = self.rows(self.work(self.sekretaris), "coming", "id", "my_number", "away")
        self.assertEqual(coming, [(self.first.id, 2, 1), (self.second.id, 4, 2)])
        coming = self.rows(self.work(self.kaban), "coming", "id", "my_number", "away")
        self.assertEqual(coming, [(self.second.id, 3, 1), (self.first.id, 3, 2)])
        for user in (self.kaban, self.sekretaris, self.staf):
            self.assert_lists_agree(user)

    def test_nothing_comes_after_the_last_step(self):
        self.finish(self.second, self.sekretaris, self.zone, "2026-11-23 10:10:00")
        self.finish(self.second, self.kaban, self.zone, "2026-11-23 10:20:00")
        self.assertEqual(self.rows(self.work(self.kaban), "coming", "id"), [(self.first.id,)])
        self.assertEqual(self.rows(self.work(self.sekretaris), "coming", "id"), [(self.first.id,)])

    def test_filters_of_the_list_are_mine(self):
        """Turned round they find no more than what he may read anyway."""
        Process = self.as_person(self.env["sop.process"], self.staf)
        for name in ("sent_by_me", "coming_to_me"):
            self.assertFalse(Process.search([(name, "=", True)]))
            self.assertFalse(Process.search([(name, "=", False)]))
            theirs = self.as_person(Process, self.sekretaris)
            kept = theirs.search([(name, "=", True)]) | theirs.search([(name, "=", False)])
            self.assertEqual(kept, theirs.search([]))

    def test_dispositions(self):
        """Told of it, without what it says: whoever reads that has opened it."""
        with self.at("2026-11-23 10:15:00"):
            self.dispose(
                self.kaban, self.first, self.kabid1, words="Rahasia dapur", date_due="2026-11-20", urgency="urgent"
            )
        work = self.work(self.kabid1)
        self.assertEqual((work["dispositions"]["count"], work["dispositions"]["late"]), (1, 1))
        self.assertEqual(self.rows(work, "dispositions", "urgency", "unread", "late"), [("Urgent", True, True)])
        self.assertNotIn("Rahasia dapur", str(work))
        line = self.env["sop.disposition.recipient"].browse(work["dispositions"]["rows"][0]["id"])
        self.assertFalse(line.date_read, "to look at the page is not to open the disposition")
        self.assertEqual(self.work(self.kaban)["answers"]["rows"][0]["id"], line.id)
        self.assert_lists_agree(self.kabid1)
        self.assert_lists_agree(self.kaban)
        self.as_person(line, self.kabid1)._answer("done", "Sudah")
        self.assertEqual(self.work(self.kabid1)["dispositions"]["count"], 0)
        self.assertEqual(self.work(self.kaban)["answers"]["count"], 0)

    def test_nobody_elses_work(self):
        work = self.work(self.staf)
        self.assertEqual(
            [work[part]["count"] for part in ("tasks", "dispositions", "sent", "answers", "coming")], [0] * 5
        )
        self.assertNotIn(self.template.name, str(work))


class TestBudgets(QueryBudgetCase):
    """What the pages cost does not depend on how much there is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staf, cls.officer = cls.person("staf"), cls.person("pengelola")

    def cost(self, model, method, user):
        # The first ones warm the caches of the registry: rights, rules, what is frozen of a version.
        for _turn in range(3):
            asked = self.as_person(self.env[model], user)
            with self.cold() as counted:
                getattr(asked, method)()
        return counted[0]

    def test_dashboard(self):
        template = self.chain(12)
        self.launch(template, 3)
        for name, budget in DASHBOARD.items():
            few = self.cost("sop.dashboard", "figures", self.person(name))
            self.assertLessEqual(few, budget, name)
        others = [self.chain(6) for _more in range(4)]
        for more in others:
            self.launch(more, 20)
        self.fill(template, 2_000)
        for name, budget in DASHBOARD.items():
            self.assertLessEqual(self.cost("sop.dashboard", "figures", self.person(name)), budget, name)

    def test_my_work(self):
        self.launch(self.chain(12), 3)
        for user in (self.kaban, self.sekretaris):
            self.cost("sop.my.work", "overview", user)
        few = [self.cost("sop.my.work", "overview", user) for user in (self.kaban, self.sekretaris)]
        for _more in range(4):
            self.launch(self.chain(6), 20)
        many = [self.cost("sop.my.work", "overview", user) for user in (self.kaban, self.sekretaris)]
        self.assertEqual(many, few)
        self.assertLessEqual(max(many), MY_WORK)
