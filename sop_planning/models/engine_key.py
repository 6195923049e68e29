"""The one key to what only the engine may write.

A context sent by a client is JSON, so no client can send this object: it exists in the server's memory only. The same
pattern guards the audit trail of Odoo's own accounting.
"""

ENGINE_KEY = object()


def with_engine(records):
    """`records` in an environment that may write guarded fields; give it only to code that has judged the move."""
    return records.with_context(sop_engine=ENGINE_KEY)


def is_engine(env):
    return env.context.get("sop_engine") is ENGINE_KEY
