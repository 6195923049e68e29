"""Documents of a run: filing, versions, requirements, limits, archive."""

import base64
import hashlib

from freezegun import freeze_time

from odoo.addons.sop_planning.flow import moves
from odoo.addons.sop_planning.journal import chain
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command

from .common import SopCase
from .papers import PDF, PNG, FilesDocuments


class OutputCase(FilesDocuments, SopCase):
    """A run of the RKT: the Kepala Badan's first step is done, the secretary is asked."""

    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        cls.kaban, cls.sekretaris, cls.staf = cls.person("kaban"), cls.person("sekretaris"), cls.person("staf")
        cls.officer = cls.person("pengelola")
        cls.process = cls.start(cls.template, cls.kaban)

    def assert_intact(self, process=None):
        process = process or self.process
        self.env.flush_all()
        self.assertEqual(process._findings(), {})


class TestFiling(OutputCase):
    def test_a_document_is_filed_with_its_digest(self):
        output = self.file(self.kaban, self.process, "Draft RKT")
        self.assertEqual((output.name, output.version, output.state, output.role), ("Draft RKT", 1, "draft", "output"))
        self.assertEqual(output.file_ids.raw, PDF)
        self.assertEqual(output.contents[0]["sha256"], hashlib.sha256(PDF).hexdigest())
        self.assertEqual((output.file_ids.res_model, output.file_ids.res_id), ("sop.process", self.process.id))
        self.assertEqual(output.person, self.kaban.name)
        event = self.process.event_ids.sorted("id")[-1]
        self.assertEqual((event.kind, event.note), ("paper", "Draft RKT"))
        self.assertIn("Draft RKT", self.process.message_ids[0].body)
        self.assertEqual(self.process.message_ids[0].attachment_ids, output.file_ids)
        self.assert_intact()

    def test_the_same_name_is_a_further_version(self):
        first = self.file(self.kaban, self.process, "Draft RKT")
        second = self.file(self.kaban, self.process, " draft  RKT ", PDF + b"%2", "rkt2.pdf")
        self.assertEqual((second.version, second.previous_id, second.is_current), (2, first, True))
        self.assertFalse(first.is_current)
        self.assertEqual(self.process.output_count, 1)
        self.assert_intact()

    def test_the_same_file_twice_is_one(self):
        first = self.file(self.kaban, self.process, "Draft RKT")
        events = len(self.process.event_ids)
        again = self.file(self.kaban, self.process, "Draft RKT", file_name="salinan.pdf")
        self.assertEqual(again, first)
        self.assertEqual(len(self.process.event_ids), events)
        other = self.file(self.kaban, self.process, "Lampiran", file_name="salinan.pdf")
        self.assertEqual(other.file_ids, first.file_ids, "one file, two documents")

    def test_a_paper_outside_has_a_place(self):
        output = self.file(self.kaban, self.process, "Buku besar", content=None, place="Lemari 2, map merah")
        self.assertEqual((output.place, output.file_ids.ids), ("Lemari 2, map merah", []))
        with self.assertRaisesRegex(UserError, "Buku kecil"):
            self.file(self.kaban, self.process, "Buku kecil", content=None)
        with self.assertRaises(UserError):
            self.file(self.kaban, self.process, "  ")
        self.assert_intact()

    def test_who_may_file(self):
        for user in (self.kaban, self.officer):
            self.file(user, self.process, f"Dokumen {user.id}", PDF + str(user.id).encode())
        for user in (self.sekretaris, self.staf):  # they take part, but are not asked now
            with self.assertRaises(UserError), self.cr.savepoint():
                self.file(user, self.process, "Sisipan")
        self.done(self.kaban, self.process)
        self.file(self.sekretaris, self.process, "Sisipan")
        self.as_person(self.process, self.kaban)._play_each(self._cancel())
        with self.assertRaises(UserError):
            self.file(self.sekretaris, self.process, "Terlambat")

    def _cancel(self):
        return moves.Move(moves.CANCEL, reason="salah")

    def test_files_are_read_by_readers_of_the_process_only(self):
        output = self.file(self.kaban, self.process, "Draft RKT")
        self.import_agency("bappeda-kalbar")
        for user in (self.staf, self.officer):
            self.assertEqual(self.as_person(output, user).file_ids.raw, PDF)
        outsider = self.env["res.users"].create(
            {
                "name": "Petugas lain",
                "login": "petugas@lain.example",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("sop_planning.group_sop_user").ids)],
            }
        )
        for user in (outsider, self.person("pengelola", "bappeda-kalbar")):
            with self.assertRaises(AccessError):
                self.as_person(output, user).read(["name"])
            with self.assertRaises(AccessError):
                self.as_person(output.file_ids, user).read(["raw"])

    def test_no_file_is_opened_to_everybody(self):
        file = self.file(self.kaban, self.process, "Draft RKT").file_ids
        for user in (self.kaban, self.officer, self.env.ref("base.user_admin")):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.as_person(file, user).write({"public": True})
            with self.assertRaises(UserError), self.cr.savepoint():
                self.as_person(file, user).generate_access_token()
        self.assertFalse(file.public or file.access_token)

    def test_finishing_files_what_is_sent_along(self):
        self.done(self.kaban, self.process)
        expected = self.process.sudo()._expected_outputs()
        self.inbox(self.sekretaris).action_feedback("sudah", attachment_ids=self.upload(self.sekretaris).ids)
        outputs = self.process.output_ids
        self.assertEqual(outputs.mapped("name"), expected if len(expected) == 1 else ["rkt.pdf"])
        self.assertEqual(self.process.message_ids[0].attachment_ids, outputs.file_ids)
        self.assertEqual([event.kind for event in self.process.event_ids.sorted("id")[-2:]], ["paper", "finish"])
        self.assert_intact()

    def test_ticked_off_together_each_process_keeps_its_files(self):
        both = self.process | self.start(self.template, self.kaban)
        for process in both:
            self.done(self.kaban, process)
        activities = self.inbox(self.sekretaris).filtered(lambda activity: activity.res_id in both.ids)
        activities.action_feedback("sudah", attachment_ids=self.upload(self.sekretaris).ids)
        for process in both:
            self.assertEqual(process.output_ids.file_ids.mapped("res_id"), process.ids)
            self.assertEqual(process.message_ids[0].attachment_ids, process.output_ids.file_ids)
            self.assert_intact(process)

    def test_the_dialog_proposes_the_outputs_of_the_step(self):
        self.done(self.kaban, self.process)
        Dialog = self.as_person(self.env["sop.task.finish"], self.sekretaris)
        dialog = Dialog.create({"process_id": self.process.id})
        self.assertEqual(dialog.line_ids.mapped("name"), self.process.sudo()._expected_outputs())
        line = dialog.line_ids[0]
        line.attachment_ids = self.upload(self.sekretaris)
        dialog.action_finish()
        self.assertEqual(self.process.output_ids.name, line.name)
        self.assertEqual(self.process.current_step_id.number, 3)

    def test_the_filing_dialog(self):
        Dialog = self.as_person(self.env["sop.output.file"], self.kaban)
        dialog = Dialog.create({"process_id": self.process.id})
        with self.assertRaises(UserError):
            dialog.action_file()
        dialog.line_ids = [Command.create({"name": "Lampiran", "attachment_ids": self.upload(self.kaban).ids})]
        dialog.action_file()
        self.assertEqual(self.process.output_ids.name, "Lampiran")
        again = Dialog.create({"process_id": self.process.id})
        self.assertIn("version 1", again.line_ids.filtered(lambda line: line.name == "Lampiran").there)


