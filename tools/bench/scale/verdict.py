"""The table of the bench, and what fails it."""

from __future__ import annotations

# A list that has come to fill its page is counted by one query more; one that finds nothing asks nothing more.
COUNT = 1
EMPTY = 1
ROW = "{:44} {:>16} {:>22} {:>7} {:>7}  {}"


def show(sizes, costs, aims, base) -> list[str]:
    """Print the table.

    :param sizes: numbers of processes, growing
    :param costs: dict of line -> dict of size -> Cost
    :param aims: dict of line -> (queries, ms) not to be above at the largest size, None without
    :param base: the line that ratios are taken to
    :return: what grew that must not
    """
    print(f"\n{' / '.join(f'{size:,}' for size in sizes)} processes; ratio: to '{base}' at the largest size")
    print(ROW.format("", "queries", "ms", "growth", "ratio", "aim"))
    for name, found in costs.items():
        print(_line(name, [found[size] for size in sizes], aims.get(name, (None, None)), costs[base][sizes[-1]]))
    return [f"{name}: {_queries(found, sizes)}" for name, found in costs.items() if _grew(found, sizes)]


def _line(name, found, aim, base):
    queries, last = "/".join(str(cost.queries) for cost in found), found[-1]
    times = "/".join(f"{cost.ms:.4g}" for cost in found)
    growth, ratio = f"{last.ms / found[0].ms:.1f}x", f"{last.ms / base.ms:.2f}"
    return ROW.format(name, queries, times, growth, ratio, _judged(last, aim))


def _judged(cost, aim):
    words = [
        f"{'ok' if value <= limit else 'MISSED'}: {limit:g} {unit}"
        for value, limit, unit in zip(cost, aim, ("queries", "ms"))
        if limit is not None
    ]
    return ", ".join(words)


def _grew(found, sizes):
    """Whether the last step of growth has cost more queries; before it, lists may still have been empty."""
    if len(sizes) < 2:
        return False
    before, after = (found[size].queries for size in sizes[-2:])
    return before > EMPTY and after > before + COUNT


def _queries(found, sizes):
    return " -> ".join(str(found[size].queries) for size in sizes)
