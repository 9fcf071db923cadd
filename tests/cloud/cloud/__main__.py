"""Runs all checks. The exit status is 0 if all of them passed."""

import argparse
import secrets
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from harness.articles import Articles
from harness.report import Report
from harness.scripted import ScriptedModel

from . import deployment
from .adjustments import shorten_retries
from .aws import Aws
from .cdk import Cdk
from .checks import AS_DEPLOYED, AT_LAST, CHECKS, WITH_MODELS
from .checks.models import UsedModel
from .configuration import API_DOMAIN, Configuration
from .emulator import Emulator
from .issuer import Issuer
from .limits import LIMITS
from .wiki import Wiki
from .world import Services, World


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
        with _services() as services, Emulator(Path(folder), API_DOMAIN, services.bedrock.url) as emulator:
            print(f"the emulator listens on {emulator.url}, the identity provider on {services.issuer.url}", flush=True)
            report = _run(Path(folder), emulator, services, build)
            if report.failed:
                print(f"last lines of the emulator's log:\n{emulator.tail()}")
    for limit in LIMITS:
        print(f"differs from AWS: {limit}")
    print(report.summary())
    return 1 if report.failed else 0


@contextmanager
def _services() -> Iterator[Services]:
    articles, key = Articles.read(), f"sk-tests-{secrets.token_hex(16)}"
    with (
        Issuer() as issuer,
        Wiki(articles) as wiki,
        ScriptedModel(articles, key) as model,
        # The emulator sends no key.
        ScriptedModel(articles, None) as bedrock,
    ):
        yield Services(issuer, articles, wiki, model, bedrock)


def _run(folder: Path, emulator: Emulator, services: Services, build: Build) -> Report:
    report = Report()
    deployed: list[World] = []
    report.check("the deployment succeeds", lambda: deployed.append(_deploy(folder, emulator, services, build)))
    for world in deployed:
        for name, check in AS_DEPLOYED:
            report.check(name, partial(check, world))
        report.check("the retries of the queue are shortened", partial(shorten_retries, world.aws, world.deployment))
        print(f"playing at {world.site}", flush=True)
        for name, check in CHECKS:
            report.check(name, partial(check, world))
        for used in WITH_MODELS:
            world = _run_with_model(report, world, used)
        for name, check in AT_LAST:
            report.check(name, partial(check, world))
    return report


def _run_with_model(report: Report, world: World, used: UsedModel) -> World:
    """Deploys the environment with a language model, and runs its checks. Returns the changed world."""
    deployed: list[World] = []
    report.check(f"{used.name} is deployed", lambda: deployed.append(used.deploy(world)))
    for changed in deployed:
        for name, check in used.checks():
            report.check(f"{used.name}: {name}", partial(check, changed))
    return deployed[0] if deployed else world


def _deploy(folder: Path, emulator: Emulator, services: Services, build: Build) -> World:
    aws = Aws(emulator.url, emulator.certificates.authority)
    topic = aws.client("sns").create_topic(Name="alarms")["TopicArn"]
    configuration = Configuration(folder / "configuration.json", build.architecture, services.issuer.url, topic)
    configuration.write()
    cdk = Cdk(emulator, folder, configuration.file, build.target)
    synthesised = cdk.synthesise()
    cdk.bootstrap(synthesised)
    cdk.deploy(synthesised)
    return World(aws, services, emulator, configuration, cdk, deployment.read(aws))


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