class TestLimits(OutputCase):
    def refused(self, sentence, name, content):
        before = self.process.output_ids
        with self.assertRaisesRegex(UserError, sentence), self.cr.savepoint():
            self.file(self.kaban, self.process, "Draft RKT", content, name)
        self.assertEqual(self.process.output_ids, before)

    def test_too_large(self):
        self.company.sop_file_mb = 1
        self.refused("1.5 MB; 1 MB", "besar.pdf", PDF + b"0" * (3 << 19))
        self.company.sop_file_mb = 0
        self.file(self.kaban, self.process, "Draft RKT", PDF + b"0" * (3 << 19))

    def test_kinds(self):
        self.refused("exe", "virus.exe", b"MZ" + b"0" * 100)
        self.refused("is not what its name says", "palsu.pdf", b"<html><script>alert(1)</script></html>")
        self.refused("is empty", "kosong.txt", b"")
        self.file(self.kaban, self.process, "Foto", PNG, "foto.PNG")
        self.company.sop_file_types = "png"
        self.refused("Allowed: png", "lain.pdf", PDF)
        self.company.sop_file_types = ""
        self.file(self.kaban, self.process, "Peta", b"peta", "peta.dwg")
        with self.assertRaises(ValidationError):
            self.company.sop_file_types = "pdf, ../x"

    def test_a_file_of_a_draft_process_is_not_changed_into_another_kind(self):
        draft = self.process.copy({"name": "Rancangan"})
        self.assertEqual(draft.state, "draft")
        File = self.as_person(self.env["ir.attachment"], self.person("pengelola"))
        file = File.create({"name": "a.pdf", "raw": PDF, "res_model": "sop.process", "res_id": draft.id})
        for values in ({"name": "a.exe"}, {"raw": b"MZ"}, {"datas": base64.b64encode(b"MZ")}, {"raw": b""}):
            with self.subTest(values=values), self.assertRaises(UserError), self.cr.savepoint():
                file.write(values)
        file.write({"name": "b.pdf", "raw": PDF + b"\n"})
        self.company.sop_file_types = "png"
        file.write({"raw": file.raw, "mimetype": file.mimetype})  # as core moves it to another store

    def test_the_chatter_has_the_same_limits(self):
        file = self.as_person(self.env["ir.attachment"], self.kaban)
        with self.assertRaises(UserError):
            file.create({"name": "a.exe", "raw": b"MZ", "res_model": "sop.process", "res_id": self.process.id})


