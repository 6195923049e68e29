"""People who use the product through its public RPC, each with a session and the rights of his own."""

from __future__ import annotations

import json
import urllib.request
from http.cookiejar import CookieJar


class Person:
    """Somebody who is logged in."""

    def __init__(self, url: str, database: str, login: str, password: str):
        self._url = url
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        self.login, self.password = login, password
        session = self._post("/web/session/authenticate", db=database, login=login, password=password)
        self.id = session["uid"]
        self._context = {
            **session["user_context"],
            "allowed_company_ids": [session["user_companies"]["current_company"]],
        }

    def call(self, model: str, method: str, *args, context=(), **kwargs):
        """What a public method returns.

        :raises RuntimeError: the server refuses, with its words
        """
        kwargs["context"] = {**self._context, **dict(context)}
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=list(args), kwargs=kwargs
        )

    def find(self, model: str, *domain) -> int:
        """The id of the newest record that answers to a domain."""
        return self.call(model, "search", [list(term) for term in domain], order="id desc", limit=1)[0]

    def read(self, model: str, record: int, field: str):
        """The value of one field."""
        return self.call(model, "read", [record], [field])[0][field]

    def speak(self, language: str) -> None:
        """Have the product speak another language to him."""
        self.call("res.users", "write", [self.id], {"lang": language})
        self._context["lang"] = language

    def get(self, path: str) -> bytes:
        """What the server answers at an address."""
        with self._open(self._url + path) as answer:
            return answer.read()

    def _post(self, path: str, **params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self._url + path, body, {"Content-Type": "application/json"})
        with self._open(request) as answer:
            content = json.load(answer)
        if "error" in content:
            raise RuntimeError(f"{self.login}, {path}: {content['error']['data']['message']}")
        return content.get("result")  # there is none where a method returns nothing
