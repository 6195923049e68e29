"""The agency of the bench: units in three levels, each with a head, and as many people as asked for."""

from __future__ import annotations

CODE = "uji-skala"
DIVISIONS, SECTIONS = 8, 7
ROOT = "Badan Uji Skala"


def login(name: str) -> str:
    """The login of somebody of the bench."""
    return f"{name}@{CODE}.example"


def section(number: int) -> str:
    """The name of a unit of the lowest level, counted from 0."""
    return f"Sub Bidang {number // SECTIONS + 1}.{number % SECTIONS + 1}"


def document(people: int) -> dict:
    """The agency as an interchange document.

    :param people: how many users, all of them employees
    """
    return {
        "format": "sop-planning/agency/1",
        "code": CODE,
        "name": ROOT,
        "timezone": "Asia/Jakarta",
        "units": _units(),
        "people": [*_heads(), *_staff(people - DIVISIONS * (SECTIONS + 1) - 1)],
    }


def _units() -> list[dict]:
    units = [{"name": ROOT, "head": login("kepala")}]
    for division in range(1, DIVISIONS + 1):
        units.append({"name": f"Bidang {division}", "parent": ROOT, "head": login(f"kabid{division}")})
        units += [
            {
                "name": section(number),
                "parent": f"Bidang {division}",
                "head": login(f"kasubid{number}"),
            }
            for number in range((division - 1) * SECTIONS, division * SECTIONS)
        ]
    return units


def _heads() -> list[dict]:
    heads = [_person("kepala", "Kepala Badan", ROOT)]
    heads += [_person(f"kabid{one}", f"Kepala Bidang {one}", f"Bidang {one}") for one in range(1, DIVISIONS + 1)]
    sections = range(DIVISIONS * SECTIONS)
    return heads + [_person(f"kasubid{one}", f"Kepala {section(one)}", section(one)) for one in sections]


def _staff(count: int) -> list[dict]:
    """The officer, the administrator who approves, the busy one, the clerk, the one with core's activities, and all
    the others."""
    special = [
        _person("pengelola", "Pengelola SOP", ROOT, role="officer"),
        _person("admin-sop", "Administrator SOP", ROOT, role="administrator"),
        _person("sibuk", "Verifikator", section(0)),
        _person("juru-tulis", "Juru Tulis", section(1)),
        _person("inti", "Arsiparis", section(2)),
    ]
    places = DIVISIONS * SECTIONS
    others = [
        _person(f"staf{one}", "Staf", section(one % places), f"Staf {one}") for one in range(count - len(special))
    ]
    return special + others


def _person(name: str, job: str, unit: str, called: str = "", **more) -> dict:
    return {"login": login(name), "name": called or job, "job": job, "unit": unit, **more}
