"""Ten SOPs that are hard to print, as interchange documents: the same ones for tests, benchmarks and the eye.

python -m tests.stress DIR          write them as files that sop_import loads
"""

import json
import sys
from pathlib import Path
from random import Random

AGENCY = "bkpsdm-selayar"
TEXT = """menerima menelaah memberi arahan kepada kasubbag untuk menyiapkan rapat koordinasi penyusunan rencana
strategis memeriksa draft dokumen anggaran kegiatan laporan evaluasi hasil bidang sekretariat mempertanggungjawabkan"""
WORDS = TEXT.split()
LABELS = ("Ya", "Tidak", "Setuju dengan catatan", "Perlu perbaikan", "Dikembalikan", "Ditolak oleh pimpinan")
LANE = "Kepala Sub Bidang Perencanaan dan Evaluasi Kinerja Daerah "


def stress_sops():
    """Code -> document."""
    return {document["code"]: document for document in (
        _sop("langkah-300", 300, 10, back=0.4, joint=0.15),
        _sop("pelaksana-10", 24, 10, paper="f4"),
        _sop("pelaksana-15", 20, 15, lane=LANE, paper="legal"),
        _sop("judul-kolom-60", 14, 6, lane=LANE),
        _sop("jalan-keluar", 24, 5, decisions=0.5, exits=(3, 5)),
        _sop("jalan-balik", 30, 6, decisions=0.6, back=0.9),
        _sop("baris-tinggi", 12, 4, tall=0.3),
        _sop("bersama", 20, 8, joint=0.7, paper="f4"),
        _sop("tanpa-mutu-baku", 16, 3, quality=False),
        _identity(_sop("identitas-panjang", 8, 4, paper="legal", ends=0.5), 60),
    )}  # fmt: skip


def _sop(code, steps, lanes, **wishes):
    random = Random(code)
    lane, paper = wishes.pop("lane", ""), wishes.pop("paper", "a4")
    executors = [
        {"code": f"p{n}", "label": f"{lane}{n:02}" if lane else f"Pelaksana {n}", "rule": {"type": "requester"}}
        for n in range(1, lanes + 1)
    ]
    return {
        "format": "sop-planning/sop/1",
        "agency": AGENCY,
        "code": code,
        "version": 1,
        "identity": {"name": f"Uji Cetak {code}", "number": f"9/{code}/2026", "heading": ["BADAN UJI CETAK"]},
        "print": {"paper": paper, "column_numbers": True, "total": True, "table_title": f"Bagan {code}"},
        "executors": executors,
        "steps": [_step(random, number, steps, lanes, **wishes) for number in range(1, steps + 1)],
    }


def _step(
    random, number, steps, lanes, *, decisions=0.3, exits=(2, 3), back=0.5, joint=0.1, tall=0.0, ends=0.1, quality=True
):
    count = random.randint(2, 4) if random.random() < joint else 1
    length = random.randint(500, 900) if random.random() < tall else random.randint(3, 30)
    step = {
        "text": f"Langkah{number} {_words(random, length)}",
        "executors": [f"p{lane}" for lane in random.sample(range(1, lanes + 1), min(count, lanes))],
    }
    if quality:
        step["requirements"] = [_words(random, random.randint(1, 4)) for _ in range(random.randint(1, 3))]
        step["time"] = {"value": random.randint(1, 90), "unit": random.choice(("minute", "day", "week"))}
        step["outputs"] = [_words(random, random.randint(1, 7))]
    if 1 < number < steps and random.random() < decisions:
        labels = random.sample(LABELS, random.randint(*exits))
        ways = dict.fromkeys(_target(random, number, steps, way, back, ends) for way in range(len(labels)))
        step["exits"] = [{"label": label, "to": target} for label, target in zip(labels, ways)]
        if len(ways) == 1:
            del step["exits"]
    return step


def _target(random, number, steps, way, back, ends):
    if not way:
        return number + 1
    if random.random() < back:
        return random.randint(max(1, number - 20), number - 1)
    if random.random() < ends:
        return "end"
    return random.randint(number + 1, min(steps, number + 12))


def _words(random, count):
    return " ".join(random.choice(WORDS) for _ in range(count))


def _identity(document, count):
    """The same with long lists, four levels of units and a signer."""
    random = Random(0)
    lists = ("legal_basis", "qualification", "relations", "equipment", "warning", "records")
    document["identity"] |= {
        "heading": [f"TINGKAT {level} {_words(random, 6).upper()}" for level in range(1, 5)],
        "signer": {"position": "Plt. Kepala Badan", "name": "Nama Pejabat, S.T.P., M.Si.", "rank": "Pembina Utama Muda",
                   "nip": "19640101 199003 1 001"},
        **{key: [f"{n}. {_words(random, random.randint(3, 40))}" for n in range(1, count + 1)] for key in lists},
    }  # fmt: skip
    return document


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for code, document in stress_sops().items():
        (folder / f"stres-{code}.json").write_text(json.dumps(document, ensure_ascii=False, indent=2))
