"""Who is let in: by API Gateway's JWT authorizer, and then by the function."""

import time

from ..report import expect, same
from ..world import ADA, HIDDEN, UNKNOWN, World


def bad_tokens_are_refused(world: World) -> None:
    issuer = world.issuer
    good = {**issuer.claims("user|mallory"), "email": UNKNOWN, "email_verified": True}
    refused = {
        "no token": None,
        "no JWT": "opaque",
        "a forged one": issuer.forged(good),
        "an expired one": issuer.token({**good, "exp": int(time.time()) - 1}),
        "one for another audience": issuer.token({**good, "aud": "https://other.example.org"}),
        "one without an audience": issuer.token({name: good[name] for name in good if name != "aud"}),
        "one of another issuer": issuer.token({**good, "iss": "https://other.example.org"}),
    }
    for what, token in refused.items():
        for method, path in (("GET", "/games"), ("POST", "/games"), ("GET", f"/games/{'0' * 64}")):
            answer = world.with_token(token).call(method, path)
            same(f"{method} {path} with {what}", answer.status, 401)
            # So API Gateway answered, and the function was not even asked.
            same(f"the body for {what}", answer.json(), {"message": "Unauthorized"})
    world.with_token(issuer.token(good)).get("/games").body()


def provider_is_asked_for_addresses(world: World) -> None:
    token = world.issuer.token_without_address(HIDDEN)
    player = world.with_token(token)
    game = player.post("/games", {"keywords": ["physics"], "questions_limit": 2}).body(201)["id"]
    player.get(f"/games/{game}").body()
    same("how often the provider was asked", world.issuer.asked_for_userinfo, [token])
    known = world.player(HIDDEN).games()
    same("the games by a token with the address", [found["id"] for found in known], [game])
    stored = world.aws.client("dynamodb").scan(TableName=world.deployment.tables.token)
    expect(stored["Count"] >= 1, "the table of tokens knows the player now")


def unverified_addresses_are_refused(world: World) -> None:
    claims = {**world.issuer.claims("user|mallory"), "email": ADA, "email_verified": False}
    world.with_token(world.issuer.token(claims)).get("/games").fails(403, "email_not_verified")


CHECKS = (
    ("no, forged, expired and foreign tokens get 401", bad_tokens_are_refused),
    ("the provider tells an address that a token does not", provider_is_asked_for_addresses),
    ("an unverified address gets 403", unverified_addresses_are_refused),
)