class TestRequirements(OutputCase):
    def until_awaiting(self):
        """Play on until a step needs what an earlier one makes."""
        for _step in range(12):
            process = self.process.sudo()
            if process._missing_papers():
                return process.task_ids.filtered(lambda task: task.state == "open").user_id[:1]
            user = process.task_ids.filtered(lambda task: task.state == "open").user_id[:1]
            self.done(user, self.process, label=process.current_step_id.branch_ids[:1].name)
        raise AssertionError("no step of this SOP needs what an earlier one makes")

    def test_missing_is_said(self):
        user = self.until_awaiting()
        mine = self.as_person(self.process, user)
        missing = mine.missing_papers
        self.assertIn("not in the process yet", mine.my_papers_html)
        self.assertEqual(
            self.as_person(self.env["sop.task.finish"], user).create({"process_id": self.process.id}).missing, missing
        )
        self.file(user, self.process, missing.split(", ")[0])
        self.env.invalidate_all()
        self.assertNotIn(missing.split(", ")[0], mine.missing_papers or "")
        self.assertIn("/web/content/", mine.my_papers_html)

    def test_the_setting_stops(self):
        user = self.until_awaiting()
        self.company.sop_requirement_gate = "stop"
        step = self.process.current_step_id
        with self.assertRaises(RedirectWarning) as stopped, self.cr.savepoint():
            self.as_person(self.inbox(user), user).action_feedback("tanpa berkas")
        self.assertIn("Missing", stopped.exception.args[0])
        for name in self.process.sudo()._missing_papers():
            self.file(user, self.process, name, PDF + name.encode())
        self.env.invalidate_all()
        self.done(user, self.process, label=step.branch_ids[:1].name)
        self.assertNotEqual(self.process.current_step_id, step)

    def test_the_setting_stops_each_of_several(self):
        """Ticked off together in the inbox, no run goes on because another one has its documents."""
        user = self.until_awaiting()
        other, self.process = self.process, self.start(self.template, self.kaban)
        self.assertEqual(self.until_awaiting(), user)
        for name in other.sudo()._missing_papers():
            self.file(user, other, name, PDF + name.encode())
        self.company.sop_requirement_gate = "stop"
        for first in (other, self.process):
            activities = self.inbox(user).filtered(lambda activity: activity.res_id in (other | self.process).ids)
            activities = activities.sorted(lambda activity, first=first: activity.res_id != first.id)
            with self.assertRaises(RedirectWarning) as stopped, self.cr.savepoint():
                activities.action_feedback()
            self.assertIn("Missing", stopped.exception.args[0])


