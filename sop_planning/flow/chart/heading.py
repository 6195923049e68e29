"""Heading rows of the table, as data."""
from .model import Head


def heading(table):
    """Rows of heading cells: groups, columns and, if the table is numbered, column numbers."""
    names, lanes = table.headings, table.lanes
    groups = (
        Head(names.number, rowspan=2), Head(names.activity, rowspan=2), Head(names.executors, colspan=len(lanes)),
        Head(names.quality, colspan=3), Head(names.remark, rowspan=2),
    )
    columns = (
        *(Head(lane.label, lane=number) for number, lane in enumerate(lanes)),
        Head(names.requirements), Head(names.time), Head(names.outputs),
    )
    if not table.numbered:
        return groups, columns
    return groups, columns, tuple(Head(str(number)) for number in range(1, len(lanes) + 7))
