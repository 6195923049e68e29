"""What the web client asks for when it opens a list, a kanban board, a form or a pivot of an action."""

from __future__ import annotations

from lxml import etree

from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

# As the web client has them.
PAGE, CARDS, COUNTED = 80, 40, 10_001


class Screen:
    """One view of an action, as one person opens it; the architecture is fetched once, as the client does."""

    def __init__(self, env, action: str, kind: str, extra=()):
        """
        :param action: xml id of an ir.actions.act_window
        :param kind: list, kanban, form or pivot
        :param extra: a domain besides what the action opens with
        """
        action = env["ir.actions.act_window"]._for_xml_id(action)
        self.model, views = action["res_model"], {name: key for key, name in action["views"]}
        view = env[self.model].get_view(views.get(kind), kind)
        self.arch = etree.fromstring(view["arch"])
        self.fields = _fields(env[self.model], self.arch)
        context = safe_eval(action["context"] or "{}", {"uid": env.uid})
        search = env[self.model].get_view(action["search_view_id"] and action["search_view_id"][0], "search")
        self.domain = list(
            Domain(safe_eval(action["domain"] or "[]", {"uid": env.uid}))
            & _usual_filters(env, search["arch"], context)
            & Domain(list(extra))
        )

    def page(self, env):
        """The first page of the list or of the cards, with the count."""
        limit = CARDS if self.arch.tag == "kanban" else PAGE
        order = self.arch.get("default_order")
        return env[self.model].web_search_read(self.domain, self.fields, limit=limit, order=order, count_limit=COUNTED)

    def form_of(self, key):
        """A call that reads one record as the form does."""
        return lambda env: env[self.model].browse(key).web_read(self.fields)

    def pivot(self, env):
        """Rows of the pivot, opened to its last level."""
        rows = [node.get("name") for node in self.arch.iter("field") if node.get("type") == "row"]
        measures = [node.get("name") for node in self.arch.iter("field") if node.get("type") == "measure"]
        sums = [f"{name}:{env[self.model]._fields[name].aggregator}" for name in measures]
        sets = [rows[:depth] for depth in range(len(rows) + 1)]
        return env[self.model].formatted_read_grouping_sets(self.domain, sets, ["__count", *sums])


def _usual_filters(env, arch, context):
    """The filters that an action turns on: those of one group are alternatives, groups hold together."""
    usual = {
        key.removeprefix("search_default_") for key, on in context.items() if key.startswith("search_default_") and on
    }
    domain, group = Domain.TRUE, []
    for node in [*etree.fromstring(arch), etree.Element("separator")]:
        if node.tag == "filter" and node.get("name") in usual and node.get("domain"):
            group.append(Domain(safe_eval(node.get("domain"), {"uid": env.uid})))
        elif node.tag == "separator":
            domain, group = domain & (Domain.OR(group) if group else Domain.TRUE), []
    return domain


def _fields(model, arch):
    """The specification of `web_read` for the fields of a view."""
    found = {}
    for node in _own_fields(arch):
        field = model._fields.get(node.get("name"))
        if field is not None:
            found[field.name] = _specification(model, field, node)
    return found


def _specification(model, field, node):
    if field.type == "many2one":
        return {"fields": {"display_name": {}}}
    if field.type not in ("one2many", "many2many"):
        return {}
    inner = next((child for child in node if child.tag in ("list", "kanban")), None)
    if inner is None:
        return {"fields": {"display_name": {}}} if "tags" in (node.get("widget") or "") else {}
    return {"fields": _fields(model.env[field.comodel_name], inner), "limit": CARDS}


def _own_fields(arch):
    """Fields of a view, without those of the views inside it."""
    for node in arch:
        if node.tag == "field":
            yield node
        else:
            yield from _own_fields(node)
