"""The words of a record of execution; Indonesian, as the paper is."""

from base64 import b64decode, b64encode
from functools import cached_property
from textwrap import shorten

from odoo.addons.sop_planning.flow import moves
from odoo.tools.image import image_process

from ..paper.cover import Cover, Line
from ..paper.printed import clock, local, nip_line, printed_date, zone_name
from ..paper.record import Happening, Part, Record

STATES = {
    "draft": "Disiapkan",
    "running": "Berjalan",
    "suspended": "Ditangguhkan",
    "done": "Selesai",
    "cancelled": "Dibatalkan",
}
OUTCOMES = {
    "open": "Belum selesai",
    "done": "Selesai",
    "returned": "Dikembalikan",
    "skipped": "Dilewati",
    "passed": "Dialihkan",
    "dropped": "Tidak diperlukan lagi",
}
WORDS = {
    moves.SUSPEND: "Ditangguhkan oleh %(who)s",
    moves.RESUME: "Dilanjutkan oleh %(who)s",
    moves.CANCEL: "Dibatalkan oleh %(who)s",
    moves.SEND_BACK: "Dikembalikan ke langkah %(target)s oleh %(who)s",
    moves.CALL_BACK: "Ditarik kembali ke langkah %(target)s oleh %(who)s",
    moves.SKIP: "Langkah %(step)s dilewati oleh %(who)s%(exit)s",
    moves.REOPEN: "Dibuka kembali pada langkah %(target)s oleh %(who)s",
    moves.CLAIM: "Langkah %(step)s diambil oleh %(who)s",
    moves.RELEASE: "Langkah %(step)s dilepas kembali oleh %(who)s; diminta lagi: %(to)s",
    moves.DELEGATE: "Langkah %(step)s didelegasikan oleh %(who)s kepada %(to)s",
    moves.REASSIGN: "Langkah %(step)s dialihkan dari %(giver)s kepada %(to)s oleh %(who)s",
    moves.HAND_OVER: "Langkah %(step)s diserahkan dari %(giver)s kepada %(to)s",
    moves.REPLAN: "Tenggat langkah %(step)s diubah menjadi %(deadline)s oleh %(who)s",
}
PAPER_STATES = {
    "draft": "Konsep",
    "checked": "Diperiksa",
    "initialled": "Diparaf",
    "signed": "Ditandatangani",
    "stamped": "Distempel",
    "archived": "Diarsipkan",
}
ROLES = {"output": "keluaran", "requirement": "kelengkapan"}
SIGNATURE_KINDS = {"paraf": "Paraf", "signature": "Tanda tangan", "stamp": "Stempel"}
PARAF_KINDS = {"hierarchy": "Paraf hierarki", "coordination": "Paraf koordinasi"}
FATES = {"destroy": "Musnah", "permanent": "Permanen"}
SHORT = 12
# Characters of a step on the control card: which step it is, not what all it says.
LONGEST = 220
PICTURE_SIZE = (360, 160)


def size_words(size):
    """A size in bytes as people say it, e.g. '12,3 kB'."""
    if not size or size < 1000:
        return f"{size or 0} B"
    amount, unit = (size / 1000, "kB") if size < 1000000 else (size / 1000000, "MB")
    return f"{amount:.1f} {unit}".replace(".", ",")


def versioned(name, version):
    return f"{name} (versi {version})" if (version or 1) > 1 else name


def picture_of(signature):
    """Address of the picture somebody signed with, small; '' for none."""
    if not signature.image:
        return ""
    image = signature.with_context(bin_size=False).image
    content = image_process(b64decode(image), size=PICTURE_SIZE)
    return f"data:image/png;base64,{b64encode(content).decode()}"


