"""Runs all checks. The exit status is 0 if all of them passed."""

import argparse
import signal
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from harness.report import Report

from . import configuration, deployment
from .adjustments import shorten_retries
from .aws import Aws
from .cdk import Cdk
from .checks import AS_DEPLOYED, CHECKS
from .configuration import API_DOMAIN
from .emulator import Emulator
from .issuer import Issuer
from .limits import LIMITS
from .world import World


@dataclass(frozen=True)
class Build:
    """The target folder of cargo with the built functions, and their architecture."""

    target: Path
    architecture: str


def main() -> int:
    # Raise SystemExit on SIGTERM, so that the context managers stop all child processes.
    signal.signal(signal.SIGTERM, _exit)
    build = _arguments()
    with tempfile.TemporaryDirectory(prefix="quizcraft-cloud-") as folder:
        with Emulator(Path(folder), API_DOMAIN) as emulator, Issuer() as issuer:
            print(f"the emulator listens on {emulator.url}, the identity provider on {issuer.url}", flush=True)
            report = _run(Path(folder), emulator, issuer, build)
            if report.failed:
                print(f"last lines of the emulator's log:\n{emulator.tail()}")
    for limit in LIMITS:
        print(f"differs from AWS: {limit}")
    print(report.summary())
    return 1 if report.failed else 0


def _run(folder: Path, emulator: Emulator, issuer: Issuer, build: Build) -> Report:
    report = Report()
    deployed: list[World] = []
    report.check("the deployment succeeds", lambda: deployed.append(_deploy(folder, emulator, issuer, build)))
    for world in deployed:
        for name, check in AS_DEPLOYED:
            report.check(name, partial(check, world))
        report.check("the retries of the queue are shortened", partial(shorten_retries, world.aws, world.deployment))
        print(f"playing at {world.site}", flush=True)
        for name, check in CHECKS:
            report.check(name, partial(check, world))
    return report


def _deploy(folder: Path, emulator: Emulator, issuer: Issuer, build: Build) -> World:
    aws = Aws(emulator.url, emulator.certificates.authority)
    file = folder / "configuration.json"
    topic = aws.client("sns").create_topic(Name="alarms")["TopicArn"]
    configuration.write(file, build.architecture, issuer.url, topic)
    cdk = Cdk(emulator, folder, file, build.target)
    synthesised = cdk.synthesise()
    cdk.bootstrap(synthesised)
    cdk.deploy(synthesised)
    return World(aws, issuer, emulator, cdk, deployment.read(aws))


def _arguments() -> Build:
    parser = argparse.ArgumentParser(prog="python -m cloud")
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--architecture", required=True, choices=("x86_64", "arm64"))
    arguments = parser.parse_args()
    return Build(arguments.target, arguments.architecture)


def _exit(signal_number: int, _: FrameType | None) -> None:
    sys.exit(128 + signal_number)


if __name__ == "__main__":
    sys.exit(main())
