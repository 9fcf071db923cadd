"""llama.cpp with a small model, in a process of its own."""

import os
import re
import sys
from pathlib import Path
from types import TracebackType

from harness import processes
from harness.waiting import eventually

from .waits import responds

NAME = "SmolLM2-135M-Instruct"

_PASSED = ("PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")


class Llama:
    """The server. It uses one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "llama.log"

    def __enter__(self) -> "Llama":
        environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
        command = [sys.executable, "-m", "models.llama_server"]
        self._process = processes.start(command, self._folder, environment, self._log)
        try:
            self.url = eventually("llama.cpp says where it listens", self._announced, 120)
            responds("llama.cpp", f"{self.url}/health", self._process, self._log, 120)
        except BaseException:
            processes.end(self._process)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        processes.end(self._process)

    @property
    def api(self) -> str:
        return f"{self.url}/v1"

    def _announced(self) -> str | None:
        text = self._log.read_text(errors="replace")
        if self._process.poll() is not None:
            raise RuntimeError(f"llama.cpp has exited:\n{text[-2000:]}")
        found = re.search(r"^listening on (\S+)$", text, re.MULTILINE)
        return found[1] if found else None
