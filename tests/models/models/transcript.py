"""Everything that the program under test sent and printed, which the last checks search."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    LOG = "a log"
    # The lines of a command for the person who started it.
    NOTES = "the standard error of a command"
    OUTPUT = "the standard output of a command"
    RESPONSE = "a response of the API"
    METRICS = "the metrics"
    RESEARCH = "a request for articles"


@dataclass
class Transcript:
    _entries: list[tuple[Kind, str]] = field(default_factory=list)
    # Servers and clients add texts from their own threads.
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: Kind, text: str) -> None:
        with self._lock:
            self._entries.append((kind, text))

    def texts(self, *kinds: Kind) -> Iterator[tuple[Kind, str]]:
        with self._lock:
            entries = list(self._entries)
        return ((kind, text) for kind, text in entries if not kinds or kind in kinds)
