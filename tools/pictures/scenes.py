"""The pictures: who sees what, at which address, after which click."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import NamedTuple

from chromium import Browser
from PIL import Image
from story import BALANGAN, SELAYAR

LANGUAGES = {"id": "id_ID", "en": "en_US"}
# From 1534 pixels on Odoo puts the chatter beside the form; such pictures are made smaller.
DESKTOP, TALL, WIDE, PHONE = (1280, 800), (1280, 1000), (1540, 1300), (400, 780)
LOW = (1280, 420)
WIDEST = 1400
FORM, LIST = ".o_form_view .o_field_widget", ".o_list_view .o_data_row"


class Scene(NamedTuple):
    """One picture: its name, whose screen it is, the address, what must be there, and what is pressed then."""

    name: str
    who: str
    agency: str
    address: str
    shows: str
    clicks: tuple[tuple[str, str], ...] = ()
    size: tuple[int, int] = DESKTOP


def scenes(story) -> list[Scene]:
    """All of them, in the order in which the texts name them."""
    runs = story.runs
    finish, dialog = "button[name=action_finish]", ".modal .o_form_view .o_field_widget"
    paraf, papers = "button[name=action_paraf]", ".nav-link[name=papers]"

    def process(name):
        return f"/odoo/sop-processes/{runs[name]}"

    return [
        Scene("my-work", "sekretaris", SELAYAR, "/odoo/sop-my-work", ".o_sop_row"),
        Scene("phone", "sekretaris", SELAYAR, "/odoo/sop-my-work", ".o_sop_row", size=PHONE),
        Scene("process", "sekretaris", SELAYAR, process("renstra"), FORM, size=WIDE),
        Scene("decision", "sekretaris", BALANGAN, process("decision"), finish, ((finish, dialog),)),
        Scene("paraf", "sekretaris", SELAYAR, process("paraf"), paraf, ((paraf, dialog),), TALL),
        Scene("dispositions", "sekretaris", SELAYAR, "/odoo/sop-dispositions-to-me", LIST, size=LOW),
        Scene(
            "editor",
            "pengelola",
            BALANGAN,
            f"/odoo/sop-templates/{runs['draft']}",
            ".o_sop_editor .o_sop_row",
            size=TALL,
        ),
        Scene("mass", "pengelola", BALANGAN, f"/odoo/sop-mass-work/{runs['mass']}", FORM),
        Scene("acting", "pengelola", SELAYAR, "/odoo/sop-acting", LIST, size=LOW),
        Scene("documents", "pengelola", BALANGAN, process("done"), papers, ((papers, ".tab-pane.active .o_data_row"),)),
        Scene("paper", "pengelola", BALANGAN, _paged("sop_template", runs, page=2), ".textLayer span", size=TALL),
        Scene("record", "pengelola", BALANGAN, _paged("sop_process_record", runs), ".textLayer span", size=TALL),
        Scene("printed", "pengelola", BALANGAN, "/odoo/sop-printed-papers", LIST, size=LOW),
        Scene("check", "pengelola", BALANGAN, f"{story.check}?lang=id", "main, form", size=TALL),
        Scene("dashboard", "pengelola", SELAYAR, "/odoo/sop-dashboard", ".o_sop_tile", size=TALL),
        Scene(
            "settings",
            "",
            "",
            "/odoo/action-sop_planning.res_config_settings_action",
            ".app_settings_block .o_setting_box",
            size=TALL,
        ),
    ]


def _paged(report: str, runs: dict[str, int], page: int = 1) -> str:
    """A paper in Odoo's own viewer of PDF."""
    viewer = "/web/static/lib/pdfjs/web/viewer.html?file="
    return f"{viewer}/report/pdf/sop_planning_reports.{report}/{runs[report]}#page={page}&zoom=page-width"


def take(story, url: str, database: str, folder: Path) -> None:
    """Take every picture in both languages."""
    with Browser() as browser:
        for short in LANGUAGES:
            (folder / short).mkdir(parents=True, exist_ok=True)
            for scene in scenes(story):
                shown = _seen(browser, story, url, database, short, scene)
                save(shown, folder / short / f"{scene.name}.png")
                print(f"{short}/{scene.name}.png", flush=True)


def _seen(browser: Browser, story, url: str, database: str, short: str, scene: Scene) -> bytes:
    person = story.person(scene.who, scene.agency) if scene.who else story.administrator()
    person.speak(LANGUAGES[short])
    log_in(browser, url, database, person)
    browser.send(
        "Emulation.setTimezoneOverride", timezoneId=person.read("res.users", person.id, "tz") or "Asia/Jakarta"
    )
    browser.size(*scene.size, phone=scene.size == PHONE)
    browser.go(url + scene.address.replace("lang=id", f"lang={short}"), scene.shows)
    for button, then in scene.clicks:
        browser.click(button)
        browser.see(then)
    return browser.picture()


def log_in(browser: Browser, url: str, database: str, person) -> None:
    """Have the browser be somebody; what it has kept of somebody else goes."""
    browser.send("Network.clearBrowserCookies")
    browser.send("Page.navigate", url=f"{url}/web/health")
    browser.see("body")
    browser.send("Storage.clearDataForOrigin", origin=url, storageTypes="all")
    params = {"db": database, "login": person.login, "password": person.password}
    asked = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
    browser.run(
        "fetch('/web/session/authenticate', {method: 'POST', headers: {'Content-Type': 'application/json'},"
        f" body: {json.dumps(asked)}}}).then((answer) => answer.ok)"
    )


def save(png: bytes, path: Path, colours: int = 128) -> None:
    """Write a picture with few colours, which is a third of the size and looks the same."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > WIDEST:
        picture = picture.resize((WIDEST, round(picture.height * WIDEST / picture.width)), Image.Resampling.LANCZOS)
    picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