class RecordWriter:
    """Writes the paper.record.Record of one run.

    :param evidence: run_papers.Evidence, :param findings: sentences on what is broken in its journal
    """

    def __init__(self, evidence, findings):
        self.evidence, self.findings, self.process = evidence, findings, evidence.process
        self.sop = self.process.template_id._frozen()
        self.zone = self.process.company_id.resource_calendar_id.tz

    def write_record(self, head, foot, printed):
        """:param head: paper.paged.Letterhead, :param foot: before the page number, :param printed: when and by whom"""
        return Record(
            name=self.process.display_name,
            foot=foot,
            head=head,
            facts=self._facts(),
            zone=zone_name(self.zone),
            started=local(self.process.date_start, self.zone),
            ended=local(self.process.date_end, self.zone),
            rows=tuple(self._rows()),
            documents=tuple(self._documents()),
            signatures=tuple(self._signatures()),
            dispositions=tuple(self._dispositions()),
            archives=tuple(self._archives()),
            journal=tuple(self._journal()),
            intact=not self.findings,
            printed=printed,
        )

    def write_cover(self, head, foot, printed):
        """The paper.cover.Cover of the run: a line for each step, filled by its last visit; arguments as `write`."""
        last = {found[0]: found for found in self.evidence.visits() if isinstance(found, tuple)}
        lines = [
            self._card_line(number, step, row, last.get(step))
            for number, (step, row) in enumerate(self.sop.rows.items(), 1)
        ]
        return Cover(foot, head, self._facts(), tuple(lines), printed)

    def _card_line(self, number, step, row, found):
        text = shorten(" ".join(row.text.split()), LONGEST, placeholder="…")
        if not found:
            return Line(f"{number}", text, self._columns_of(step))
        _step, visit, tasks = found
        acted = tasks.filtered(lambda task: task.state != "dropped")
        left = "" if "open" in acted.mapped("state") else max(filter(None, acted.mapped("date_done")), default=None)
        papers = [paper for papers in self._papers_by_task(step, visit, acted).values() for paper in papers]
        marks = self._marks(papers)
        again = f" (ke-{visit})" if visit > 1 else ""
        return Line(
            number=f"{number}",
            text=f"{text}{again}",
            people="\n".join(dict.fromkeys(self._who(task) for task in acted)) or self._columns_of(step),
            came=clock(local(min(tasks.mapped("date_assigned"), default=None), self.zone)),
            left=clock(local(left, self.zone)) if left else "",
            pictures=marks["pictures"],
            marks=marks["marks"],
        )

    def _who(self, task):
        person = self._person(task)
        return person["position"] or person["person"]

    def _columns_of(self, step):
        return "\n".join(self.sop.columns[key] for key in self.sop.flow.step(step).executors)

    def _facts(self):
        process, template, names = self.process, self.process.template_id, self.evidence.names
        return (
            ("Nomor SOP", template.number or "-"),
            ("Judul SOP", template.name),
            ("Versi", str(template.version)),
            ("Proses", process.name),
            ("Periode", process.period or "-"),
            ("Pemohon", names.get(process.requester_id, "")),
            ("Dimulai oleh", names.get(process.starter_id, "-")),
            ("Mulai", self._moment(process.date_start) or "-"),
            ("Selesai", self._moment(process.date_end) or "-"),
            ("Status", STATES[process.state]),
        )

    def _moment(self, when):
        return f"{clock(local(when, self.zone))} {zone_name(self.zone)}" if when else ""

    # The table

    def _rows(self):
        for found in self.evidence.visits():
            if isinstance(found, tuple):
                yield from self._visit(*found)
            else:
                yield Happening(local(found.date, self.zone), self._happened(found))

    def _visit(self, step, visit, tasks):
        """The rows of one visit: who did something in it, or, where nobody did, who was asked."""
        acted = tasks.filtered(lambda task: task.state != "dropped") or tasks
        asked_too = ", ".join(dict.fromkeys(self._name(task) for task in tasks - acted))
        row = self.sop.rows[step]
        first = {"number": str(self.sop.flow.position(step) + 1), "text": row.text, "standard": row.time}
        papers = self._papers_by_task(step, visit, acted)
        if not acted:
            yield self._part(visit, first, "Belum ada pejabat yang diminta", papers[None])
        for index, task in enumerate(acted):
            also = asked_too if not index else ""
            texts = first if not index else {"number": first["number"], "text": "", "standard": ""}
            yield self._part_of(task, visit, texts, papers[task] if index else papers[None] + papers[task], also)

    def _part(self, visit, texts, outcome, papers):
        nobody = dict.fromkeys(("person", "position"), "")
        times = dict.fromkeys(("deadline", "asked", "read", "done", "worked", "late"))
        return Part(**texts, **nobody, **times, visit=visit, outcome=outcome, **self._marks(papers))

    def _part_of(self, task, visit, texts, papers, asked_too):
        closed = task.state in ("done", "returned")
        remarks = [task.feedback, asked_too and f"Diminta juga: {asked_too}"]
        return Part(
            **texts,
            visit=visit,
            **self._person(task),
            deadline=local(task.date_deadline, self.zone),
            asked=local(task.date_assigned, self.zone),
            read=local(task.date_read, self.zone),
            done=local(task.date_done, self.zone) if task.state != "open" else None,
            worked=task.worked_hours if closed else None,
            late=task.late_hours if closed else None,
            outcome=self._outcome(task),
            remark="\n".join(filter(None, remarks)),
            **self._marks(papers),
        )

    def _person(self, task):
        """Name and office; of an outside party, the party and who recorded it."""
        name, column = self._name(task), self.sop.columns[task.executor_id.id]
        if task.executor_id.id in self.sop.outside:
            return {"person": column, "position": f"dicatat oleh {name}"}
        return {"person": name, "position": task.office or (column if column != name else "")}

    def _name(self, task):
        return self.evidence.names.get(task.user_id, task.user_id.name)

    def _outcome(self, task):
        word = OUTCOMES.get(task.state, task.state)
        if task.state == "open" and self.process.state == "suspended":
            word = STATES["suspended"]
        return f"{word}: {self.sop.exits[task.branch_id.id]}" if task.branch_id else word

    def _happened(self, event):
        """What an event of the journal says, with the words of the person."""
        known = WORDS.get(event.kind)
        word = dict(event._fields["kind"]._description_selection(event.env)).get(event.kind, event.kind)
        sentence = (known or f"{word.replace('%', '%%')}: %(who)s") % {
            "who": self._names(event.user_id),
            "giver": self._names(event.from_user_id) or "-",
            "to": self._names(event.env["res.users"].browse(event.to_user_ids or ())) or "belum ada pejabat",
            "step": self._number(event.step_id),
            "target": self._number(event.target_step_id),
            "exit": f": {self.sop.exits[event.branch_id.id]}" if event.branch_id else "",
            "deadline": self._moment(event.date_deadline) or "-",
        }
        return f"{sentence}. {event.note}" if event.note else f"{sentence}."

    def _names(self, users):
        return ", ".join(self.evidence.names.get(user, user.name) for user in users)

    def _number(self, step):
        return str(self.sop.flow.position(step.id) + 1) if step.id in self.sop.rows else "-"

    # Papers of a visit

    def _papers_by_task(self, step, visit, tasks):
        """Outputs and signatures of a visit, by the task in which they were made; None for those of nobody asked."""
        papers = {None: [], **{task: [] for task in tasks}}
        for paper in (*self.evidence.outputs, *self.evidence.signatures):
            if (paper.step_id.id, paper.visit) == (step, visit):
                maker = next((task for task in tasks if task.user_id == paper.user_id), None)
                papers[maker].append(paper)
        return papers

    def _marks(self, papers):
        signatures = [paper for paper in papers if paper._name == "sop.signature"]
        pictures = [self.pictures[signature] for signature in signatures]
        words = [SIGNATURE_KINDS[signature.kind] for signature in signatures]
        documents = [self._short(paper) for paper in papers if paper._name == "sop.output"]
        return {
            "pictures": tuple(filter(None, pictures)),
            "marks": "\n".join(word for word, picture in zip(words, pictures) if not picture),
            "signed": "\n".join(words),
            "documents": "\n".join(documents),
        }

    @cached_property
    def pictures(self):
        return {signature: picture_of(signature) for signature in self.evidence.signatures}

    def _short(self, output):
        digests = ", ".join(file["sha256"][:SHORT] for file in output.contents or ())
        text = f"{versioned(output.name, output.version)}: {PAPER_STATES[output.state]}"
        return " · ".join(filter(None, (text, digests or output.place)))

    # Lists under the table

    def _documents(self):
        """One row for each file; the first one of a document says which document it is."""
        for number, output in enumerate(self.evidence.outputs, 1):
            step = self._number(output.step_id) if output.step_id else "-"
            said = (
                f"{number}.",
                "\n".join(filter(None, (f"{output.name} ({ROLES[output.role]})", output.note))),
                str(output.version),
                PAPER_STATES[output.state] + ("" if output.is_current else "\n(diganti)"),
                step,
                "\n".join(filter(None, (output.person, self._moment(output.date)))),
            )
            files = [(f"{file['name']} ({size_words(file['size'])})", file["sha256"]) for file in output.contents or ()]
            place = (f"Naskah kertas: {output.place}" if output.place else "Tanpa berkas", "-")
            for index, file in enumerate(files or [place]):
                yield (*(said if not index else ("",) * len(said)), *file)

    def _signatures(self):
        for number, signature in enumerate(self.evidence.signatures, 1):
            papers = [versioned(paper["name"], paper.get("version")) for paper in signature.papers or ()]
            yield (
                f"{number}.",
                PARAF_KINDS.get(signature.kind == "paraf" and signature.paraf_kind, SIGNATURE_KINDS[signature.kind]),
                "\n".join(filter(None, (signature.person, signature.rank, nip_line(signature.nip)))),
                signature.position or "",
                f"{clock(local(signature.date, signature.tz))} {zone_name(signature.tz)}",
                "\n".join(papers),
                signature.digest,
                "Utuh" if signature.is_intact else "TIDAK UTUH",
            )

    def _dispositions(self):
        """Secret ones by their number alone: this paper goes on to others."""
        for disposition in self.evidence.dispositions:
            if disposition._is_secret():
                yield (disposition.number, "", "", "", "Rahasia: isi tidak ditampilkan", "")
            else:
                yield disposition._record_row()

    def _archives(self):
        for archive in self.evidence.archives:
            papers = [versioned(paper["name"], paper.get("version")) for paper in archive.papers or ()]
            yield (
                archive.number,
                archive.code,
                archive.place,
                printed_date(archive.date_until) or "Selamanya",
                FATES[archive.fate],
                "\n".join(filter(None, (archive.person, archive.position, self._moment(archive.date)))),
                "\n".join(papers),
            )

    def _journal(self):
        process = self.process
        if process.state == "draft":
            return ["Proses belum dimulai."]
        mark = f"{process.journal_count} peristiwa; tanda jurnal {process.journal_mark or '-'}."
        if not self.findings:
            return [f"{mark} Jurnal utuh: tidak ada peristiwa, tugas, dokumen, atau pesan yang berubah sejak dicatat."]
        return [f"{mark} JURNAL TIDAK UTUH:", *self.findings]
