# Everything is done by tools/sop; `make help` lists what can be asked for.
#
#   make demo ODOO_PORT=8070 SOP_DB=another     two checkouts beside each other
#   make test ARGS="tests/flow -k chart"        arguments of pytest
#   make demo ODOO=~/odoo/odoo-bin ODOO_PYTHON=~/odoo/venv/bin/python     an Odoo you have

PYTHON ?= python3

.PHONY: help setup demo drop test test-plain lint bench pictures translations db-up db-down clean

help setup demo drop test test-plain lint bench pictures translations db-up db-down clean:
	@$(PYTHON) tools/sop $@ $(ARGS)
