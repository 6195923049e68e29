"""The rules of a flow, in plain Python: nothing in this package imports odoo."""
