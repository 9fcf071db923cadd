"""Programs that have children: ending one ends them all."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def start(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own, so that what it starts can be ended together with it."""
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def end(leader: subprocess.Popen[bytes]) -> None:
    """Ends a program that was started so, and whatever it started."""
    for ending in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(leader.pid, ending)
        except ProcessLookupError:
            break
        _wait_for_group(leader)
    leader.wait()


def _wait_for_group(leader: subprocess.Popen[bytes]) -> None:
    """Waits a little until a whole group of processes is gone."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        leader.poll()
        try:
            os.killpg(leader.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
