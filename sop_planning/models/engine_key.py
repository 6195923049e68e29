"""The one key to what only the engine may write.

A context sent by a client is JSON, so no client can send this object: it exists in the server's memory only. The same
pattern guards the audit trail of Odoo's own accounting.
"""

from odoo.tools.misc import clean_context

ENGINE_KEY = object()


def with_engine(records):
    """`records` in an environment that may write guarded fields; give it only to code that has judged the move.

    A client's defaults (`default_state` and the like) do not reach it: they would fill what the engine leaves empty.
    """
    return records.with_context(clean_context(records.env.context), sop_engine=ENGINE_KEY)


def without_defaults(records, names):
    """`records` without the defaults that a client's context may name for fields that are not the client's to fill."""
    forged = {f"default_{name}" for name in names} & records.env.context.keys()
    kept = {key: value for key, value in records.env.context.items() if key not in forged}
    return records.with_env(records.env(context=kept)) if forged else records


def while_done(records):
    """`records` while core notes that an activity is done, which it does in several writes after archiving it."""
    return records.with_context(sop_while_done=ENGINE_KEY)


def is_while_done(env):
    return env.context.get("sop_while_done") is ENGINE_KEY


def is_engine(env):
    return env.context.get("sop_engine") is ENGINE_KEY
