"""The book of SOPs: what it prints, on which pages, and who may."""

import io
import re
from collections import Counter

from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import SopCase
from .printed import page_texts, page_words, squeezed

REPORT = "sop_planning_reports.sop_book"
CODES = ("tapkin", "renstra", "iku", "ikk", "rkt")
DECREE = """Menimbang : a. bahwa untuk melaksanakan Peraturan Menteri PAN dan RB Nomor 35 Tahun 2012 perlu disusun SOP;
b. bahwa berdasarkan pertimbangan pada huruf a perlu menetapkan Keputusan Kepala Badan;
Mengingat :
1. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;
2. Peraturan Menteri PAN dan RB Nomor 35 Tahun 2012 tentang Pedoman Penyusunan SOP Administrasi Pemerintahan;
MEMUTUSKAN:
Menetapkan : KEPUTUSAN KEPALA BADAN TENTANG STANDAR OPERASIONAL PROSEDUR
KESATU : SOP sebagaimana tercantum dalam lampiran keputusan ini.
KEDUA : Keputusan ini berlaku sejak tanggal ditetapkan."""


class BookCase(SopCase):
    sops = CODES

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer, cls.user = cls.person("pengelola"), cls.person("sekretaris")
        cls.book = cls.as_person(cls.env["sop.book"], cls.officer).create(cls.book_values()).sudo(False)
        cls.book.action_propose_revisions()

    @classmethod
    def book_values(cls, **values):
        return {
            "name": "Perencanaan dan Pelaporan Kinerja",
            "company_id": cls.company.id,
            "year": 2021,
            "cover_lines": "Pemerintah Kabupaten Kepulauan Selayar\nBadan Kepegawaian dan Pengembangan SDM",
            "address": "Jalan Kemiri Nomor 27 Benteng\nKode Pos 92812",
            "decree_number": "12 Tahun 2021",
            "decree_date": "2021-01-04",
            "decree_place": "Benteng",
            "decree_title": "Standar Operasional Prosedur",
            "decree_body": DECREE,
            "signer_position": "Kepala Badan",
            "signer_name": "Drs. Contoh Nama, M.Si",
            "signer_rank": "Pembina Utama Muda",
            "signer_nip": "19640101 199003 1 001",
            "scope": "Buku ini berlaku di lingkungan Badan.",
            "summary": "Lima prosedur perencanaan.",
            "definitions": "1. SOP adalah serangkaian instruksi tertulis.\n2. RKT: Rencana Kerja Tahunan.",
            "line_ids": [
                Command.create({"template_id": cls.templates[code].id, "sequence": place})
                for place, code in enumerate(CODES)
            ],
            "distribution_ids": [Command.create({"name": "Sekretariat", "copies": 2})],
            **values,
        }

    def pdf(self, book=None, user=None):
        book = book or self.book
        report = self.as_person(self.env["ir.actions.report"], user or self.officer)
        return report.with_context(force_report_rendering=True)._render_qweb_pdf(REPORT, book.ids)[0]

    def pages(self, book=None, user=None, read=page_texts):
        """Text of each page."""
        return [" ".join(text.split()) for text in read(self.pdf(book, user))]

    def plan(self, book=None):
        book = book or self.book
        counts = [len(PdfReader(io.BytesIO(line.template_id._papers_pdf())).pages) for line in book.line_ids]
        return book._plan(counts if book.with_sops else [])

    def assert_words(self, text, pages):
        """Each word of the text is printed at least as often as it is written."""
        missing = words(text) - words(" ".join(pages))
        self.assertFalse(missing)


def words(text):
    return Counter(re.findall(r"\w+", text.casefold()))


