"""The HTTP API in front of the function: routes, authorizer, stage, and a domain of one's own."""

from .aws import Client
from .issuer import AUDIENCE

STAGE = "default"
MAPPING_KEY = "quiz/v1"
DOMAIN = "api.quiz.example.org"
PAGES = "https://quiz.example.org"

ROUTES = (
    "GET /games",
    "POST /games",
    "GET /games/{game}",
    "GET /games/{game}/questions",
    "POST /games/{game}/questions/ask",
    "POST /games/{game}/questions/answer",
    "GET /games/{game}/questions/{question}",
)


def create_api(gateway: Client, function: str, issuer: str) -> tuple[str, str]:
    """Puts an HTTP API with a JWT authorizer in front of a function. Gives its id and its URL."""
    api = gateway.create_api(Name="quiz", ProtocolType="HTTP", CorsConfiguration=_cors())
    identifier: str = api["ApiId"]
    target = _integration(gateway, identifier, function)
    authorizer = _authorizer(gateway, identifier, issuer)
    for mounted in ("", f"/{MAPPING_KEY}"):
        for route in ROUTES:
            method, path = route.split(" ")
            gateway.create_route(
                ApiId=identifier,
                RouteKey=f"{method} {mounted}{path}",
                Target=target,
                AuthorizationType="JWT",
                AuthorizerId=authorizer,
            )
    gateway.create_stage(ApiId=identifier, StageName=STAGE, AutoDeploy=True)
    _map_domain(gateway, identifier)
    return identifier, api["ApiEndpoint"]


def _integration(gateway: Client, api: str, function: str) -> str:
    integration = gateway.create_integration(
        ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=function, PayloadFormatVersion="2.0"
    )
    return f"integrations/{integration['IntegrationId']}"


def _authorizer(gateway: Client, api: str, issuer: str) -> str:
    authorizer = gateway.create_authorizer(
        ApiId=api,
        Name="players",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": issuer, "Audience": [AUDIENCE]},
    )
    identifier: str = authorizer["AuthorizerId"]
    return identifier


def _map_domain(gateway: Client, api: str) -> None:
    gateway.create_domain_name(DomainName=DOMAIN, DomainNameConfigurations=[{"EndpointType": "REGIONAL"}])
    gateway.create_api_mapping(DomainName=DOMAIN, ApiId=api, Stage=STAGE, ApiMappingKey=MAPPING_KEY)


def _cors() -> dict[str, list[str]]:
    return {
        "AllowOrigins": [PAGES],
        "AllowMethods": ["GET", "POST", "PUT"],
        "AllowHeaders": ["authorization", "content-type", "idempotency-key"],
        "ExposeHeaders": ["location", "retry-after", "www-authenticate", "x-request-id"],
    }
