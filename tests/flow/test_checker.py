"""What the checker says: the nine real SOPs, an example of every code, and agreement with exhaustive search."""
import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from flow.checker import CODES, ERROR, ODDITY, Column, Paper, Place, Row, check, errors
from flow.checker.subject import subject_of
from flow.graph import Exit, Flow, Step
from hypothesis import given
from hypothesis import strategies as st

from .flows import NOWHERE, bounded, paper_of, sound_flows, wild_flows

DATA = Path(__file__).resolve().parents[2] / "data"

# Each line is a defect that SOP_FORMAT.md names, or one argued beside it.
NINE = {
    # "a step with its subject in the text": row 3, and in row 4 the kasubbag after the introduction.
    "kesbangpol-kaltim-rkt": [(Place("step", 3), "subject_in_text"), (Place("step", 4), "subject_in_text")],
    "polhukam-rkt": [],
    # "dates that contradict": made in 2023, in force in 2013.
    "disdukcapil-balangan-rkt": [(Place("identity", "effective"), "effective_before_created")],
    # "copied outputs": row 7 of each of the five, and row 10 of the IKU.
    "bkpsdm-selayar-tapkin": [(Place("step", 7), "output_repeats")],
    # "a broken number 15//2021".
    "bkpsdm-selayar-renstra": [
        (Place("identity", "number"), "number_part_empty"), (Place("step", 7), "output_repeats"),
    ],
    "bkpsdm-selayar-iku": [(Place("step", 7), "output_repeats"), (Place("step", 10), "output_repeats")],
    "bkpsdm-selayar-ikk": [(Place("step", 7), "output_repeats")],
    "bkpsdm-selayar-rkt": [(Place("step", 7), "output_repeats")],
    # "empty kelengkapan", and "Kepala Badan menelaah ...".
    "bappeda-kalbar-renja": [(Place("step", 4), "requirements_missing"), (Place("step", 5), "subject_in_text")],
}


def paper_of_file(name):
    sop = json.loads((DATA / f"{name}.json").read_text())
    identity, rows = sop["identity"], dict(enumerate(sop["steps"], 1))
    dates = {key: date.fromisoformat(identity[key]) for key in ("created", "revised", "effective") if key in identity}
    return Paper(
        identity.get("number", ""), **dates,
        executors=tuple(Column(executor["code"], executor["label"]) for executor in sop["executors"]),
        flow=Flow(tuple(_step(number, row) for number, row in rows.items())),
        rows={number: _row(row) for number, row in rows.items()},
        sources=tuple(entry for key in ("legal_basis", "relations", "equipment") for entry in identity.get(key, ())),
    )


def _step(number, row):
    exits = tuple(Exit(way["label"], way["label"], None if way["to"] == "end" else way["to"])
                  for way in row.get("exits", ()))
    return Step(number, tuple(row["executors"]), exits)


def _row(row):
    entries = (tuple(row.get(key, ())) for key in ("requirements", "outputs"))
    return Row(row["text"], *entries, row.get("time", {}).get("value", 0))


def chain(*rows):
    """A sound SOP of rows one after the other; a row is a Row, or (requirements, outputs, text)."""
    filled = [row if isinstance(row, Row) else Row(row[2] if len(row) > 2 else "Menyusun", *row[:2], 5) for row in rows]
    flow = Flow(tuple(Step(number, ("staf",)) for number, _row in enumerate(filled, 1)))
    return paper_of(flow, rows=dict(enumerate(filled, 1)))


def found(paper):
    return [(finding.place, finding.code) for finding in check(paper)]


def facts(paper, code):
    return [dict(finding.facts) for finding in check(paper) if finding.code == code]


class TestNine:

    def test_every_file_is_pinned(self):
        assert {path.stem for path in DATA.glob("*.json")} == NINE.keys()

    @pytest.mark.parametrize("name", NINE)
    def test_exactly_the_known_oddities(self, name):
        assert found(paper_of_file(name)) == NINE[name]

    @pytest.mark.parametrize("name", NINE)
    def test_nothing_stops_them(self, name):
        assert errors(check(paper_of_file(name))) == ()

    @pytest.mark.parametrize("name, subjects", [
        ("kesbangpol-kaltim-rkt", ["Kasubbag perencanaan", "kasubbag sungram koordinasi"]),
        ("bappeda-kalbar-renja", ["Kepala Badan"]),
    ])
    def test_the_subjects_are_quoted(self, name, subjects):
        assert [each["subject"] for each in facts(paper_of_file(name), "subject_in_text")] == subjects


