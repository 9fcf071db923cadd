"""What every check is given."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .aws import Aws
from .cdk import Cdk
from .client import Answer, Caller, Json, Player
from .deployment import Deployment
from .emulator import Emulator
from .events import hand_over
from .issuer import Issuer

# No log may name one of them.
ADDRESSES = ("ada@example.org", "grace@example.org", "emmy@example.org", "hidden@example.org", "unknown@example.org")
ADA, GRACE, EMMY, HIDDEN, UNKNOWN = ADDRESSES


@dataclass(frozen=True)
class World:
    aws: Aws
    issuer: Issuer
    emulator: Emulator
    cdk: Cdk
    deployment: Deployment

    @property
    def site(self) -> str:
        """Where the quiz is played, but for the port: the emulator may not listen on that of https."""
        url = urlsplit(self.deployment.url)
        return url._replace(netloc=f"{url.netloc}:{self.emulator.port}").geturl()

    def player(self, email: str) -> Player:
        return self.at(self.site, email)

    def with_token(self, token: str | None) -> Caller:
        return Caller(self.site, self._authority, token)

    def at(self, url: str, email: str) -> Player:
        """A player at another place than where the quiz is played."""
        return Player(url, self._authority, self.issuer.token_of(email))

    def hand_over(self, email: str, method: str, domain: str, path: str, body: Json = None) -> Answer:
        """What the function answers to an event as AWS makes one."""
        claims = self.issuer.claims_of(email)
        functions = self.aws.client("lambda")
        return hand_over(functions, self.deployment.api.name, claims, method, domain, path, body)

    @property
    def _authority(self) -> Path:
        return self.emulator.certificates.authority
