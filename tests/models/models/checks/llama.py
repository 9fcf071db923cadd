"""A real model that writes mostly nonsense."""

from collections.abc import Callable
from functools import partial

from harness.report import expect

from ..articles import Article, Library, check_sound
from ..llama import NAME, Llama
from ..quizcraft import Settings
from ..world import World

# The time limit of a game, in seconds.
SECONDS = 75
# A few calls of one thread.
CALLS = 6


def nothing_unsound(choose: Callable[[Library], Article], world: World, llama: Llama) -> None:
    article = choose(world.library)
    settings = Settings(llama.api, world.kiwix.research, NAME, CALLS, seconds=SECONDS)
    outcome = world.quizcraft.questions(article.title, settings, 3)
    check_sound(article, outcome.questions)
    for printed in outcome.printed:
        expect(printed.source == world.kiwix.source(article), f"the source is {printed.source!r}")
    expect(outcome.seconds < SECONDS + 10, f"it took {outcome.seconds:.0f} s")
    expect(outcome.status == 0 or bool(outcome.notes), "the game failed without a reason")
    print(f"        {len(outcome.questions)} questions in {outcome.seconds:.0f} s; {outcome.notes!r}", flush=True)


CHECKS = (
    ("llama.cpp: nothing unsound is published about a place", partial(nothing_unsound, lambda library: library.lighthouse)),
    ("llama.cpp: nothing unsound is published about orders", partial(nothing_unsound, lambda library: library.orders)),
)
