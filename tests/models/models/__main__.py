"""Runs all checks. The exit status is 0 if all of them passed."""

import argparse
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from harness.articles import LICENSE, Articles
from harness.report import Report
from harness.scripted import ScriptedModel

from .book import BOOK, original
from .checks import AT_LAST, BEFORE_LLAMA, WITH_LLAMA
from .kiwix import Kiwix
from .llama import Llama
from .mediawiki import LICENSE as WIKI_LICENSE
from .mediawiki import Wiki, WikiServer
from .outage import Outage
from .proxy import Proxy
from .quizcraft import Quizcraft, kiwix, wiki
from .system import System
from .transcript import Transcript
from .world import Check, Encyclopedia, World

OUTAGE = "an outage of the model ends a game with a reason within minutes"


@dataclass(frozen=True)
class Arguments:
    binary: Path
    system: System
    # Only checks with this text in their names run.
    only: str


def main() -> int:
    # Raise SystemExit on SIGTERM, so that the context managers stop all child processes.
    signal.signal(signal.SIGTERM, _exit)
    arguments, report = _arguments(), Report()
    with tempfile.TemporaryDirectory(prefix="quizcraft-models-") as name:
        folder = Path(name)
        with _world(folder, arguments) as world, ExitStack() as background:
            outage = None
            if arguments.only in OUTAGE:
                outage = background.enter_context(Outage(world))
            _run(report, BEFORE_LLAMA, world, arguments.only)
            llama_checks = [check for check in WITH_LLAMA if arguments.only in check[0]]
            if llama_checks:
                with Llama(folder) as llama:
                    for check, run in llama_checks:
                        report.check(check, partial(run, world, llama))
            if outage is not None:
                report.check(OUTAGE, outage.check)
            # The transcript contains the logs of servers that have ended.
            background.close()
            _run(report, AT_LAST, world, arguments.only)
    print(f"{report.passed} passed, {len(report.failed)} failed, in {time.monotonic() - report.since:.0f} s")
    return 1 if report.failed else 0


def _run(report: Report, checks: Sequence[Check], world: World, only: str) -> None:
    for name, run in checks:
        if only in name:
            report.check(name, partial(run, world))


@contextmanager
def _world(folder: Path, arguments: Arguments) -> Iterator[World]:
    """Starts all servers except for llama.cpp, and stops them at the end."""
    began = time.monotonic()
    articles, transcript = Articles.read(), Transcript()
    key = f"sk-tests-{secrets.token_hex(16)}"
    installed = Wiki(folder, arguments.system, articles)
    installed.install()
    with ExitStack() as started:
        book = started.enter_context(Kiwix(folder, arguments.system))
        servers = [started.enter_context(WikiServer(installed, extracts)) for extracts in (True, False)]
        urls = [book.url, *(server.url for server in servers)]
        proxies = [started.enter_context(Proxy(transcript, url)) for url in urls]
        model = started.enter_context(ScriptedModel(articles, key))
        wikis = [
            Encyclopedia(proxy, wiki(proxy.url), server.page, WIKI_LICENSE)
            for proxy, server in zip(proxies[1:], servers)
        ]
        print(f"the servers are ready after {time.monotonic() - began:.1f} s", flush=True)
        yield World(
            articles=articles,
            transcript=transcript,
            quizcraft=Quizcraft(arguments.binary, folder, transcript, key),
            model=model,
            kiwix=Encyclopedia(proxies[0], kiwix(proxies[0].url, BOOK), original, LICENSE),
            wiki=wikis[0],
            plain_wiki=wikis[1],
        )


def _arguments() -> Arguments:
    parser = argparse.ArgumentParser(prog="python -m models")
    parser.add_argument("--binary", type=Path, required=True, help="the program quizcraft")
    parser.add_argument("--unpacked", type=Path, required=True, help="the folder of unpacked Debian packages")
    parser.add_argument("only", nargs="?", default="", help="run only checks with this text in their names")
    parsed = parser.parse_args()
    return Arguments(parsed.binary.resolve(), System(parsed.unpacked.resolve()), parsed.only)


def _exit(signal_number: int, _: FrameType | None) -> None:
    sys.exit(128 + signal_number)


if __name__ == "__main__":
    sys.exit(main())
