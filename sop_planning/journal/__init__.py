"""The chain of a run's journal: what is sealed, and how a break is found. Plain Python; never imports odoo."""
