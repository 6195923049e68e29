"""The digest by which a seal knows that what a paper says of records is still so."""

import hashlib

from odoo import models
from odoo.addons.sop_planning.journal import facts


def digest(version, names, parts):
    """Number of a list of facts, and their SHA-256, e.g. '1:5feceb66…'.

    :param names: dict of part -> names of the fields that are sealed
    :param parts: dict of part -> records
    """
    sealed = {part: [_plain_facts(record, names[part]) for record in parts[part].sorted("id")] for part in names}
    return f"{version}:{hashlib.sha256(facts.canonical(sealed)).hexdigest()}"


def _plain_facts(record, names):
    return {name: _plain(record[name]) for name in names}


def _plain(value):
    if isinstance(value, models.BaseModel):
        return sorted(value.ids)
    return value.isoformat() if hasattr(value, "isoformat") else value or None