class TestBookPaper(BookCase):
    def test_pages_are_as_planned(self):
        pages, plan = self.pages(), self.plan()
        self.assertEqual(len(pages), plan.total)
        for number, page in enumerate(pages[1:], 2):
            self.assertIn(f"Buku SOP · halaman {number} dari {plan.total}", page)
        self.assertNotIn("halaman", pages[0])

    def test_contents_are_true(self):
        pages, entries = self.pages(), self.plan().entries
        [contents] = [page for page in pages if "DAFTAR ISI" in page]
        self.assertEqual(len(entries), 1 + 1 + len(CODES) + 2)
        for entry in entries:
            page = squeezed(pages[entry.page - 1]).casefold()
            self.assertIn(squeezed(entry.reference or entry.title.split(" Kepala")[0]).casefold(), page)
            line = squeezed(f"{entry.number}{entry.title}{entry.reference}{entry.page}")
            self.assertIn(line, squeezed(contents))
        for code, entry in zip(CODES, entries[2:]):
            self.assertIn(squeezed(self.templates[code].name), squeezed(pages[entry.page - 1]))
            self.assertIn("halaman 1 dari", pages[entry.page - 1])

    def test_bookmarks_lead_to_the_pages(self):
        reader = PdfReader(io.BytesIO(self.pdf()))
        numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}
        found = [numbers[item.raw_get("/Page").idnum] for item in reader.outline]
        self.assertEqual(found, [entry.page for entry in self.plan().entries])

    def test_order_of_the_parts(self):
        text = " ".join(self.pages())
        heads = (
            "STANDAR OPERASIONAL",
            "MEMUTUSKAN",
            "DAFTAR ISI",
            "PETUNJUK PENGGUNAAN",
            "DAFTAR REVISI",
            "DAFTAR DISTRI",
        )
        places = [text.index(head) for head in heads]
        self.assertEqual(places, sorted(places))

    def test_everything_written_is_printed(self):
        pages = self.pages()
        for name in (
            "name",
            "cover_lines",
            "address",
            "decree_body",
            "decree_title",
            "scope",
            "summary",
            "definitions",
        ):
            self.assert_words(self.book[name], pages)
        for code in CODES:
            for step in self.templates[code].step_ids:
                self.assertIn(squeezed(step.name), squeezed(" ".join(pages)))

    def test_each_part_is_optional(self):
        parts = {
            "with_cover": "TAHUN 2021",
            "with_decree": "MEMUTUSKAN",
            "with_contents": "DAFTAR ISI",
            "with_usage": "PETUNJUK PENGGUNAAN",
            "with_sops": "halaman 1 dari 1",
            "with_revisions": "DAFTAR REVISI",
            "with_distribution": "DAFTAR DISTRIBUSI",
        }
        everything = self.pages()
        whole = squeezed(*everything)
        for part, mark in parts.items():
            self.assertTrue(squeezed(mark) in whole or part == "with_sops", part)
            self.book[part] = False
            pages, plan = self.pages(), self.plan()
            self.assertNotIn(squeezed(mark), squeezed(*pages), part)
            self.assertEqual(len(pages), plan.total, part)
            self.assertLess(len(pages), len(everything), part)
            self.book[part] = True

    def test_a_book_of_nothing(self):
        book = self.book.create({"name": "Kosong", "company_id": self.company.id, "with_cover": False})
        with self.assertRaisesRegex(UserError, "nothing to print"):
            self.pdf(book)

    def test_a_bare_book_is_a_cover_and_its_sops(self):
        line = [Command.create({"template_id": self.templates["rkt"].id})]
        book = self.book.create(
            {"name": "Satu", "company_id": self.company.id, "line_ids": line, "with_contents": False}
        )
        pages = self.pages(book)
        self.assertEqual(len(pages), 1 + self.plan(book).total - self.plan(book).before)
        self.assertIn(squeezed(self.company.name), squeezed(pages[0]))

    def test_long_texts_go_on_over_pages(self):
        body = [f"{number}. " + " ".join(f"kata{number}x{n}" for n in range(60)) for number in range(1, 60)]
        self.book.decree_body = "Mengingat :\n" + "\n".join(body)
        self.book.definitions = " ".join(f"istilah{n}" for n in range(4000))
        self.book.distribution_ids = [Command.create({"name": f"Bidang {n}"}) for n in range(80)]
        pages, plan = self.pages(), self.plan()
        self.assertEqual(len(pages), plan.total)
        self.assert_words(f"{self.book.decree_body} {self.book.definitions}", pages)
        lists = [page for page in map(squeezed, pages) if "DAFTARDISTRIBUSI" in page]
        self.assertGreater(len(lists), 2)
        self.assertTrue(all("JumlahEksemplar" in page for page in lists))
        signed = [page for page in pages if "Contoh Nama" in page]
        self.assertIn("kata59x59", signed[0])

    def test_contents_of_several_pages(self):
        base = self.templates["rkt"]
        copies = [base.copy({"name": f"SOP salinan {n}", "number": f"X/{n}/2021"}) for n in range(45)]
        lines = [Command.create({"template_id": sop.id, "sequence": 50 + n}) for n, sop in enumerate(copies)]
        self.book.line_ids = lines
        plan = self.book._plan([2] * 50)
        contents = [page for page in plan.pages if page.part == "contents"]
        self.assertGreater(len(contents), 1)
        self.assertEqual(plan.entries[2].page, plan.before + 1)
        self.assertEqual(plan.entries[2 + 49].page, plan.before + 1 + 2 * 49)
        self.assertEqual(plan.entries[-2].page, plan.before + 1 + 2 * 50)

    def test_texts_are_escaped(self):
        self.book.write({"name": "<b>Judul</b> & {{1}}", "scope": "<script>x</script>", "address": "a <i>b</i>"})
        text = squeezed(" ".join(self.pages()))
        for part in ("<b>Judul</b>&{{1}}", "<script>x</script>", "a<i>b</i>"):
            self.assertIn(part, text)

    def test_indonesian_in_an_english_session(self):
        self.officer.lang = "en_US"
        text = squeezed(" ".join(self.pages()))
        self.assertIn("padatanggal4Januari2021", text)
        self.assertIn("04Januari2017", text)

    def test_drafts_say_so(self):
        draft = self.as_person(self.templates["rkt"], self.officer).action_new_version()["res_id"]
        self.book.line_ids[-1].template_id = draft
        pages, plan = self.pages(), self.plan()
        first = plan.entries[2 + 4].page
        self.assertIn("KONSEP", pages[first - 1])
        self.assertNotIn("KONSEP", pages[first - 2])

    def test_papers_of_the_agency(self):
        self.company.write({"sop_paper": "f4", "sop_margin_left": 25})
        reader = PdfReader(io.BytesIO(self.pdf()))
        widths = {round(float(page.mediabox.width) / 72 * 25.4) for page in reader.pages}
        self.assertEqual(widths, {330})
        self.assertEqual(len(reader.pages), self.plan().total)

    def test_an_engine_with_higher_text(self):
        """Pages that the engine breaks by itself are counted, and planned with less on them."""
        self.book.definitions = "\n".join(f"{n}. istilah" for n in range(400))
        planned = self.plan().total
        rows = self.env.ref("sop_planning_reports.book_rows").sudo()
        rows.arch = rows.arch.replace("line-height:{{line_height}}", "line-height:1.42")
        pages = self.pages(read=page_words)
        self.assertGreater(len(pages), planned)
        for number, page in enumerate(pages[1:], 2):
            self.assertIn(f"BukuSOP·halaman{number}dari{len(pages)}", squeezed(page))
        self.assert_words(self.book.definitions, pages)
        rows.arch = rows.arch.replace("line-height:1.42", "line-height:3")
        with self.assertRaisesRegex(UserError, "DejaVu Sans"):
            self.pdf()

    def test_several_books(self):
        pages = self.pages(self.book | self.book.copy())
        self.assertEqual(len(pages), 2 * self.plan().total)

    def test_file_name(self):
        self.assertEqual(self.book._paper_name(), "Buku SOP 2021 Perencanaan dan Pelaporan Kinerja")


