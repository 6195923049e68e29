from collections import defaultdict
from typing import NamedTuple

from odoo import models


class Chain(NamedTuple):
    """Dispositions as a tree: what stands under each one, as far as the reader may read it.

    `roots` and the lists of `below` are in the order of sending; one whose parent he may not read stands under the
    nearest one above that he may. `hidden` says how many are left out.
    """

    roots: models.BaseModel
    below: dict
    hidden: int


class SopDisposition(models.Model):
    """Dispositions and what passed them on, as a tree."""

    _inherit = "sop.disposition"

    def _chain(self, readable=None):
        """The trees of what the current user may read of these dispositions, which are whole trees.

        :param readable: those he may read, of these and perhaps others, where the caller knows already
        :return: Chain
        """
        readable = self.sudo(False)._filtered_access("read") if readable is None else readable
        mine = (self.sudo(False) & readable).sorted("id")
        known, below, roots = set(mine.ids), defaultdict(mine.browse), mine.browse()
        for disposition in mine:
            above = disposition.sudo().parent_id  # only to climb to one that he may read
            while above and above.id not in known:
                above = above.parent_id
            if above:
                below[above.id] |= disposition
            else:
                roots |= disposition
        return Chain(roots, below, len(self) - len(mine))

    def _trees(self):
        """The whole tree of each disposition, with what is not for the reader, as superuser: only `_chain` shows it.

        :return: dict disposition -> sop.disposition
        """
        everything = self.sudo().search([("process_id", "in", self.sudo().process_id.ids)]).sorted("id")
        root_of, trees = {}, defaultdict(everything.browse)
        for disposition in everything:  # sent before what passes it on
            root_of[disposition.id] = root_of.get(disposition.parent_id.id, disposition.id)
            trees[root_of[disposition.id]] |= disposition
        return {disposition: trees[root_of[disposition.id]] for disposition in self}

    def _tree_html(self):
        self.ensure_one()
        return self._trees()[self]._drawn(self)

    def _drawn(self, here=None):
        """The trees of these dispositions as HTML; `here` is the one that is looked at."""
        chain = self._chain()
        if not chain.roots and not chain.hidden:
            return False
        return self.env["ir.qweb"]._render(
            "sop_planning.disposition_tree", {"chain": chain, "here": here or self.browse(), "labels": self._labels()}
        )

    def _labels(self):
        """Words for the states of a recipient, in the reader's language."""
        states = self.env["sop.disposition.recipient"]._fields["state"]._description_selection(self.env)
        return dict(states)
