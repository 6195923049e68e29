"""A pytest plugin: Odoo's own lint tests look at the addons of this checkout only.

They would read all of Odoo otherwise, which takes many minutes and is not ours to mend.
"""

from unittest import mock

from sop_tools import places


def pytest_configure(config):
    """Narrow what the lint tests ask for, before they are imported."""
    from odoo import modules
    from odoo.modules.module import Manifest

    ours = [Manifest.for_addon(name) for name in places.addons()]
    patches = [
        mock.patch.object(Manifest, "all_addon_manifests", lambda: ours),
        mock.patch.object(modules, "get_modules", places.addons),
    ]
    for patch in patches:
        patch.start()
        config.add_cleanup(patch.stop)