class TestStructure:

    def test_an_empty_sop(self):
        assert found(Paper()) == [(Place("sop"), "no_steps")]

    def test_a_loop_without_exit(self):
        flow = Flow((Step(1, ("staf",)), Step(2, ("staf",), (Exit("a", "Ya", 1), Exit("b", "Tidak", 2)))))
        assert found(paper_of(flow)) == [
            (Place("sop"), "end_unreached"), (Place("step", 1), "no_way_out"), (Place("step", 2), "no_way_out"),
        ]

    def test_a_trap_beside_the_way(self):
        flow = Flow((
            Step(1, ("staf",), (Exit("a", "Ya", None), Exit("b", "Tidak", 2))),
            Step(2, ("staf",), (Exit("c", "Ya", 2), Exit("d", "Tidak", 2))),
        ))
        assert found(paper_of(flow)) == [(Place("step", 2), "no_way_out")]

    def test_an_unreachable_step(self):
        flow = Flow((
            Step(1, ("staf",), (Exit("a", "Ya", 3), Exit("b", "Tidak", None))), Step(2, ("staf",)), Step(3, ("staf",)),
        ))
        assert found(paper_of(flow)) == [(Place("step", 2), "step_unreachable")]

    def test_a_decision_with_one_exit(self):
        paper = paper_of(Flow((Step(1, ("staf",), (Exit("a", "Ya", None),)),)))
        assert found(paper) == [(Place("step", 1), "exits_too_few")]
        assert facts(paper, "exits_too_few") == [{"label": "Ya"}]

    def test_an_exit_to_nowhere(self):
        paper = paper_of(Flow((Step(1, ("staf",), (Exit("a", "Ya", None), Exit("b", "Tidak", 9))),)))
        assert found(paper) == [(Place("step", 1, "b"), "exit_nowhere")]
        assert facts(paper, "exit_nowhere") == [{"label": "Tidak", "target": 9}]

    def test_two_exits_with_one_label(self):
        paper = paper_of(Flow((Step(1, ("staf",), (Exit("a", "Ya", None), Exit("b", " YA", 1))),)))
        assert found(paper) == [(Place("step", 1, "b"), "exit_label_shared")]

    def test_a_step_without_executor(self):
        paper = paper_of(Flow((Step(1, ()), Step(2, ("staf", "kadis")))))
        assert found(paper) == [(Place("step", 1), "executor_missing"), (Place("step", 2), "executor_missing")]
        assert facts(paper, "executor_missing") == [{"unknown": ()}, {"unknown": ("kadis",)}]


class TestIdentity:

    @pytest.mark.parametrize("number", [
        "15//2021/BKSPDM", "800/   /2023", "/12/2023", "12/2023/", "800/.../2023", "OT..01/2",
    ])
    def test_a_number_with_an_empty_part(self, number):
        assert found(replace(chain(((), ())), number=number))[0] == (Place("identity", "number"), "number_part_empty")

    @pytest.mark.parametrize("number", ["", "-", "14/1/2021/BKPSDM", "OT.01.02-034.De.6", "470/ 257 /2023", "A - 1"])
    def test_a_whole_number(self, number):
        assert "number_part_empty" not in {code for _place, code in found(replace(chain(((), ())), number=number))}

    def test_dates_out_of_order(self):
        paper = chain((("Berkas",), ("Berkas",)))
        paper = replace(paper, created=date(2023, 8, 15), revised=date(2023, 8, 14), effective=date(2013, 8, 15))
        assert found(paper) == [
            (Place("identity", "revised"), "revised_before_created"),
            (Place("identity", "effective"), "effective_before_created"),
        ]
        assert facts(paper, "revised_before_created") == [{"created": date(2023, 8, 15), "revised": date(2023, 8, 14)}]

    def test_dates_may_be_one_day_or_missing(self):
        day, paper = date(2023, 8, 15), chain((("Berkas",), ("Berkas",)))
        assert found(replace(paper, created=day, revised=day, effective=day)) == []
        assert found(replace(paper, effective=day)) == []

    def test_two_columns_with_one_label(self):
        paper = chain((("Berkas",), ("Berkas",)))
        paper = replace(paper, executors=(*paper.executors, Column("lain", "  staf")))
        assert found(paper) == [(Place("executor", "lain"), "label_shared")]
        assert facts(paper, "label_shared") == [{"label": "  staf", "first": "staf"}]


