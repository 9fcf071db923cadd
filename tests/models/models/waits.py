"""Waits for servers to respond."""

import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from harness.waiting import eventually

_OPENER = build_opener(ProxyHandler({}))


def responds(what: str, url: str, process: subprocess.Popen[bytes], log: Path, timeout: float = 60.0) -> None:
    """Waits until a server responds to a GET request with success."""

    def poll() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"{what} has exited:\n{log.read_text(errors='replace')[-2000:]}")
        try:
            with _OPENER.open(url, timeout=10):
                return True
        except HTTPError as error:
            if error.code == 503:
                return False
            raise RuntimeError(f"{what} responds with {error.code}: {error.read()[:300]!r}") from None
        except OSError:
            return False

    eventually(f"{what} responds", poll, timeout)
