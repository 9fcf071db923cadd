"""What is printed: a line for each check, and one for all of them."""

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field


class Unmet(Exception):
    """Something is not as it has to be."""


def expect(holds: bool, what: str) -> None:
    """Ends a check unless something holds."""
    if not holds:
        raise Unmet(what)


def same(what: str, found: object, wanted: object) -> None:
    """Ends a check unless two things are equal."""
    expect(found == wanted, f"{what} is {found!r} instead of {wanted!r}")


@dataclass
class Report:
    """Counts checks. One that fails does not keep the others from being run."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)

    def check(self, name: str, run: Callable[[], None]) -> None:
        begun = time.monotonic()
        try:
            run()
        except Unmet as unmet:
            self._note_failure(name, str(unmet))
        except Exception as error:  # A check that cannot be finished has failed as well.
            traceback.print_exc()
            self._note_failure(name, f"{type(error).__name__}: {error}")
        else:
            self.passed += 1
            print(f"ok      {name} ({time.monotonic() - begun:.1f} s)", flush=True)

    def summary(self) -> str:
        seconds = time.monotonic() - self.since
        if self.failed:
            return f"FAILED: {len(self.failed)} of {self.passed + len(self.failed)} checks: {', '.join(self.failed)}"
        return f"all {self.passed} checks passed in {seconds:.0f} s: both functions play a whole game in the cloud"

    def _note_failure(self, name: str, reason: str) -> None:
        self.failed.append(name)
        print(f"FAILED  {name}: {reason}", flush=True)