class TestArchive(OutputCase):
    def to_archive_step(self):
        for step in self.template.step_ids:
            if step.asks_archive:
                break
        while self.process.current_step_id != step:
            open_task = self.process.task_ids.filtered(lambda task: task.state == "open")[:1]
            self.done(open_task.user_id, self.process, label=self.process.current_step_id.branch_ids[:1].name)
        user = self.process.task_ids.filtered(lambda task: task.state == "open").user_id[:1]
        for kinds in self.as_person(self.process, user)._my_owed().values():
            self.sign_step(user, self.process, kinds[0])
        return user

    def test_the_last_step_archives(self):
        with freeze_time("2026-11-23 03:00:00"):
            self.file(self.kaban, self.process, "RKT")
            user = self.to_archive_step()
            with self.assertRaises(RedirectWarning), self.cr.savepoint():
                self.inbox(user).action_feedback("arsip")
            archive = self.put_away(user, self.process)
        self.assertEqual(archive.number, "001/ARSIP/2026")
        self.assertEqual(str(archive.date_until), "2031-11-23")
        self.assertEqual((archive.fate, archive.output_ids.state), ("destroy", "archived"))
        self.done(user, self.process)
        self.assertEqual(self.process.state, "done")
        self.assert_intact()

    def test_archived_stays_as_it_is(self):
        self.file(self.kaban, self.process, "RKT")
        user = self.to_archive_step()
        self.put_away(user, self.process)
        with self.assertRaisesRegex(UserError, "is archived"):
            self.file(user, self.process, "RKT", PDF + b"%2")

    def test_an_officer_archives_a_closed_process(self):
        self.file(self.kaban, self.process, "RKT")
        with self.assertRaises(UserError), self.cr.savepoint():
            self.put_away(self.officer, self.process)
        self.to_archive_step()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.put_away(self.officer, self.process)
        self.as_person(self.process, self.officer)._play_each(moves.Move(moves.CANCEL, reason="batal"))
        with self.assertRaises(UserError), self.cr.savepoint():
            self.put_away(self.kaban, self.process)
        self.company.sop_retention_years = 0
        archive = self.put_away(self.officer, self.process)
        self.assertEqual((archive.fate, archive.date_until), ("permanent", False))
        with self.assertRaises(UserError):
            self.put_away(self.officer, self.process)  # nothing is left
        self.assert_intact()

    def test_a_foreign_document_is_not_archived_with_it(self):
        foreign = self.start(self.template, self.kaban)
        other = self.file(self.kaban, foreign, "Lain")
        self.file(self.kaban, self.process, "RKT")
        user = self.to_archive_step()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.put_away(user, self.process, output_ids=[Command.set((other | self.process.output_ids).ids)])
        self.assertEqual(other.state, "draft")

    def test_tampering_shows(self):
        self.file(self.kaban, self.process, "RKT")
        user = self.to_archive_step()
        archive, output = self.put_away(user, self.process), self.process.output_ids
        for table, record, change in (
            ("sop_archive", archive, "fate = 'permanent'"),
            ("sop_output", output, "state = 'signed'"),
            ("sop_output", output, "name = 'Lain'"),
            ("sop_output", output, "contents = '[]'"),
        ):
            with self.subTest(change), self.cr.savepoint() as savepoint:
                self.env.flush_all()
                self.cr.execute(f"UPDATE {table} SET {change} WHERE id = %s", [record.id])  # pylint: disable=sql-injection
                found = self.process._findings()
                self.assertEqual(found[self.process.id][0].what, chain.PAPER)
                savepoint.rollback()
        self.assert_intact()
