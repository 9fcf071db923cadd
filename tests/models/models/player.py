"""HTTP clients of the API."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from harness.report import CheckFailed, expect, same
from harness.waiting import eventually

from .transcript import Kind, Transcript

Json = Any

# Requests to loopback never go to a proxy of the environment.
_OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    status: int
    text: str

    def body(self, status: int = 200) -> Json:
        """Asserts the status and returns the body."""
        same(f"the status (with the body {self.text[:300]!r})", self.status, status)
        try:
            return json.loads(self.text)
        except ValueError:
            raise CheckFailed(f"the body is not JSON: {self.text[:200]!r}") from None

    def fails(self, status: int, code: str) -> None:
        same("the code", self.body(status)["errors"][0]["code"], code)


class Visitor:
    """A client without a token. All responses are recorded."""

    def __init__(self, url: str, transcript: Transcript) -> None:
        self._url, self._transcript = url, transcript

    def get(self, path: str) -> Answer:
        return self._call("GET", path, None)

    def post(self, path: str, body: Json = None) -> Answer:
        return self._call("POST", path, body)

    def headers(self) -> Mapping[str, str]:
        return {}

    def _call(self, method: str, path: str, body: Json) -> Answer:
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json", **self.headers()}
        request = Request(self._url + path, data, headers, method=method)
        try:
            with _OPENER.open(request, timeout=30) as response:
                answer = Answer(response.status, response.read().decode())
                head = str(response.headers)
        except HTTPError as error:
            answer, head = Answer(error.code, error.read().decode()), str(error.headers)
        self._transcript.add(Kind.RESPONSE, head + answer.text)
        return answer


class Player(Visitor):
    """A client that plays games."""

    def __init__(self, url: str, transcript: Transcript, email: str) -> None:
        super().__init__(url, transcript)
        token = Visitor(url, transcript).post("/dev/token", {"email": email}).body()["access_token"]
        self._headers = {"authorization": f"Bearer {token}"}

    def headers(self) -> Mapping[str, str]:
        return self._headers

    def start(self, keyword: str, limit: int) -> str:
        game = self.post("/games", {"keywords": [keyword], "questions_limit": limit}).body(201)
        same("the status of a new game", game["status"], "PENDING")
        return str(game["id"])

    def game(self, game: str) -> Json:
        return self.get(f"/games/{game}").body()

    def questions(self, game: str) -> list[Json]:
        found: list[Json] = self.get(f"/games/{game}/questions").body()["questions"]
        return found

    def ask(self, game: str) -> Answer:
        return self.post(f"/games/{game}/questions/ask")

    def answer(self, game: str, question: int, choice: str) -> Json:
        return self.post(f"/games/{game}/questions/answer", {"question": question, "choice": choice}).body()

    def prepared(self, game: str, timeout: float = 90.0) -> Json:
        """Waits until the game is no longer pending, and returns it."""

        def poll() -> Json:
            found = self.game(game)
            return found if found["status"] != "PENDING" else None

        return eventually("the game is prepared", poll, timeout)

    def ready(self, keyword: str, limit: int) -> str:
        """Starts a game, and returns its id when it is ready."""
        game = self.start(keyword, limit)
        found = self.prepared(game)
        expect(found["status"] == "READY", f"the game is not ready: {found!r}")
        return game
