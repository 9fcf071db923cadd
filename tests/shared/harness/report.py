"""Assertions, and the report: a line for each check, and a summary."""

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field


class CheckFailed(Exception):
    """An assertion of a check failed."""


def expect(holds: bool, what: str) -> None:
    """Fails the check unless the condition holds."""
    if not holds:
        raise CheckFailed(what)


def same(what: str, found: object, wanted: object) -> None:
    """Fails the check unless both values are equal."""
    expect(found == wanted, f"{what} is {found!r} instead of {wanted!r}")


@dataclass
class Report:
    """Runs and counts checks. The others still run after one failed."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)

    def check(self, name: str, run: Callable[[], None]) -> None:
        started = time.monotonic()
        try:
            run()
        except CheckFailed as failure:
            self._note_failure(name, str(failure))
        except Exception as error:  # An unexpected exception is a failure as well.
            traceback.print_exc()
            self._note_failure(name, f"{type(error).__name__}: {error}")
        else:
            self.passed += 1
            print(f"ok      {name} ({time.monotonic() - started:.1f} s)", flush=True)

    def summary(self) -> str:
        seconds = time.monotonic() - self.since
        if self.failed:
            return f"FAILED: {len(self.failed)} of {self.passed + len(self.failed)} checks: {', '.join(self.failed)}"
        return f"all {self.passed} checks passed in {seconds:.0f} s"

    def _note_failure(self, name: str, reason: str) -> None:
        self.failed.append(name)
        print(f"FAILED  {name}: {reason}", flush=True)