class TestMutuBaku:

    def test_nothing_given(self):
        codes = [code for _place, code in found(chain(Row("Menyusun")))]
        assert codes == ["requirements_missing", "time_missing", "outputs_missing"]

    def test_a_dash_is_nothing(self):
        assert [code for _place, code in found(chain((("-",), ("Berkas",))))] == ["requirements_missing"]

    def test_a_row_the_paper_lacks_is_empty(self):
        assert [code for _place, code in found(replace(chain(((), ())), rows={}))] == [
            "requirements_missing", "time_missing", "outputs_missing"]


class TestSubject:

    @pytest.mark.parametrize("text, subject", [
        ("Kepala Badan menelaah, mempertimbangkan kembali, selanjutnya membuat keputusan", "Kepala Badan"),
        ("Kasubbag perencanaan memerintahkan analis untuk mengetik surat", "Kasubbag perencanaan"),
        ("Kasubbag. Rencana Kerja menyusun draft", "Kasubbag. Rencana Kerja"),
        ("Ka. Subbag Umum akan memaraf surat", "Ka. Subbag Umum"),
        ("a. Sekretaris menerima berkas", "Sekretaris"),
        ("- Petugas loket menyerahkan KTP-el", "Petugas loket"),
        ("Para Kepala Bidang menyampaikan usulan", "Kepala Bidang"),
        ("Selanjutnya Sekretaris memeriksa berkas", "Sekretaris"),
        ("Staf yang ditunjuk mengetik surat", "Staf yang ditunjuk"),
        ("Tim teknis ke lapangan", "Tim"),
        ("Bidang dan Sekretariat menyusun usulan", "Bidang dan Sekretariat"),
        ("Forum SKPD membahas rancangan", "Forum SKPD"),
        ("Setelah surat diterima, Kasubbag memeriksa berkas", "Kasubbag"),
        ("Jika lengkap, maka Kepala Dinas menandatangani", "Kepala Dinas"),
    ])
    def test_named(self, text, subject):
        assert subject_of(text) == subject

    @pytest.mark.parametrize("text", [
        "",
        "Menerima, menelaah dan memberi arahan kepada kasubag",
        "Mendisposisi surat kepada Sekretaris",
        "Rapat pembahasan penyusunan usulan RKT",
        "Rapat Sosialisasi Pengisian Form RKT Kepala Bidang/Subbag",
        "Koreksi draft RKT dari bidang dan Sekretariat",
        "Disposisi kepada Kasubbag Program untuk melakukan penyusunan RKT",
        "Perencanaan kegiatan Penyusunan RKT",
        "Pengarsipan RKT",
        "Hasil pembahasan dari Forum SKPD dikembalikan kepada Kasubbag. Rencana Kerja melalui Sekretaris",
        "Rencana Kerja yang telah dibuat, dibahas bersama (Sekretariat dan Bidang)",
        "Tim penyusun RKT dibentuk oleh Kepala Badan",
        "Dinas luar bagi pegawai",
        "Setelah surat diterima, memeriksa berkas dan melaporkan kepada Sekretaris",
        "Setelah diterima dari Kasubbag, Kabid, dan Kepala Badan, menyusun laporan",
        "Pelaksanaan rapat oleh Kepala Bidang",
    ])
    def test_not_named(self, text):
        assert subject_of(text) == ""

    def test_the_label_of_a_column_is_a_subject(self):
        labels = ("Analisis Program dan kegiatan", "Pelaksana (JP)")
        assert subject_of("Analisis Program dan kegiatan mengetik surat", labels) == "Analisis Program dan kegiatan"
        assert subject_of("Analisis program dan kegiatan tahun lalu", labels) == ""


