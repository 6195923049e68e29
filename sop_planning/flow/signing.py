"""Who signs in a step, in which order, and when nobody has to: the rules of paraf, signature and stamp."""

from collections.abc import Hashable, Sequence

from .graph import ANY, Step

PARAF, SIGNATURE, STAMP = KINDS = ("paraf", "signature", "stamp")
# The order in which the columns of a joint step sign.
FREE, LEFT, RIGHT = ORDERS = ("free", "left", "right")


def asked_of(step: Step, column: Hashable, kinds: Sequence[str]) -> tuple[str, ...]:
    """What a step asks one of its columns for: a stamp is put by the main executor alone, or by whoever finishes where
    any one is enough; all who finish initial and sign.

    :param kinds: what the step asks for, words of `KINDS`
    """
    leads = step.joint == ANY or step.executors[:1] == (column,)
    return tuple(kind for kind in KINDS if kind in kinds and (kind != STAMP or leads))


def before(flow_columns: Sequence[Hashable], step: Step, column: Hashable, order: str) -> tuple[Hashable, ...]:
    """The columns of a step that sign before one of them.

    :param flow_columns: all columns of the SOP from the left
    :param order: word of `ORDERS`
    """
    if order == FREE or step.joint == ANY:
        return ()
    signers = [each for each in flow_columns if each in step.executors]
    if order == RIGHT:
        signers.reverse()
    return tuple(signers[: signers.index(column)])