class TestBookLists(BookCase):
    def test_revisions_are_proposed_once(self):
        rows = self.book.revision_ids
        self.assertEqual(rows.template_id, self.book.line_ids.template_id)
        self.assertIn("18/1/2021/BKPSDM", rows[-1].name)
        rows[0].note = "Disunting"
        self.book.action_propose_revisions()
        self.assertEqual(self.book.revision_ids, rows)
        self.assertEqual(rows[0].note, "Disunting")

    def test_a_new_version_is_proposed_and_replaces(self):
        old = self.templates["rkt"]
        new = old.browse(self.as_person(old, self.officer).action_new_version()["res_id"])
        self.book.action_propose_revisions()
        self.assertNotIn(new, self.book.revision_ids.template_id)
        self.put_in_force(new)
        self.book.action_add_sops()
        self.assertEqual(self.book.line_ids[-1].template_id, new)
        self.assertEqual(len(self.book.line_ids), len(CODES))
        self.book.action_propose_revisions()
        self.assertEqual(self.book.revision_ids[-1].template_id, new)
        self.assertEqual(self.book.revision_ids[-1].revision, "Revisi ke-1")

    def test_sops_in_force_are_added(self):
        book = self.book.create({"name": "Baru", "company_id": self.company.id})
        book.action_add_sops()
        self.assertEqual(book.line_ids.template_id, self.book.line_ids.template_id)
        self.assertEqual(len(book.line_ids), len(CODES))
        numbers = [number for number in book.line_ids.mapped("template_id.number") if number]
        self.assertEqual(numbers, sorted(numbers))


