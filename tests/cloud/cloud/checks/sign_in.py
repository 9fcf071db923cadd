"""Authentication, by the JWT authorizer of API Gateway and then by the function."""

import time

from harness.report import expect, same

from ..world import ADA, HIDDEN, UNKNOWN, World


def invalid_tokens_are_rejected(world: World) -> None:
    issuer = world.issuer
    good = {**issuer.claims("user|mallory"), "email": UNKNOWN, "email_verified": True}
    rejected = {
        "no token": None,
        "an opaque token": "opaque",
        "a forged token": issuer.forged(good),
        "an expired token": issuer.token({**good, "exp": int(time.time()) - 1}),
        "a token for another audience": issuer.token({**good, "aud": "https://other.example.org"}),
        "a token without an audience": issuer.token({name: good[name] for name in good if name != "aud"}),
        "a token of another issuer": issuer.token({**good, "iss": "https://other.example.org"}),
    }
    for what, token in rejected.items():
        for method, path in (("GET", "/games"), ("POST", "/games"), ("GET", f"/games/{'0' * 64}")):
            answer = world.with_token(token).call(method, path)
            same(f"{method} {path} with {what}", answer.status, 401)
            # This body is from API Gateway, so the function was not invoked.
            same(f"the body for {what}", answer.json(), {"message": "Unauthorized"})
    world.with_token(issuer.token(good)).get("/games").body()


def userinfo_returns_missing_addresses(world: World) -> None:
    token = world.issuer.token_without_address(HIDDEN)
    player = world.with_token(token)
    game = player.post("/games", {"keywords": ["physics"], "questions_limit": 2}).body(201)["id"]
    player.get(f"/games/{game}").body()
    same("the requests to the userinfo endpoint", world.issuer.userinfo_tokens, [token])
    known = world.player(HIDDEN).games()
    same("the games of a token with the same address", [found["id"] for found in known], [game])
    stored = world.aws.client("dynamodb").scan(TableName=world.deployment.tables.token)
    expect(stored["Count"] >= 1, "expected an item in the token table")


def unverified_addresses_are_rejected(world: World) -> None:
    claims = {**world.issuer.claims("user|mallory"), "email": ADA, "email_verified": False}
    world.with_token(world.issuer.token(claims)).get("/games").fails(403, "email_not_verified")


CHECKS = (
    ("missing, forged, expired and foreign tokens get 401", invalid_tokens_are_rejected),
    ("the userinfo endpoint returns an address that the token lacks", userinfo_returns_missing_addresses),
    ("an unverified address gets 403", unverified_addresses_are_rejected),
)
