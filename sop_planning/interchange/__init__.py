"""Reading interchange files, in plain Python: nothing in this package imports odoo."""
