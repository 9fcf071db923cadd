"""CDK, which deploys to the emulator what infra/ describes. All that it writes is below one folder."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .configuration import ACCOUNT, ENVIRONMENT, INFRA
from .emulator import REGION, Emulator
from .report import expect
from .templates import adapt

# Much longer than it ever took.
PATIENCE = 300


@dataclass(frozen=True)
class Told:
    """How a run of CDK ended, and what it said."""

    status: int
    text: str

    def well(self) -> str:
        """What it said, if it did what it was to do."""
        expect(self.status == 0, f"CDK ended with {self.status}:\n{self.text[-3000:]}")
        return self.text


@dataclass(frozen=True)
class Cdk:
    emulator: Emulator
    folder: Path
    configuration: Path
    # Where cargo left what it built.
    target: Path

    def synthesise(self) -> Path:
        """Makes what is to be deployed, as the emulator can take it."""
        output = self.folder / "cdk.out"
        self._run("synth", "--quiet", *self._app(output)).well()
        for template in output.glob("**/*.template.json"):
            adapt(template)
        return output

    def bootstrap(self, synthesised: Path) -> None:
        """Gives the emulated account what CDK needs there, roles above all."""
        self._run("bootstrap", f"aws://{ACCOUNT}/{REGION}", "--app", str(synthesised)).well()

    def deploy(self, synthesised: Path) -> str:
        """Deploys the environment, and gives what CDK said of it."""
        return self._run(*_DEPLOY, "--app", str(synthesised)).well()

    def deploy_unbuilt(self) -> Told:
        """Tries to deploy the environment where nothing is built."""
        empty = self.folder / "empty"
        empty.mkdir(exist_ok=True)
        return self._run(*_DEPLOY, *self._app(self.folder / "unbuilt"), target=empty)

    def _app(self, output: Path) -> tuple[str, ...]:
        return ("--context", f"configuration={self.configuration}", "--output", str(output))

    def _run(self, *arguments: str, target: Path | None = None) -> Told:
        log = self.folder / "cdk.log"
        command = ["npx", "--no-install", "cdk", *arguments, "--no-notices", "--no-color"]
        process = processes.start(command, INFRA, self._environment(target or self.target), log)
        try:
            status = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            status = -1
        finally:
            processes.end(process)
        return Told(status, log.read_text(errors="replace"))

    def _environment(self, target: Path) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "CARGO_TARGET_DIR": str(target),
            "AWS_ENDPOINT_URL": self.emulator.url,
            "AWS_CA_BUNDLE": str(self.emulator.certificates.authority),
            "AWS_REGION": REGION,
            # These make the caller an administrator. What deploys is a role that CDK made.
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "CDK_DISABLE_VERSION_CHECK": "true",
        }


_DEPLOY = ("deploy", f"{ENVIRONMENT}/*", "--require-approval", "never", "--progress", "events")
