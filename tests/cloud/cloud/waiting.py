"""Waiting for what happens by itself."""

import time
from collections.abc import Callable
from typing import TypeVar

from .report import Unmet

Found = TypeVar("Found")


def eventually(what: str, look: Callable[[], Found | None], patience: float = 30.0) -> Found:
    """What a look gives, as soon as it gives something that counts as true."""
    until = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > until:
            raise Unmet(f"after {patience:.0f} s still not: {what}")
        time.sleep(0.1)
