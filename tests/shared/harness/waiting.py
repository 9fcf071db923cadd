"""Polling."""

import time
from collections.abc import Callable
from typing import TypeVar

from .report import CheckFailed

Found = TypeVar("Found")


def eventually(what: str, poll: Callable[[], Found | None], timeout: float = 30.0) -> Found:
    """Polls until the result is truthy, and returns it. Fails the check after `timeout` seconds."""
    until = time.monotonic() + timeout
    while True:
        found = poll()
        if found:
            return found
        if time.monotonic() > until:
            raise CheckFailed(f"timed out after {timeout:.0f} s: {what}")
        time.sleep(0.1)
