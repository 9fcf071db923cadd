"""Runs everything. The exit status tells whether all of it went well."""

import argparse
import signal
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from . import configuration, deployment
from .adjustments import be_quick
from .aws import Aws
from .cdk import Cdk
from .checks import AS_DEPLOYED, CHECKS
from .configuration import API_DOMAIN
from .emulator import Emulator
from .issuer import Issuer
from .limits import LIMITS
from .report import Report
from .world import World


@dataclass(frozen=True)
class Built:
    """Where cargo left the functions, and for which architecture."""

    target: Path
    architecture: str


def main() -> int:
    # Ending this process ends everything that it started.
    signal.signal(signal.SIGTERM, _leave)
    built = _arguments()
    with tempfile.TemporaryDirectory(prefix="quizcraft-cloud-") as folder:
        with Emulator(Path(folder), API_DOMAIN) as emulator, Issuer() as issuer:
            print(f"the emulator listens on {emulator.url}, the identity provider on {issuer.url}", flush=True)
            report = _run(Path(folder), emulator, issuer, built)
            if report.failed:
                print(f"the end of the emulator's log:\n{emulator.tail()}")
    for limit in LIMITS:
        print(f"not as AWS: {limit}")
    print(report.summary())
    return 1 if report.failed else 0


def _run(folder: Path, emulator: Emulator, issuer: Issuer, built: Built) -> Report:
    report = Report()
    deployed: list[World] = []
    report.check("everything is deployed", lambda: deployed.append(_deploy(folder, emulator, issuer, built)))
    for world in deployed:
        for name, check in AS_DEPLOYED:
            report.check(name, partial(check, world))
        report.check("the queue is made quicker", partial(be_quick, world.aws, world.deployment))
        print(f"the quiz is played at {world.site}", flush=True)
        for name, check in CHECKS:
            report.check(name, partial(check, world))
    return report


def _deploy(folder: Path, emulator: Emulator, issuer: Issuer, built: Built) -> World:
    aws = Aws(emulator.url, emulator.certificates.authority)
    file = folder / "configuration.json"
    topic = aws.client("sns").create_topic(Name="alarms")["TopicArn"]
    configuration.write(file, built.architecture, issuer.url, topic)
    cdk = Cdk(emulator, folder, file, built.target)
    synthesised = cdk.synthesise()
    cdk.bootstrap(synthesised)
    cdk.deploy(synthesised)
    return World(aws, issuer, emulator, cdk, deployment.read(aws))


def _arguments() -> Built:
    parser = argparse.ArgumentParser(prog="python -m cloud")
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--architecture", required=True, choices=("x86_64", "arm64"))
    given = parser.parse_args()
    return Built(given.target, given.architecture)


def _leave(signal_number: int, _: FrameType | None) -> None:
    sys.exit(128 + signal_number)


if __name__ == "__main__":
    sys.exit(main())
