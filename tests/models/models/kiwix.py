"""kiwix-serve, with a book of the articles."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType

from harness import processes
from harness.loopback import ADDRESS, free_port

from .book import BOOK
from .system import System
from .waits import responds


class Kiwix:
    """The server. Its book contains the articles, and a redirect to the first one."""

    def __init__(self, folder: Path, system: System) -> None:
        self._folder, self._system = folder / "kiwix", system
        self._port = free_port()

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self._port}"

    def __enter__(self) -> "Kiwix":
        self._folder.mkdir()
        book = self._folder / f"{BOOK}.zim"
        subprocess.run([sys.executable, "-m", "models.book", str(book)], check=True, capture_output=True)
        program = self._system.program("kiwix-serve")
        command = [program, "--address", ADDRESS, "--port", str(self._port), "--threads", "2", str(book)]
        log = self._folder / "kiwix.log"
        self._process = processes.start(command, self._folder, self._system.environment(), log)
        try:
            responds("kiwix-serve", f"{self.url}/raw/{BOOK}/meta/License", self._process, log)
        except BaseException:
            processes.end(self._process)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        processes.end(self._process)