class TestCopiedOutputs:

    def test_copied(self):
        copied = (("Hasil Koreksi Draft IKU",), ("Hasil koreksi draft IKU",), "Memberi petunjuk kepada Staf")
        assert facts(chain(copied), "output_repeats") == [{"output": "Hasil koreksi draft IKU"}]

    def test_a_state_reached_before(self):
        checked = ("Draft IKU yang telah diperiksa",)
        assert len(facts(chain((checked, checked, "Memaraf draft IKU")), "output_repeats")) == 1

    @pytest.mark.parametrize("text", ["Mengisi Form RKT", "Menyampaikan kepada Sekretaris"])
    def test_a_form_keeps_its_name(self, text):
        assert found(chain((("Form RKT",), ("Form RKT",), text))) == []


class TestPapers:

    @pytest.mark.parametrize("output, requirement", [
        ("Draft TAPKIN", "draft tapkin yang telah diketik"),
        ("Konsep surat keputusan", "Surat Keputusan"),
        ("Dokumen RENSTRA telah diparaf", "RENSTRA"),
        ("Usulan kegiatan", "Usulan-usulan kegiatan dan anggaran"),
        ("RKT", "Rencana Kerja Tahunan (yang sudah di tanda tangani)"),
        ("Indikator Kinerja Utama", "Dokumen IKU"),
        ("Rencana Strategis", "Renstra SKPD"),
        ("Berita acara", "Dokumen"),
        ("Dokumen RKT/Koreksi RKT", "RKT yang sudah ditandatangani"),
    ])
    def test_one_document_under_two_names(self, output, requirement):
        assert found(chain((("Berkas",), (output,)), ((requirement,), ("Laporan",)))) == []

    def test_an_output_nobody_takes_up(self):
        paper = chain((("Berkas",), ("Berita acara rapat", "Data rekam")), (("Data rekam",), ("Kartu",)))
        assert found(paper) == [(Place("step", 1), "output_unused")]
        assert facts(paper, "output_unused") == [{"output": "Berita acara rapat"}]

    def test_a_text_takes_up_what_it_names(self):
        rows = (("Berkas",), ("Berita acara rapat",)), (("Data rekam",), ("Kartu",), "Mengirim berita acara rapat")
        assert "output_unused" not in {code for _place, code in found(chain(*rows))}

    @pytest.mark.parametrize("text", ["Mengetik IKU", "Mengetik indikator kinerja"])
    def test_a_text_may_abbreviate_what_it_names(self, text):
        rows = (("Berkas",), ("Indikator Kinerja Utama",)), (("ATK",), ("Kartu",), text)
        assert "output_unused" not in {code for _place, code in found(chain(*rows))}

    def test_a_step_does_not_take_up_its_own_output(self):
        again = Step(1, ("staf",), (Exit("a", "Ya", 2), Exit("b", "Tidak", 1)))
        paper = chain((("Permohonan",), ("Notulen",)), (("Permohonan",), ("Kartu",)))
        assert found(replace(paper, flow=Flow((again, paper.flow.steps[1])))) == [(Place("step", 1), "output_unused")]

    def test_a_requirement_nobody_makes(self):
        paper = chain((("Berkas permohonan",), ("Data rekam",)), (("Data rekam", "Jaminan pelaksanaan"), ("Kartu",)))
        assert found(paper) == [(Place("step", 2), "requirement_unmade")]
        assert facts(paper, "requirement_unmade") == [{"requirement": "Jaminan pelaksanaan"}]

    def test_what_is_made_later_comes_too_late_but_for_a_loop(self):
        rows = (("Berkas",), ("Data rekam",)), (("Data rekam", "Notulen"), ("Kartu",)), (("Kartu",), ("Notulen",))
        paper = chain(*rows)
        assert found(paper) == [(Place("step", 2), "requirement_unmade")]
        back = Step(3, ("staf",), (Exit("a", "Ya", None), Exit("b", "Tidak", 2)))
        assert found(replace(paper, flow=Flow((*paper.flow.steps[:2], back)))) == []

    @pytest.mark.parametrize("entry", [
        "ATK", "Komputer, printer", "Buku agenda", "Peraturan Bupati", "Data dari Bidang", "Disposisi",
        "Undangan rapat", "RKA", "Dokumen Renstra",
    ])
    def test_what_comes_from_outside(self, entry):
        paper = chain((("Berkas",), ("Kartu",)), (("Kartu", entry), ("Kartu",)))
        sources = ("1. SOP Penyusunan RKA / DPA", "SOP Rencana Strategis SKPD")
        assert found(replace(paper, sources=sources)) == []

    def test_what_the_first_step_had_is_still_there(self):
        assert found(chain((("Denah lokasi",), ("Kartu",)), (("Kartu", "Denah"), ("Kartu",)))) == []

    def test_what_leaves_with_the_end_is_taken_up_outside(self):
        decision = Step(1, ("staf",), (Exit("a", "Ya", None), Exit("b", "Tidak", 2)))
        paper = chain((("Berkas",), ("Kartu",)), (("Berkas",), ("Piagam",)))
        assert found(replace(paper, flow=Flow((decision, paper.flow.steps[1])))) == []


