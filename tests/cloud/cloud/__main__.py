"""Runs everything. The exit status tells whether all of it went well."""

import argparse
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path
from types import FrameType

from .aws import Aws
from .checks import CHECKS
from .deployment import Zips, deploy
from .emulator import Emulator
from .gateway import DOMAIN
from .issuer import Issuer
from .limits import LIMITS
from .report import Report
from .world import World


def main() -> int:
    # Whoever ends this gets everything ended that it began.
    signal.signal(signal.SIGTERM, _leave)
    zips = _arguments()
    with tempfile.TemporaryDirectory(prefix="quizcraft-cloud-") as folder:
        with Emulator(Path(folder), DOMAIN) as emulator, Issuer() as issuer:
            print(f"the emulator listens on {emulator.url}, the identity provider on {issuer.url}", flush=True)
            report = _run(emulator, issuer, zips)
            if report.failed:
                print(f"the end of the emulator's log:\n{emulator.tail()}")
    for limit in LIMITS:
        print(f"not as AWS: {limit}")
    print(report.summary())
    return 1 if report.failed else 0


def _run(emulator: Emulator, issuer: Issuer, zips: Zips) -> Report:
    report = Report()
    authority = emulator.certificates.authority
    aws = Aws(emulator.url, authority)
    deployed: list[World] = []

    def deploy_all() -> None:
        deployed.append(World(aws, issuer, deploy(aws, emulator, issuer.url, zips), authority))

    report.check("everything is deployed", deploy_all)
    for world in deployed:
        print(f"the API is at {world.site}", flush=True)
        for name, check in CHECKS:
            report.check(name, partial(check, world))
    return report


def _arguments() -> Zips:
    parser = argparse.ArgumentParser(prog="python -m cloud")
    parser.add_argument("--api", type=Path, required=True)
    parser.add_argument("--worker", type=Path, required=True)
    parser.add_argument("--architecture", required=True, choices=("x86_64", "arm64"))
    given = parser.parse_args()
    return Zips(given.api, given.worker, given.architecture)


def _leave(signal_number: int, _: FrameType | None) -> None:
    sys.exit(128 + signal_number)


if __name__ == "__main__":
    sys.exit(main())
