import hashlib

from odoo.http import Controller, request, route

from ..models.sop_seal import PATH

LANGUAGES = {"id": "id_ID", "en": "en_US"}
LARGEST = 20 * 1024 * 1024
HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'",
    ),
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
]


class CheckController(Controller):
    """The page behind the QR code of a printed paper: is it the office's, is it intact, is it in force.

    For everybody, without login and without a cookie. It changes nothing, so a form of another site may be sent to it.
    """

    @route(
        [PATH, f"{PATH}/<token>"],
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        max_content_length=LARGEST + 1024 * 1024,
    )
    def check(self, token="", code="", digest="", lang="id", file=None, **_unused):
        """:param token: of the QR code, :param code: as typed by hand, :param lang: id or en
        :param digest: SHA-256 of a file, in hexadecimal, taken by the reader's browser
        :param file: the file itself, where the browser cannot; it is not kept
        """
        # A form of another make may send files where words belong.
        token, code, digest = (word if isinstance(word, str) else "" for word in (token, code, digest))
        lang = lang if lang in LANGUAGES else "id"
        # The public reads no model; the page says what `sop.seal._shown` names and nothing else.
        env = request.env(su=True, context={"lang": LANGUAGES[lang]})
        if not env["sop.check.visit"]._admit(request.httprequest.remote_addr or ""):
            return self._page(env, "busy", lang, status=429, headers=[("Retry-After", "60")])
        if not env["res.company"].search_count([("sop_check_page", "=", True)], limit=1):
            return self._page(env, "unknown", lang, status=404, form=False)
        if request.httprequest.method == "POST":
            digest, fault = _digest_of(file)
            if fault:
                return self._page(env, fault, lang, status=400)
        if token:
            return self._seal(env, env["sop.seal"]._of_token(token), digest.lower(), lang)
        if code.strip():
            return self._typed(env, env["sop.seal"]._of_code(code), lang)
        seals = env["sop.seal"]._of_digest(digest.lower())
        # A file is as good as the records that say it is theirs.
        is_intact = all(seal._checked()[0] for seal in seals)
        return self._page(
            env, "files" if digest else "start", lang, seals=seals, digest=digest.lower(), is_intact=is_intact
        )

    def _typed(self, env, seal, lang):
        if not seal:
            return self._unknown(env, lang)
        return request.redirect(f"{PATH}/{seal.token}?lang={lang}", code=303)

    def _seal(self, env, seal, digest, lang):
        if not seal:
            return self._unknown(env, lang)
        is_intact, checked = seal._checked()
        zone_of = seal._record()
        return self._page(
            env,
            "paper",
            lang,
            seal=seal,
            shown=seal._shown(),
            is_intact=is_intact,
            checked=zone_of._sop_shown_moment(checked),
            digest=digest,
            matched=digest and seal._matched(digest),
        )

    def _unknown(self, env, lang):
        """The same for what never was, what is malformed and what was revoked."""
        return self._page(env, "unknown", lang, status=404)

    def _page(self, env, what, lang, status=200, headers=(), **values):
        # QWeb has a `lang` of its own.
        values = {"what": what, "language": lang, "path": PATH, "seal": None, "digest": "", "form": True, **values}
        other = "en" if lang == "id" else "id"
        here = f"{PATH}/{values['seal'].token}" if values["seal"] else PATH
        values |= {"here": here, "other": other, "other_url": f"{here}?lang={other}"}
        html = env["ir.qweb"]._render("sop_planning_reports.check_page", values)
        return request.make_response(html, [*HEADERS, ("Content-Language", lang), *headers], status=status)


def _digest_of(file):
    """SHA-256 of an uploaded file, and what is wrong with it ('' for nothing)."""
    if not hasattr(file, "stream"):
        return "", "nofile"
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        return "", "large"
    return hashlib.sha256(content).hexdigest(), ""
