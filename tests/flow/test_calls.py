"""Macro SOPs that call micro SOPs: whether one comes back to itself."""
from flow.calls import way_back
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sops = st.integers(0, 6)


def test_examples():
    calls = {"renja": {"rkt"}, "rkt": {"iku", "ikk"}, "ikk": {"rapat"}}
    assert way_back("rapat", "renja", calls) == ("rapat", "renja", "rkt", "ikk", "rapat")
    assert way_back("iku", "iku", calls) == ("iku", "iku")
    assert way_back("renja", "rkt", calls) == ()
    assert way_back("renja", "tapkin", {}) == ()


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(sops, sops, st.dictionaries(sops, st.sets(sops)))
def test_a_way_is_one_of_calls(start, target, calls):
    way = way_back(start, target, calls)
    reached, waiting = {target}, [target]
    while waiting:
        for called in calls.get(waiting.pop(), ()):
            if called not in reached:
                reached.add(called)
                waiting.append(called)
    assert bool(way) == (start in reached)
    if way:
        assert way[:2] == (start, target) and way[-1] == start
        assert all(after in calls[before] for before, after in zip(way[1:], way[2:]))
