"""Runs CDK, which deploys infra/ to the emulator and writes below one folder only."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness import processes
from harness.report import expect

from .configuration import ACCOUNT, ENVIRONMENT, INFRA
from .emulator import REGION, Emulator
from .templates import adapt

# In seconds; far above the usual duration.
TIMEOUT = 300


@dataclass(frozen=True)
class Result:
    """The exit status and the output of a run of CDK."""

    status: int
    text: str

    def successful(self) -> str:
        """Returns the output if the run succeeded, or fails the check."""
        expect(self.status == 0, f"CDK exited with {self.status}:\n{self.text[-3000:]}")
        return self.text


@dataclass(frozen=True)
class Cdk:
    emulator: Emulator
    folder: Path
    configuration: Path
    # The target folder of cargo.
    target: Path

    def synthesise(self) -> Path:
        """Synthesises the templates and adapts them to the emulator."""
        output = self.folder / "cdk.out"
        self._run("synth", "--quiet", *self._app(output)).successful()
        for template in output.glob("**/*.template.json"):
            adapt(template)
        return output

    def bootstrap(self, synthesised: Path) -> None:
        """Bootstraps the emulated account, which creates the roles of CDK."""
        self._run("bootstrap", f"aws://{ACCOUNT}/{REGION}", "--app", str(synthesised)).successful()

    def deploy(self, synthesised: Path) -> str:
        """Deploys the environment and returns the output of CDK."""
        return self._run(*_DEPLOY, "--app", str(synthesised)).successful()

    def deploy_unbuilt(self) -> Result:
        """Tries to deploy the environment without built functions."""
        empty = self.folder / "empty"
        empty.mkdir(exist_ok=True)
        return self._run(*_DEPLOY, *self._app(self.folder / "unbuilt"), target=empty)

    def _app(self, output: Path) -> tuple[str, ...]:
        return ("--context", f"configuration={self.configuration}", "--output", str(output))

    def _run(self, *arguments: str, target: Path | None = None) -> Result:
        log = self.folder / "cdk.log"
        command = ["npx", "--no-install", "cdk", *arguments, "--no-notices", "--no-color"]
        process = processes.start(command, INFRA, self._environment(target or self.target), log)
        try:
            status = process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            status = -1
        finally:
            processes.end(process)
        return Result(status, log.read_text(errors="replace"))

    def _environment(self, target: Path) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "CARGO_TARGET_DIR": str(target),
            "AWS_ENDPOINT_URL": self.emulator.url,
            "AWS_CA_BUNDLE": str(self.emulator.certificates.authority),
            "AWS_REGION": REGION,
            # The emulator treats these as an administrator. The deployment itself assumes a role of CDK.
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "CDK_DISABLE_VERSION_CHECK": "true",
        }


_DEPLOY = ("deploy", f"{ENVIRONMENT}/*", "--require-approval", "never", "--progress", "events")
