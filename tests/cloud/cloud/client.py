"""An HTTP client of the deployed API."""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.loopback import ADDRESS
from harness.report import CheckFailed, expect, same
from harness.waiting import eventually

Json = Any


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    def json(self) -> Json:
        try:
            return json.loads(self.text)
        except ValueError:
            raise CheckFailed(f"the body is not JSON: {self.status} {self.text[:200]!r}") from None

    def body(self, status: int = 200) -> Json:
        """Asserts the status and returns the body. The emulator responds 200 for a function without code."""
        same(f"the status (with the body {self.text[:300]!r})", self.status, status)
        return self.json()

    def fails(self, status: int, code: str) -> None:
        """Asserts that the function itself rejected the request with this code."""
        errors = self.body(status).get("errors")
        expect(isinstance(errors, list) and len(errors) > 0, f"expected errors in the body: {self.text[:200]!r}")
        same("the code", errors[0]["code"], code)


class _Connection(http.client.HTTPSConnection):
    """A connection to loopback for any host name, because not every resolver knows names below localhost."""

    def __init__(self, host: str, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=30, context=trust)
        self._trust = trust

    def connect(self) -> None:
        plain = socket.create_connection((ADDRESS, self.port), self.timeout)
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


class Caller:
    """Sends requests to one site, with a token or without."""

    def __init__(self, url: str, authority: Path, token: str | None = None) -> None:
        site = urlsplit(url)
        self._host, self._port, self._base = site.hostname or "", site.port or 443, site.path
        self._trust = ssl.create_default_context(cafile=str(authority))
        self._token = token

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.call("GET", path, None, headers)

    def post(self, path: str, body: Json = None, headers: Mapping[str, str] | None = None) -> Answer:
        return self.call("POST", path, body, headers)

    def call(self, method: str, path: str, body: Json = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Sends a request to a path below the base path of the site."""
        return self.call_at(method, self._base + path, body, headers)

    def call_at(self, method: str, path: str, body: Json = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Sends a request to an absolute path of the site, such as a `Location` header contains."""
        sent = dict(headers or {})
        if self._token is not None:
            sent["Authorization"] = f"Bearer {self._token}"
        if body is not None:
            sent["Content-Type"] = "application/json"
        connection = _Connection(self._host, self._port, self._trust)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read().decode())
        finally:
            connection.close()


class Player(Caller):
    """A caller that plays games."""

    def start(self, keywords: list[str], limit: int, headers: Mapping[str, str] | None = None) -> Answer:
        return self.post("/games", {"keywords": keywords, "questions_limit": limit}, headers)

    def started(self, keywords: list[str], limit: int) -> str:
        game: str = self.start(keywords, limit).body(201)["id"]
        return game

    def game(self, game: str) -> Json:
        return self.get(f"/games/{game}").body()

    def games(self) -> list[Json]:
        games: list[Json] = self.get("/games").body()["games"]
        return games

    def questions(self, game: str) -> list[Json]:
        questions: list[Json] = self.get(f"/games/{game}/questions").body()["questions"]
        return questions

    def ask(self, game: str) -> Answer:
        return self.post(f"/games/{game}/questions/ask")

    def answer(self, game: str, question: int, choice: str) -> Answer:
        return self.post(f"/games/{game}/questions/answer", {"question": question, "choice": choice})

    def prepared(self, game: str) -> Json:
        """Waits until the game is no longer pending, and returns it."""

        def poll() -> Json:
            found = self.game(game)
            return found if found["status"] != "PENDING" else None

        return eventually("the game is prepared", poll)

    def ready(self, keywords: list[str], limit: int) -> str:
        """Starts a game and returns its id when it is ready."""
        game = self.started(keywords, limit)
        same("the status", self.prepared(game)["status"], "READY")
        return game
