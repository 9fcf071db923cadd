"""The configuration of infra/ for these tests: the example with an environment in the emulated account."""

import json
from pathlib import Path

from .emulator import REGION
from .issuer import AUDIENCE

INFRA = Path(__file__).resolve().parents[3] / "infra"

ENVIRONMENT = "tst"
# The default account of the emulator.
ACCOUNT = "000000000000"

DOMAIN = "quiz.example.org"
API_DOMAIN = f"api.{ENVIRONMENT}.{DOMAIN}"
MAPPING_KEY = "quiz/v1"
STAGE = "default"
PAGES = "https://quiz.example.org"


def write(file: Path, architecture: str, issuer: str, alarm_topic: str) -> None:
    """Writes the file for `cdk --context configuration=FILE`."""
    configuration = json.loads((INFRA / "configuration.example.json").read_text())
    configuration |= {"domain": DOMAIN, "region": REGION, "architecture": architecture}
    configuration["environments"][ENVIRONMENT] |= {
        "account": ACCOUNT,
        "issuer": issuer,
        "audience": AUDIENCE,
        "origin": PAGES,
        "alarmTopic": alarm_topic,
    }
    file.write_text(json.dumps(configuration))
