"""Random SOPs for property tests and benchmarks: the same seed gives the same SOP."""
from random import Random

from flow.chart import Activity, Lane, Table, Texts
from flow.graph import Exit, Flow, Step

TEXT = """menerima menelaah dan memberi arahan kepada kasubbag untuk menyiapkan rapat koordinasi penyusunan
rencana strategis memeriksa draft dokumen anggaran kegiatan laporan evaluasi hasil bidang sekretariat"""
WORDS = TEXT.split()
LABELS = (
    "Ya", "Tidak", "Setuju", "Tidak setuju", "Perlu perbaikan", "Dikembalikan", "Y", "Ditolak oleh pimpinan",
)


def random_table(seed, steps, lanes, back=0.4, joint=0.15, tall=0.0, labels=LABELS, exits=(2, 3)):
    """An SOP with so many steps and lanes; a third of the steps are decisions.

    :param back: share of a decision's further exits that lead back
    :param joint: share of steps with several executors, :param tall: share of rows with a very long text
    :param exits: least and most exits of a decision
    """
    random = Random(seed)
    flow = Flow(tuple(_step(random, number, steps, lanes, back, joint, labels, exits) for number in range(steps)))
    activities = tuple(Activity(step.key, _texts(random, n, tall)) for n, step in enumerate(flow.steps))
    names = tuple(Lane(f"lane {number}", f"Pelaksana {number + 1}") for number in range(lanes))
    return Table(flow, names, activities, numbered=True, total=("Jumlah waktu", "230 menit"))


def _step(random, number, steps, lanes, back, joint, labels, most):
    count = random.randint(2, 4) if random.random() < joint else 1
    executors = tuple(f"lane {lane}" for lane in random.sample(range(lanes), min(count, lanes)))
    exits = ()
    if number and random.random() < 0.35:
        exits = tuple(Exit((number, way), label, _target(random, number, steps, way, back))
                      for way, label in enumerate(random.sample(labels, random.randint(*most))))
    return Step(f"step {number}", executors, exits)


def _target(random, number, steps, way, back):
    if way == 0:
        return f"step {number + 1}" if number + 1 < steps else None
    if random.random() < back or number + 2 >= steps:
        return f"step {random.randint(max(0, number - 30), number - 1)}"
    if random.random() < 0.1:
        return None
    return f"step {random.randint(number + 2, min(steps - 1, number + 12))}"


def _texts(random, number, tall):
    length = random.randint(400, 1200) if random.random() < tall else random.randint(3, 30)
    return Texts(f"{number + 1}.", _words(random, length), _words(random, random.randint(0, 6)),
                 f"{random.randint(1, 90)} menit", _words(random, random.randint(1, 9)))


def _words(random, count):
    return " ".join(random.choice(WORDS) for _ in range(count))
