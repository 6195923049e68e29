"""Who is asked today, and in which capacity."""

from typing import NamedTuple

from odoo import models


class Standing(NamedTuple):
    """A person who is asked; where he stands in for somebody else, for whom, by which period, and in which office."""

    user: models.BaseModel
    acting_id: int = False
    office: str = ""
    official_id: int = False


def each_once(people):
    """People without those who are None, each user once."""
    found = {}
    for person in filter(None, people):
        found.setdefault(person.user, person)
    return list(found.values())
