"""Which SOP calls which: a macro SOP that comes back to itself through others would never end."""

from collections.abc import Hashable, Iterable, Mapping


def way_back(start: Hashable, target: Hashable, calls: Mapping[Hashable, Iterable[Hashable]]) -> tuple[Hashable, ...]:
    """The SOPs by which a call of `target` leads back to `start`, from the first to the last; () when it does not.

    :param calls: SOP -> the SOPs its steps call
    """
    ways, waiting = {target: (start, target)}, [target]
    while waiting:
        here = waiting.pop(0)
        if here == start:
            return ways[here]
        for called in calls.get(here, ()):
            if called not in ways:
                ways[called] = (*ways[here], called)
                waiting.append(called)
    return ()
