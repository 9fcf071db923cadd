"""The emulator, in a process of its own on a free port of loopback."""

import os
import ssl
import sys
import time
from pathlib import Path
from types import TracebackType
from urllib.request import urlopen

from harness import processes
from harness.loopback import ADDRESS, free_port

from .certificates import issue

REGION = "eu-west-1"


class Emulator:
    """ministack with HTTPS, which writes below one folder only. `model` is the URL of the server that replies to the
    calls of Bedrock."""

    def __init__(self, folder: Path, domain: str, model: str) -> None:
        self.port = free_port()
        self.log = folder / "ministack.log"
        self.certificates = issue(folder, ("localhost", "*.execute-api.localhost", domain))
        self._folder, self._model = folder, model

    @property
    def url(self) -> str:
        return f"https://{ADDRESS}:{self.port}"

    def __enter__(self) -> "Emulator":
        # The functions are child processes of the emulator.
        self._process = processes.start(self._command(), self._folder, self._environment(), self.log)
        try:
            self._wait()
        except BaseException:
            processes.end(self._process)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        processes.end(self._process)

    def tail(self) -> str:
        """Returns the last lines of the log."""
        lines = self.log.read_text(errors="replace").splitlines()[-40:]
        return "\n".join(line[:300] for line in lines)

    def _command(self) -> list[str]:
        # The command `ministack` would also try to listen on port 443.
        server = [sys.executable, "-m", "hypercorn", "--config", "python:ministack.core.hypercorn_conf"]
        return [*server, "--bind", f"{ADDRESS}:{self.port}", "ministack.app:app"]

    def _environment(self) -> dict[str, str]:
        # The emulator passes its environment to the functions. A clean one shows that they need only the variables
        # of AWS and of their configuration, except for the last three.
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "GATEWAY_PORT": str(self.port),
            "USE_SSL": "1",
            "MINISTACK_SSL_CERT": str(self.certificates.certificate),
            "MINISTACK_SSL_KEY": str(self.certificates.key),
            "MINISTACK_REGION": REGION,
            # Evaluate the policies of the functions' roles.
            "AUTH": "true",
            # Do not listen for IoT devices on another port.
            "IOT_MTLS_ENABLED": "0",
            # Without this, the emulator itself replies to the calls of Bedrock.
            "MINISTACK_BEDROCK_PROXY_URL": self._model,
            # With these, the functions find and trust the emulator. On AWS they need neither.
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CA_BUNDLE": str(self.certificates.authority),
            # The most verbose log, because a check searches it for personal data.
            "LOG_LEVEL": "trace",
        }

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while not self._responds():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"ministack does not respond:\n{self.tail()}")
            time.sleep(0.1)

    def _responds(self) -> bool:
        trust = ssl.create_default_context(cafile=str(self.certificates.authority))
        try:
            with urlopen(f"{self.url}/_ministack/health", timeout=5, context=trust):
                return True
        except OSError:
            return False
