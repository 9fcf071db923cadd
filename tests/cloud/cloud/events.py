"""API Gateway events, for the cases in which the emulator differs from AWS."""

import json
import time
import uuid

from harness.report import expect

from .aws import Client
from .client import Answer, Json
from .configuration import STAGE
from .issuer import Claims


def invoke_with_request(
    functions: Client, function: str, claims: Claims, method: str, domain: str, path: str, body: Json = None
) -> Answer:
    """Invokes a function with the event of a request to this domain and path."""
    event = _event(claims, method, domain, path, None if body is None else json.dumps(body))
    invoked = functions.invoke(FunctionName=function, Payload=json.dumps(event).encode())
    text = invoked["Payload"].read().decode()
    expect("FunctionError" not in invoked, f"the function failed: {text[:300]!r}")
    answer = json.loads(text)
    headers = {name.lower(): value for name, value in answer["headers"].items()}
    return Answer(answer["statusCode"], headers, answer["body"])


def _event(claims: Claims, method: str, domain: str, path: str, body: str | None) -> dict[str, object]:
    return {
        "version": "2.0",
        "routeKey": f"{method} /games",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": domain, "content-type": "application/json"},
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "0000000000",
            # API Gateway converts every claim to a string.
            "authorizer": {"jwt": {"claims": {name: _text(claim) for name, claim in claims.items()}, "scopes": None}},
            "domainName": domain,
            "domainPrefix": domain.partition(".")[0],
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "-"},
            "requestId": str(uuid.uuid4()),
            "routeKey": f"{method} /games",
            "stage": STAGE,
            "time": "24/Nov/2026:12:00:00 +0000",
            "timeEpoch": int(time.time() * 1000),
        },
        "body": body,
        "isBase64Encoded": False,
    }


def _text(claim: object) -> str:
    return claim if isinstance(claim, str) else json.dumps(claim)
