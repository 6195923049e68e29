"""A headless Chromium, driven over its DevTools protocol: go somewhere, wait, click, take a picture."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
PATIENCE = 60
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)


class Browser:
    """One tab; a context manager. Whatever does not come within a minute is an error that says what it was."""

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        program = next(filter(None, map(shutil.which, NAMES)))
        self._process = subprocess.Popen(
            [program, *OPTIONS, f"--user-data-dir={self._folder.name}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._socket = websocket.create_connection(self._tab(), timeout=PATIENCE)
        except BaseException:
            self.__exit__()
            raise
        self._number = 0
        self.send("Page.enable")
        return self

    def __exit__(self, *_error):
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()

    def _tab(self) -> str:
        """The address of the first tab; Chromium writes its port to a file when it is ready."""
        written = Path(self._folder.name, "DevToolsActivePort")
        until(lambda: written.exists() and "\n" in written.read_text(), "Chromium to start")
        port = written.read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            tabs = json.load(answer)
        return next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")

    def send(self, method: str, **params) -> dict:
        """Send one command and wait for its answer."""
        number = self._post(method, params)
        while (answer := json.loads(self._socket.recv())).get("id") != number:
            if answer.get("method") == "Page.javascriptDialogOpening":  # "leave this page?" would stop everything
                self._post("Page.handleJavaScriptDialog", {"accept": True})
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _post(self, method: str, params: dict) -> int:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        return self._number

    def run(self, script: str):
        """The value of a JavaScript expression; promises are waited for."""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def size(self, width: int, height: int, phone: bool = False) -> None:
        """The size of the window in CSS pixels."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)
        self.send("Emulation.setTouchEmulationEnabled", enabled=phone)

    def go(self, address: str, shows: str) -> None:
        """Open an address and wait until what the selector names is there."""
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=address)
        self.see(shows)

    def see(self, selector: str) -> None:
        """Wait for an element, and for everything that is still being loaded or drawn."""
        script = f"document.readyState === 'complete' && !!document.querySelector({json.dumps(selector)})"
        until(lambda: self._run_safely(script), f"{selector} at {self._run_safely('location.href')}")
        self.rest()

    def rest(self) -> None:
        """Wait until pictures are loaded and nothing moves any more."""
        self.run("document.fonts.ready.then(() => true)")
        # What is loaded when somebody scrolls to it is never complete before.
        loaded = "[...document.images].every((image) => image.complete || image.loading === 'lazy')"
        still = f"{loaded} && !document.querySelector('.o_blockUI')"
        until(lambda: self._run_safely(still), "the pictures of the page")
        time.sleep(1)

    def click(self, selector: str) -> None:
        """Press the middle of an element with the mouse, as a person does."""
        self.see(selector)
        box = (
            f"(() => {{const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
        )
        place = self.run(
            box + "const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]})()"
        )
        mouse = {"x": place[0], "y": place[1], "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, **mouse)

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def _run_safely(self, script):
        """The value of an expression; nothing while the page is being changed for another."""
        try:
            return self.run(script)
        except RuntimeError:
            return None


def until(holds, what: str) -> None:
    """Wait until something holds.

    :raises TimeoutError: it did not within PATIENCE seconds
    """
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE} seconds for {what}")
        time.sleep(0.1)
