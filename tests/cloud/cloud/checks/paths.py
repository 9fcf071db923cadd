"""The ways that lead to the API."""

from urllib.parse import urlsplit

from ..configuration import API_DOMAIN, MAPPING_KEY, PAGES, STAGE
from ..report import expect, same
from ..world import GRACE, World


def every_way_leads_to_the_same(world: World) -> None:
    known = world.player(GRACE).get("/games").body()
    expect(len(known["games"]) > 0, "there are games")
    staged = world.at(world.deployment.stage_url, GRACE).get("/games").body()
    same("the list by the stage of the API's own URL", staged, known)


def every_event_is_understood(world: World) -> None:
    known = world.player(GRACE).get("/games").body()
    given = urlsplit(world.deployment.stage_url).hostname or ""
    # Reports disagree what stands in front of a path, so that it may be anything.
    fronts = {API_DOMAIN: ("", f"/{MAPPING_KEY}", f"/{STAGE}", f"/{STAGE}/{MAPPING_KEY}"), given: ("", f"/{STAGE}")}
    for domain, paths in fronts.items():
        for front in paths:
            answer = world.hand_over(GRACE, "GET", domain, f"{front}/games")
            same(f"the list at {domain}{front}", answer.body(), known)


def location_has_the_key(world: World) -> None:
    asked = {"keywords": ["biology"], "questions_limit": 2}
    for front in ("", f"/{MAPPING_KEY}"):
        answer = world.hand_over(GRACE, "POST", API_DOMAIN, f"{front}/games", asked)
        game, location = answer.body(201)["id"], answer.headers["location"]
        same("the location", location, f"/{MAPPING_KEY}/games/{game}")
        same("the game there", world.player(GRACE).call_at("GET", location).body()["id"], game)


def pages_may_call(world: World) -> None:
    asked = {"Origin": PAGES, "Access-Control-Request-Method": "POST"}
    answer = world.with_token(None).call("OPTIONS", "/games", headers=asked)
    same("whether the preflight is answered", answer.status in (200, 204), True)
    same("the allowed origin", answer.headers.get("access-control-allow-origin"), PAGES)


CHECKS = (
    ("a custom domain and a stage lead to the same", every_way_leads_to_the_same),
    ("a stage and a mapping key may stand in front of a path", every_event_is_understood),
    ("the Location has the mapping key, whether or not the event had it", location_has_the_key),
    ("a preflight is answered without a token", pages_may_call),
)
