"""Keywords that facts cover."""

from harness.report import expect, same
from harness.scripted import good

from ..world import World

# A keyword with many facts.
COVERED = "Japan"


def command_makes_no_request(world: World) -> None:
    for encyclopedia in (world.kiwix, world.wiki):
        settings = world.with_model(encyclopedia, good)
        world.quizcraft.questions(COVERED, settings, 10).successful()
        _expect_no_request(world)


def server_makes_no_request(world: World) -> None:
    settings = world.with_model(world.wiki, good)
    with world.quizcraft.serve(settings) as server:
        player = server.player()
        for keyword in (COVERED, "chemistry", "capitals"):
            game = player.ready(keyword, 10)
            posed = player.ask(game).body()
            feedback = player.answer(game, posed["index"], posed["options"][0])
            same("the source of a fact", feedback["source"], None)
        _expect_no_request(world)


def _expect_no_request(world: World) -> None:
    same("the calls of the model", len(world.model.requests), 0)
    requests = [request.path for each in world.encyclopedias for request in each.proxy.requests]
    expect(not requests, f"requests for articles: {requests!r}")


CHECKS = (
    ("the command makes no request about a keyword that facts cover", command_makes_no_request),
    ("the server makes no request about keywords that facts cover", server_makes_no_request),
)