class TestBookAccess(BookCase):
    def test_a_user_reads_and_prints(self):
        mine = self.as_person(self.book, self.user)
        self.assertEqual(mine.name, self.book.name)
        self.assertTrue(self.pages(user=self.user))

    def test_a_user_writes_nothing(self):
        mine = self.as_person(self.book, self.user)
        for records in (mine, mine.line_ids, mine.revision_ids, mine.distribution_ids):
            with self.assertRaises(AccessError):
                records[0].write({"sequence": 3} if "sequence" in records else {"name": "x"})
            with self.assertRaises(AccessError):
                records[0].unlink()
        for action in (mine.action_add_sops, mine.action_propose_revisions):
            with self.assertRaises(AccessError):
                action()
        with self.assertRaises(AccessError):
            mine.create({"name": "x"})

    def test_a_user_does_not_print_drafts(self):
        draft = self.as_person(self.templates["rkt"], self.officer).action_new_version()["res_id"]
        self.book.line_ids[-1].template_id = draft
        with self.assertRaises(AccessError):
            self.pdf(user=self.user)

    def test_other_agency(self):
        self.import_agency("bappeda-kalbar")
        stranger = self.person("admin-sop", "bappeda-kalbar")
        theirs = self.as_person(self.book, stranger)
        self.assertFalse(theirs.search([("id", "=", self.book.id)]))
        for records in (theirs, theirs.sudo().line_ids.sudo(False), theirs.sudo().revision_ids.sudo(False)):
            with self.assertRaises(AccessError):
                records.read(["display_name"])
            with self.assertRaises(AccessError):
                records.unlink()
        with self.assertRaises(AccessError):
            theirs.distribution_ids.create({"book_id": self.book.id, "name": "x"})
        with self.assertRaises(AccessError):
            self.pdf(user=stranger)

    def test_sop_of_another_agency(self):
        self.import_agency("bappeda-kalbar")
        strange = self.import_sop("bappeda-kalbar-renja")
        with self.assertRaises(UserError):
            self.book.sudo().line_ids[0].template_id = strange
        with self.assertRaises(UserError):
            self.book.sudo().line_ids = [Command.create({"template_id": strange.id})]
        with self.assertRaisesRegex(UserError, "is not an SOP of"):
            self.book.sudo().company_id = strange.company_id

    def test_an_sop_is_in_a_book_once(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.book.line_ids = [Command.create({"template_id": self.templates["rkt"].id})]
            self.env.flush_all()
