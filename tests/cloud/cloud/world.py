"""What every check is given."""

from dataclasses import dataclass
from pathlib import Path

from .aws import Aws
from .client import Caller, Player
from .deployment import Deployment
from .gateway import STAGE
from .issuer import Issuer

# No log may name one of them.
ADDRESSES = ("ada@example.org", "grace@example.org", "emmy@example.org", "hidden@example.org", "nobody@example.org")
ADA, GRACE, EMMY, HIDDEN, NOBODY = ADDRESSES


@dataclass(frozen=True)
class World:
    aws: Aws
    issuer: Issuer
    deployment: Deployment
    authority: Path

    @property
    def site(self) -> str:
        """Where the deployed client finds the API: at a stage of the URL that API Gateway gave it."""
        return f"{self.deployment.endpoint}/{STAGE}"

    def player(self, email: str) -> Player:
        return Player(self.site, self.authority, self.issuer.token_of(email))

    def with_token(self, token: str | None) -> Caller:
        return Caller(self.site, self.authority, token)

    def at(self, url: str, email: str) -> Caller:
        """A player at another place than where the deployed client finds the API."""
        return Caller(url, self.authority, self.issuer.token_of(email))
