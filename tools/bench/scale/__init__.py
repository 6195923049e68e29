"""Speed at scale: an agency of 2,000 people with up to 100,000 processes, made here, and what the screens cost there.

agency, sops   who works there and by which SOPs, through the interchange format
routes         how a run of an SOP goes: its moves, and the tasks it asks, worked out by the rules of `flow`
rows, papers   the same for many runs at once, straight into the tables
stopwatch      queries and time of one call, as one RPC costs them
views          what the web client asks for when it opens a list, a kanban board or a form
engine         finishing and starting, beside core's own activities
screens        everything a person opens
verdict        the table, and what fails the run
"""
