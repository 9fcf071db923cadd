"""Starts programs and stops them together with their child processes."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def start(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own, so that its child processes can be stopped with it."""
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
    """Stops a program and its child processes."""
    for ending in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(leader.pid, ending)
        except ProcessLookupError:
            break
        _wait_for_group(leader)
    leader.wait()


def _wait_for_group(leader: subprocess.Popen[bytes]) -> None:
    """Waits up to 5 s until all processes of the group have exited."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        leader.poll()
        try:
            os.killpg(leader.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
