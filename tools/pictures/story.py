"""What people do before the pictures are taken: runs in two agencies, played through the product's own dialogs.

Everybody here is named by his position; the demo's data say so too, but for the heads whose names the SOPs print.
"""

from __future__ import annotations

import base64
import io
import math
from datetime import date, timedelta
from urllib.parse import urlsplit

from person import Person
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

BALANGAN, SELAYAR = "disdukcapil-balangan", "bkpsdm-selayar"
WORDS = "Mohon ditindaklanjuti dan laporkan hasilnya."


class Story:
    """The people of the demo and the runs they play; `runs` names the records the pictures show."""

    def __init__(self, url: str, database: str):
        self._login = lambda login, password: Person(url, database, login, password)
        self._people: dict[str, Person] = {}
        self.year = date.today().year + 1
        self.runs: dict[str, int] = {}
        self.check = ""

    def person(self, name: str, agency: str) -> Person:
        """Somebody of an agency, logged in once."""
        login = f"{name}@{agency}.example"
        if login not in self._people:
            person = self._people[login] = self._login(login, "demo")
            person.speak("id_ID")  # what they do is told in the chatter in their language
        return self._people[login]

    def administrator(self) -> Person:
        """Odoo's own administrator, as the demo has him."""
        return self._login("admin", "admin")

    def tell(self) -> None:
        """Play everything."""
        self._signed_and_archived()
        self._at_a_decision()
        self._at_the_paraf()
        self._others_under_way()
        self._for_many()
        self._acting()
        self._draft()
        self._printed()

    # --- the runs ------------------------------------------------------------

    def _signed_and_archived(self) -> None:
        """From the disposition to the archive, once sent back to be corrected."""
        run = self.runs["done"] = self._start("kadis", BALANGAN, "rkt", f"RKT {self.year}")
        self._pass(run, BALANGAN, until=6)
        self._pass(run, BALANGAN, until=7, files=True)
        self._pass(run, BALANGAN, until=6, exit="Koreksi", remark="Target triwulan III belum diisi.")
        self._pass(run, BALANGAN, until=11, exit="Setuju")
        person = self._waits_for(run, BALANGAN)[0]
        archive = {"process_id": run, "code": "000.8.3", "place": "Ruang arsip Sekretariat, lemari 2, boks 14"}
        self._dialog(person, "sop.archive.write", "action_archive", archive)
        self._pass(run, BALANGAN, until=0)
        self._answer_dispositions(BALANGAN)

    def _at_a_decision(self) -> None:
        run = self.runs["decision"] = self._start("kadis", BALANGAN, "rkt", f"RKT Perubahan {self.year - 1}")
        self._pass(run, BALANGAN, until=6)
        self._pass(run, BALANGAN, until=7, files=True)

    def _at_the_paraf(self) -> None:
        run = self.runs["paraf"] = self._start("kaban", SELAYAR, "rkt", f"RKT {self.year}")
        self._pass(run, SELAYAR, until=9)
        self._pass(run, SELAYAR, until=10, files=True)
        clerk = self.person("sekretaris", SELAYAR)
        specimen = {"user_id": clerk.id, "paraf_image": scribble(150), "signature_image": scribble(300)}
        clerk.call("sop.specimen", "create", [specimen])

    def _others_under_way(self) -> None:
        for code, step in (("ikk", 2), ("iku", 2), ("renstra", 6), ("tapkin", 3)):
            run = self._start("kaban", SELAYAR, code, f"{code.upper()} {self.year}")
            self._pass(run, SELAYAR, until=step)
            self.runs[code] = run
        for subject, step in (("RKT Dinas", 4), ("RKT Sekretariat", 3)):
            run = self._start("kadis", BALANGAN, "rkt", f"{subject} {self.year}")
            self._pass(run, BALANGAN, until=step)

    def _for_many(self) -> None:
        """A process for each unit, started at once."""
        officer = self.person("pengelola", BALANGAN)
        template = officer.find("sop.template", ("code", "=", "rkt"), ("state", "=", "effective"))
        given = {"template_id": template, "by": "units", "name": f"RKT {self.year}", "period": str(self.year)}
        self.runs["mass"] = self._dialog(officer, "sop.process.start.many", "action_start", given)["res_id"]

    def _acting(self) -> None:
        officer = self.person("pengelola", SELAYAR)
        today = date.today()
        absent = {
            "kind": "plh",
            "user_id": self.person("kabid1", SELAYAR).id,
            "deputy_id": self.person("kabid2", SELAYAR).id,
            "date_from": str(today),
            "date_to": str(today + timedelta(days=4)),
            "decree": f"800/17/SP/{today.year}",
        }
        officer.call("sop.acting", "action_confirm", officer.call("sop.acting", "create", [absent]))

    def _draft(self) -> None:
        """A new version being written, with a row that the checker objects to."""
        officer = self.person("pengelola", BALANGAN)
        template = officer.find("sop.template", ("code", "=", "rkt"), ("state", "=", "effective"))
        action = officer.call("sop.template", "action_new_version", [template])
        self.runs["draft"] = action["res_id"]
        row = {"template_id": action["res_id"], "name": "Memeriksa kelengkapan", "sequence": 999}
        officer.call("sop.template.step", "create", [row])

    def _printed(self) -> None:
        """Papers on paper: each bears a code that leads to the check page, at the address the public has."""
        officer = self.person("pengelola", BALANGAN)
        [agency, _name] = officer.read("res.users", officer.id, "company_id")
        self.administrator().call("res.company", "write", [agency], {"sop_check_url": "https://sop.balangan.example"})
        papers = {
            "sop_template": officer.find("sop.template", ("code", "=", "rkt"), ("state", "=", "effective")),
            "sop_process_record": self.runs["done"],
            "sop_output": officer.find("sop.output", ("process_id", "=", self.runs["done"])),
        }
        for report, record in papers.items():
            officer.get(f"/report/pdf/sop_planning_reports.{report}/{record}")
        self.runs.update(papers)
        seal = officer.find("sop.seal", ("res_model", "=", "sop.output"), ("res_id", "=", papers["sop_output"]))
        self.check = urlsplit(officer.read("sop.seal", seal, "url")).path

    # --- what a person does ----------------------------------------------------

    def _start(self, name: str, agency: str, code: str, subject: str) -> int:
        person = self.person(name, agency)
        template = person.find("sop.template", ("code", "=", code), ("state", "=", "effective"))
        given = {"template_id": template, "name": subject, "period": str(self.year)}
        return self._dialog(person, "sop.process.start", "action_start", given)["res_id"]

    def _pass(self, run: int, agency: str, until: int, exit: str = "", files: bool = False, remark: str = "") -> None:
        """Everybody whose turn it is finishes his part, until the process stands at a step, or, at 0, is done."""
        for _turn in range(40):
            if self._number(run, agency) == until:
                return
            # One after the other: where any one of a team is enough, the others are asked no more.
            self._finish(self._waits_for(run, agency)[0], run, exit, files, remark)
        raise RuntimeError(f"process {run} of {agency} never comes to step {until}")

    def _finish(self, person: Person, run: int, exit: str, files: bool, remark: str) -> None:
        if files:
            self._file(person, run)
        given = {"process_id": run, "words": WORDS, "feedback": remark}
        step = person.read("sop.process", run, "current_step_id")[0]
        if branches := person.call("sop.template.branch", "search_read", [["step_id", "=", step]], ["name"]):
            given["branch_id"] = next(branch["id"] for branch in branches if branch["name"] == exit)
        action = self._dialog(person, "sop.task.finish", "action_finish", given)
        if action.get("res_model") == "sop.signature.write":
            context = action["context"]
            signed = {"process_id": run, "kind": context["default_kind"], "image": scribble(300)}
            self._dialog(person, "sop.signature.write", "action_sign", signed)
            self._dialog(person, "sop.task.finish", "action_finish", given)

    def _file(self, person: Person, run: int) -> None:
        """File what the step makes, as a PDF."""
        step = person.read("sop.process", run, "current_step_id")[0]
        for name in person.read("sop.template.step", step, "outputs").splitlines():
            subject = person.read("sop.process", run, "name")
            given = {"name": f"{name}.pdf", "datas": letter(name, subject), "res_model": "sop.output.file", "res_id": 0}
            upload = person.call("ir.attachment", "create", [given])
            lines = [[0, 0, {"name": name, "attachment_ids": [[6, 0, upload]]}]]
            self._dialog(person, "sop.output.file", "action_file", {"process_id": run, "line_ids": lines})

    def _answer_dispositions(self, agency: str) -> None:
        """The dispositions of the finished run are reported on, so that only those of the others are open."""
        head = self.person("kasubbag", agency)
        domain = [["user_id", "=", head.id], ["process_id", "=", self.runs["done"]]]
        for line in head.call("sop.disposition.recipient", "search", domain):
            given = {"recipient_id": line, "report": "Sudah dilaksanakan."}
            self._dialog(head, "sop.disposition.answer", "action_confirm", given)

    @staticmethod
    def _dialog(person: Person, model: str, button: str, given: dict):
        """Open a dialog, fill it in and press its button; returns what opens next."""
        [dialog] = person.call(model, "create", [given])
        return person.call(model, button, [dialog]) or {}

    # --- where a run stands ------------------------------------------------------

    def _waits_for(self, run: int, agency: str) -> list[Person]:
        officer = self.person("pengelola", agency)
        domain = [["process_id", "=", run], ["state", "=", "open"]]
        asked = [task["user_id"][0] for task in officer.call("sop.task", "search_read", domain, ["user_id"])]
        users = officer.call("res.users", "read", sorted(set(asked)), ["login"])
        return [self.person(user["login"].split("@")[0], agency) for user in users]

    def _number(self, run: int, agency: str) -> int:
        """The number of the step where it stands; 0 when it is done."""
        officer = self.person("pengelola", agency)
        step = officer.read("sop.process", run, "current_step_id")
        return officer.read("sop.template.step", step[0], "number") if step else 0


def letter(title: str, subject: str) -> str:
    """A page of PDF, in base64."""
    stream = io.BytesIO()
    page = Canvas(stream, pagesize=A4)
    page.setFont("Helvetica-Bold", 16)
    page.drawCentredString(A4[0] / 2, 760, title)
    page.setFont("Helvetica", 12)
    page.drawCentredString(A4[0] / 2, 738, subject)
    for number in range(1, 13):
        page.drawString(72, 710 - 24 * number, f"{number}.")
        page.line(96, 708 - 24 * number, 520, 708 - 24 * number)
    page.save()
    return base64.b64encode(stream.getvalue()).decode()


def scribble(width: int) -> str:
    """A drawn wave, which is nobody's signature, as PNG in base64."""
    picture = Image.new("RGBA", (width, 100), (0, 0, 0, 0))
    points = [(x, 50 + 32 * math.sin(x / 9) * math.cos(x / 31)) for x in range(8, width - 8)]
    ImageDraw.Draw(picture).line(points, fill=(20, 40, 120, 255), width=4)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()
