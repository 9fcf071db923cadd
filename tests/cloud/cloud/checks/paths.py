"""The ways that lead to the API."""

from urllib.parse import urlsplit

from ..gateway import DOMAIN, MAPPING_KEY, PAGES
from ..report import same
from ..world import GRACE, World


def every_mount_is_the_same(world: World) -> None:
    plain = world.player(GRACE).get("/games").body()
    mounted = world.at(f"{world.site}/{MAPPING_KEY}", GRACE).get("/games").body()
    same("the list below the mapping key", mounted, plain)
    port = urlsplit(world.site).port
    mapped = world.at(f"https://{DOMAIN}:{port}/{MAPPING_KEY}", GRACE).get("/games").body()
    same("the list by the custom domain", mapped, plain)


def location_keeps_the_mount(world: World) -> None:
    player = world.at(f"{world.site}/{MAPPING_KEY}", GRACE)
    answer = player.post("/games", {"keywords": ["biology"], "questions_limit": 2})
    game = answer.body(201)["id"]
    same("the game there", player.call_at("GET", answer.headers["location"]).body()["id"], game)


def pages_may_call(world: World) -> None:
    asked = {"Origin": PAGES, "Access-Control-Request-Method": "POST"}
    answer = world.with_token(None).call("OPTIONS", "/games", headers=asked)
    same("whether the preflight is answered", answer.status in (200, 204), True)
    same("the allowed origin", answer.headers.get("access-control-allow-origin"), PAGES)


CHECKS = (
    ("a stage, a mapping key and a custom domain lead to the same", every_mount_is_the_same),
    ("the Location keeps what stands in front of the path", location_keeps_the_mount),
    ("a preflight is answered without a token", pages_may_call),
)
