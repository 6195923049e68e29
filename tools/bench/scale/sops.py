"""The SOPs of the bench: the long ones of `data/`, once for each unit, done by people of the agency."""

from __future__ import annotations

import json
from pathlib import Path

from . import agency

DATA = Path(__file__).resolve().parents[3] / "data"
SEEDS = ("bkpsdm-selayar-rkt", "disdukcapil-balangan-rkt", "bkpsdm-selayar-renstra", "bkpsdm-selayar-iku")


def documents(count: int) -> list[dict]:
    """Interchange documents of so many SOPs, each of another unit as far as there are units."""
    seeds = [json.loads((DATA / f"{stem}.json").read_text()) for stem in SEEDS]
    return [_document(seeds[number % len(seeds)], number) for number in range(count)]


def _document(seed: dict, number: int) -> dict:
    unit = agency.section(number % (agency.DIVISIONS * agency.SECTIONS))
    identity = {key: text for key, text in seed["identity"].items() if key not in ("signer", "number", "effective")}
    return {
        **{key: part for key, part in seed.items() if key in ("format", "version", "print")},
        "agency": agency.CODE,
        "code": f"uji-{number}",
        "identity": identity | {"name": f"{seed['identity']['name']} {number + 1}", "unit": unit},
        "executors": [
            executor | {"rule": {"type": "person", "login": agency.login(f"kasubid{(number + column) % 56}")}}
            for column, executor in enumerate(seed["executors"])
        ],
        # A step that asks for a signature or an archive is more than one call; what is timed is the step alone.
        "steps": [{key: part for key, part in step.items() if key != "asks"} for step in seed["steps"]],
    }
