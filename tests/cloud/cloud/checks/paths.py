"""The URLs of the API: custom domain, mapping key and stage."""

from urllib.parse import urlsplit

from harness.report import expect, same

from ..configuration import API_DOMAIN, MAPPING_KEY, PAGES, STAGE
from ..world import GRACE, World


def domain_and_stage_are_the_same_api(world: World) -> None:
    known = world.player(GRACE).get("/games").body()
    expect(len(known["games"]) > 0, "expected games")
    staged = world.at(world.deployment.stage_url, GRACE).get("/games").body()
    same("the list at the URL of the stage", staged, known)


def prefixes_are_accepted(world: World) -> None:
    known = world.player(GRACE).get("/games").body()
    given = urlsplit(world.deployment.stage_url).hostname or ""
    # Reports disagree on the prefix of rawPath, so every combination is accepted.
    fronts = {API_DOMAIN: ("", f"/{MAPPING_KEY}", f"/{STAGE}", f"/{STAGE}/{MAPPING_KEY}"), given: ("", f"/{STAGE}")}
    for domain, paths in fronts.items():
        for front in paths:
            answer = world.invoke_with_request(GRACE, "GET", domain, f"{front}/games")
            same(f"the list at {domain}{front}", answer.body(), known)


def location_has_the_key(world: World) -> None:
    asked = {"keywords": ["biology"], "questions_limit": 2}
    for front in ("", f"/{MAPPING_KEY}"):
        answer = world.invoke_with_request(GRACE, "POST", API_DOMAIN, f"{front}/games", asked)
        game, location = answer.body(201)["id"], answer.headers["location"]
        same("the location", location, f"/{MAPPING_KEY}/games/{game}")
        same("the game there", world.player(GRACE).call_at("GET", location).body()["id"], game)


def preflight_needs_no_token(world: World) -> None:
    asked = {"Origin": PAGES, "Access-Control-Request-Method": "POST"}
    answer = world.with_token(None).call("OPTIONS", "/games", headers=asked)
    same("the preflight succeeds", answer.status in (200, 204), True)
    same("the allowed origin", answer.headers.get("access-control-allow-origin"), PAGES)


CHECKS = (
    ("the custom domain and the stage are the same API", domain_and_stage_are_the_same_api),
    ("a path may have a stage and a mapping key as prefix", prefixes_are_accepted),
    ("the Location contains the mapping key, whether or not the event does", location_has_the_key),
    ("a preflight needs no token", preflight_needs_no_token),
)