words = st.sampled_from(("Kepala", "Badan", "menelaah", "draft", "RKT", "Renja", "Rencana", "Kerja", "laporan",
                         "surat", "-", "dikembalikan", ",", "Setelah", "yang", "Notulen", "disposisi", "telah", "(IKU)",
                         "/", "\n"))
texts = st.lists(words, max_size=6).map(" ".join)
entries = st.lists(texts, max_size=3).map(tuple)
rows = st.builds(Row, texts, entries, entries, st.integers(0, 2))
dates = st.one_of(st.none(), st.dates())


@st.composite
def papers(draw):
    flow = draw(wild_flows(broken=True))
    columns = draw(st.lists(st.sampled_from(("kepala", "sekretaris", "kasubbag", "staf")), unique=True))
    return Paper(
        draw(st.text("1/.- A", max_size=6)), draw(dates), draw(dates), draw(dates),
        tuple(Column(key, draw(st.sampled_from(("Staf", "staf ", "Kepala Badan", "")))) for key in columns),
        flow, {step.key: draw(rows) for step in flow.steps}, draw(entries),
    )


class TestAnyPaper:

    @given(papers())
    @bounded(120)
    def test_findings_are_in_order_and_repeatable(self, paper):
        findings = check(paper)
        assert check(paper) == findings
        assert {finding.code for finding in findings} <= set(CODES)
        assert {finding.severity for finding in findings} <= {ERROR, ODDITY}
        for one, other in pairwise(findings):
            assert _order(paper, one.place) <= _order(paper, other.place)

    @given(wild_flows(broken=True))
    @bounded(250)
    def test_agrees_with_exhaustive_search(self, flow):
        expected = _errors_by_search(flow)
        assert {(finding.place, finding.code) for finding in errors(check(paper_of(flow)))} == expected

    @given(sound_flows())
    @bounded(15)
    def test_sound_flows_show_nothing(self, flow):
        assert check(paper_of(flow)) == ()


def _order(paper, place):
    if place.part == "step":
        exits = [way_out.key for way_out in paper.flow.step(place.key).exits]
        return 3, paper.flow.position(place.key), exits.index(place.exit) if place.exit else -1
    if place.part == "executor":
        return 2, [column.key for column in paper.executors].index(place.key), 0
    return (1, ("number", "created", "revised", "effective").index(place.key), 0) if place.key else (0, 0, 0)


def _errors_by_search(flow):
    """The errors of a small flow, by walking every path that visits no step twice."""
    ends = {step.key: any(path[-1] is None for path in _paths(flow, step.key)) for step in flow.steps}
    reached = {key for path in _paths(flow, 0) for key in path}
    expected = {(Place("sop"), "end_unreached")} if not ends[0] else set()
    for step in flow.steps:
        place = Place("step", step.key)
        expected |= {(place, "step_unreachable")} if step.key not in reached else set()
        expected |= {(place, "no_way_out")} if step.key in reached and not ends[step.key] else set()
        expected |= {(place, "executor_missing")} if not step.executors else set()
        expected |= {(place, "exits_too_few")} if len(step.exits) == 1 else set()
        expected |= {(Place("step", step.key, way_out.key), "exit_nowhere") for way_out in step.exits
                     if way_out.target == NOWHERE}
    return expected


def _paths(flow, key, before=()):
    """Every path from a step that visits no step twice, with all its beginnings; None stands for the end."""
    path = (*before, key)
    yield path
    if key is None:
        return
    step = flow.steps[key]
    following = key + 1 if key + 1 < len(flow.steps) else None
    for target in {way_out.target for way_out in step.exits} or {following}:
        if target != NOWHERE and target not in path:
            yield from _paths(flow, target, path)
