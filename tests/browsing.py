"""Browser tests that share one Chromium: what it has loaded and compiled stays in its cache."""

import re
from concurrent.futures import Future
from pathlib import Path
from unittest import mock

import polib

from odoo.tests import common

ADDONS = Path(__file__).parent.parent
LANGUAGES = ("id_ID", "en_US")
TAG = re.compile(r"<[^>]*>|\n")


class Browser(common.ChromeBrowser):
    """A Chromium for several tours; one that failed a tour is closed and serves no other."""

    def begin(self, case, success_signal):
        """Be as a new one of the case's size, but for the cache: nobody is logged in, nothing is remembered."""
        self.test_case, self._logger, self.success_signal = case, case._logger, success_signal
        self._result, self.had_failure, self.error_checker = Future(), False, None
        everything = {"origin": case.base_url(), "storageTypes": "all"}
        self._websocket_request("Storage.clearDataForOrigin", params=everything)
        width, height = (int(side) for side in case.browser_size.replace("x", ",").split(","))
        window = {"mobile": False, "width": width, "height": height, "deviceScaleFactor": 1}
        self._websocket_request("Emulation.setDeviceMetricsOverride", params=window)
        self._websocket_request("Emulation.setTouchEmulationEnabled", params={"enabled": case.touch_enabled})
        return self

    @property
    def is_fit(self):
        return self._result.done() and not self._result.exception() and not self.had_failure

    def stop(self):
        if not self.is_fit:
            return self.close()
        self._websocket_request("Page.navigate", params={"url": "about:blank"})

    def close(self):
        super().stop()


class SharesBrowser:
    """Mixed into an `HttpCase`, before it: one Chromium, in turn a desk's and a telephone's."""

    _browsers: list = []

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._browsers = []
        cls.addClassCleanup(cls._close_browsers)

    @classmethod
    def _close_browsers(cls):
        for browser in cls._browsers:
            browser.close()

    def browser_js(self, *args, **kwargs):
        with mock.patch.object(common, "ChromeBrowser", self._shared_browser):
            return super().browser_js(*args, **kwargs)

    def _shared_browser(self, case, success_signal=common.DEFAULT_SUCCESS_SIGNAL, **options):
        if not self._browsers:
            with mock.patch.object(case, "touch_enabled", False):  # which a started one is for good
                self._browsers.append(Browser(case, **options))
        (browser,) = self._browsers
        self.addCleanup(self._forget_unfit)
        return browser.begin(case, success_signal)

    def _forget_unfit(self):
        self._browsers[:] = [browser for browser in self._browsers if browser.is_fit]


def foreign_terms(language):
    """What of the addons' terms may not stand on a screen in `language`, since it belongs to the other one.

    A term that is a word of both is of neither; terms with placeholders are not known before they are filled in.

    :return: pieces of text between tags, as a screen shows them
    """
    english, indonesian = set(), set()
    for path in sorted(ADDONS.glob("*/i18n/id.po")):
        for entry in polib.pofile(str(path)):
            english.update(_pieces(entry.msgid))
            indonesian.update(_pieces(entry.msgstr))
    return english - indonesian if language == "id_ID" else indonesian - english


def _pieces(term):
    pieces = (" ".join(piece.split()) for piece in TAG.split(term))
    return {piece for piece in pieces if len(piece) > 3 and not set("%{}") & set(piece)}
