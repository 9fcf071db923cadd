"""The environment of every check."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from harness.articles import Articles
from harness.scripted import ScriptedModel

from .aws import Aws
from .cdk import Cdk
from .client import Answer, Caller, Json, Player
from .configuration import Configuration
from .deployment import Deployment
from .emulator import Emulator
from .events import invoke_with_request
from .issuer import Issuer
from .wiki import Wiki

# A check asserts that no log contains any of these.
ADDRESSES = ("ada@example.org", "grace@example.org", "emmy@example.org", "hidden@example.org", "unknown@example.org")
ADA, GRACE, EMMY, HIDDEN, UNKNOWN = ADDRESSES


@dataclass(frozen=True)
class Services:
    """The servers on loopback that are not a part of AWS."""

    issuer: Issuer
    articles: Articles
    wiki: Wiki
    # The model with the API of chat completions, which requires a key.
    model: ScriptedModel
    # The model behind the emulator of Bedrock.
    bedrock: ScriptedModel


@dataclass(frozen=True)
class World:
    aws: Aws
    services: Services
    emulator: Emulator
    configuration: Configuration
    cdk: Cdk
    deployment: Deployment

    @property
    def issuer(self) -> Issuer:
        return self.services.issuer

    @property
    def site(self) -> str:
        """Returns the URL of the API with the emulator's port, which is not that of HTTPS."""
        url = urlsplit(self.deployment.url)
        return url._replace(netloc=f"{url.netloc}:{self.emulator.port}").geturl()

    def player(self, email: str) -> Player:
        return self.at(self.site, email)

    def with_token(self, token: str | None) -> Caller:
        return Caller(self.site, self._authority, token)

    def at(self, url: str, email: str) -> Player:
        """Returns a player that uses another URL of the API."""
        return Player(url, self._authority, self.issuer.token_of(email))

    def invoke_with_request(self, email: str, method: str, domain: str, path: str, body: Json = None) -> Answer:
        """Invokes the API function with the event that AWS creates for this request."""
        claims = self.issuer.claims_of(email)
        functions = self.aws.client("lambda")
        return invoke_with_request(functions, self.deployment.api.name, claims, method, domain, path, body)

    @property
    def _authority(self) -> Path:
        return self.emulator.certificates.authority
