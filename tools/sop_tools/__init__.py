"""What sets a machine up for the two addons, and runs, tests and lints them.

Only the standard library: this package runs before there is a virtual environment.

    places     where things are, and the settings of a person's own
    talk       one line a step, one sentence an error
    locks      one set-up at a time; the cluster lives as long as somebody uses it
    debian     packages of the machine, and Odoo 19 out of Debian's unstable suite
    python     the virtual environment
    server     Odoo: which one, its configuration, its command line
    postgres   the private PostgreSQL cluster
    database   databases: made from templates, stamped with what they hold
    ready      everything above in order: a machine that can run Odoo
    demo, check, lint, bench, commands     what `make` calls
"""
