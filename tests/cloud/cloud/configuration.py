"""The configurations of infra/ for these tests: the example with an environment in the emulated account."""

import json
from dataclasses import dataclass
from pathlib import Path

from .client import Json
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

# The contact in requests to the wiki.
CONTACT = "operator@example.org"
# No game reaches this number of tokens.
TOKENS_PER_DAY = 1_000_000
# A foundation model, since the emulator has no inference profiles.
BEDROCK_MODEL = "amazon.nova-lite-v1:0"
OPENAI_MODEL = "scripted"


@dataclass(frozen=True)
class Configuration:
    """The file for `cdk --context configuration=FILE`."""

    file: Path
    architecture: str
    issuer: str
    alarm_topic: str

    def write(self, model: Json = None) -> None:
        """Writes the file, with a language model or without."""
        configuration = json.loads((INFRA / "configuration.example.json").read_text())
        configuration |= {"domain": DOMAIN, "region": REGION, "architecture": self.architecture}
        configuration["environments"][ENVIRONMENT] |= {
            "account": ACCOUNT,
            "issuer": self.issuer,
            "audience": AUDIENCE,
            "origin": PAGES,
            "alarmTopic": self.alarm_topic,
            **({} if model is None else {"model": model}),
        }
        self.file.write_text(json.dumps(configuration))


def bedrock_model(wiki: str) -> Json:
    return {"api": "bedrock", "name": BEDROCK_MODEL, **_research(wiki)}


def openai_model(url: str, wiki: str) -> Json:
    return {"api": "openai", "name": OPENAI_MODEL, "url": url, **_research(wiki)}


def _research(wiki: str) -> Json:
    return {"researchContact": CONTACT, "researchUrl": wiki, "tokensPerDay": TOKENS_PER_DAY}
