"""The program under test: its command `questions`, and its server."""

import json
import os
import re
import subprocess
import time
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from harness import processes
from harness.articles import Question
from harness.report import expect, same
from harness.waiting import eventually

from .player import Player, Visitor
from .transcript import Kind, Transcript

# The contact in requests to a wiki.
CONTACT = "host@quiz.example"
# In seconds; far above the usual duration.
TIMEOUT = 180

CALLS = 12


@dataclass(frozen=True)
class Settings:
    """The options of the model and of the collection of articles."""

    model_url: str
    research: tuple[str, ...]
    model: str = "scripted"
    model_api: str = "openai"
    calls: int = CALLS
    tokens: int = 25_000
    seconds: int = 45

    def options(self) -> list[str]:
        model = ["--model-url", self.model_url, "--model", self.model, "--model-api", self.model_api]
        budget = {"--model-calls": self.calls, "--model-tokens": self.tokens, "--model-seconds": self.seconds}
        return [*model, *self.research, *(text for name, value in budget.items() for text in (name, str(value)))]

    def limited(self, seconds: int, calls: int = CALLS) -> "Settings":
        return replace(self, seconds=seconds, calls=calls)


def kiwix(url: str, book: str) -> tuple[str, ...]:
    return ("--research", "kiwix", "--research-url", url, "--research-book", book)


def wiki(url: str) -> tuple[str, ...]:
    return ("--research", "wikipedia", "--research-url", url, "--research-contact", CONTACT)


@dataclass(frozen=True)
class Printed:
    """A question that the command printed."""

    question: Question
    source: tuple[str, str | None, str | None] | None


@dataclass(frozen=True)
class Outcome:
    status: int
    printed: tuple[Printed, ...]
    notes: str
    seconds: float

    @property
    def questions(self) -> list[Question]:
        return [printed.question for printed in self.printed]

    def successful(self) -> "Outcome":
        same(f"the exit status (with {self.notes!r})", self.status, 0)
        expect(bool(self.printed), "no question was printed")
        return self


class Quizcraft:
    """The binary, with a key for the model. It inherits no settings."""

    def __init__(self, binary: Path, folder: Path, transcript: Transcript, key: str) -> None:
        self._binary, self._folder, self._transcript, self._key = binary, folder, transcript, key

    def questions(self, keyword: str, settings: Settings, count: int = 5) -> Outcome:
        """Runs `quizcraft questions`, which gets the key in a variable."""
        arguments = ["questions", "--format", "json", "--count", str(count), *settings.options(), keyword]
        began = time.monotonic()
        run = subprocess.run(
            [str(self._binary), *arguments],
            env={**self._environment(), "QUIZCRAFT_MODEL_KEY": self._key},
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
        notes, output = run.stderr.decode(), run.stdout.decode()
        self._transcript.add(Kind.NOTES, notes)
        self._transcript.add(Kind.OUTPUT, output)
        printed = json.loads(output) if run.returncode == 0 else []
        return Outcome(run.returncode, tuple(map(_printed, printed)), notes.strip(), time.monotonic() - began)

    def serve(self, settings: Settings) -> "Server":
        """Returns a server, which reads the key from a file."""
        file = self._folder / "key"
        file.write_text(f"{self._key}\n")
        environment = {**self._environment(), "QUIZCRAFT_MODEL_KEY_FILE": str(file), "RUST_LOG": "trace"}
        return Server(self._binary, self._folder, environment, settings, self._transcript)

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self._folder), "NO_COLOR": "1"}


class Server:
    """`quizcraft serve` on free ports, with the most verbose log."""

    def __init__(
        self, binary: Path, folder: Path, environment: dict[str, str], settings: Settings, transcript: Transcript
    ) -> None:
        free = "127.0.0.1:0"
        serve = [str(binary), "serve", "--addr", free, "--metrics-addr", free, "--log", "json"]
        self._command = [*serve, *settings.options()]
        self._folder, self._environment, self._transcript = folder, environment, transcript
        self._log = folder / f"serve-{uuid.uuid4()}.log"

    def __enter__(self) -> "Server":
        self._process = processes.start(self._command, self._folder, self._environment, self._log)
        try:
            self._url = eventually("the server says where it listens", lambda: self._announced("listening on (.+)"))
        except BaseException:
            processes.end(self._process)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transcript.add(Kind.METRICS, self.metrics())
        processes.end(self._process)
        self._transcript.add(Kind.LOG, self.log())

    def player(self, email: str = "ada@example.org") -> Player:
        return Player(self._url, self._transcript, email)

    def metrics(self) -> str:
        url = self._announced("metrics: (.+)/metrics") or ""
        return Visitor(url, self._transcript).get("/metrics").text

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def _announced(self, pattern: str) -> str | None:
        found = re.search(rf"^{pattern}$", self.log(), re.MULTILINE)
        return found[1] if found else None


def _printed(document: dict[str, object]) -> Printed:
    wrong = document["wrong"]
    assert isinstance(wrong, list)
    question = Question(str(document["prompt"]), str(document["solution"]), tuple(wrong))
    source = document.get("source")
    if not isinstance(source, dict):
        return Printed(question, None)
    return Printed(question, (source["title"], source.get("url"), source.get("license")))
