"""A real model that writes nonsense."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from http.client import HTTPConnection
from urllib.parse import urlsplit

from harness.articles import Article, Articles, check_sound
from harness.report import expect
from harness.scripted import Reply, good

from ..llama import NAME, Llama
from ..world import World

# The time limit of a game, in seconds. One thread of a busy machine writes a reply in about 40.
SECONDS = 100
CALLS = 6


@dataclass
class Forwarded:
    """Forwards calls to llama.cpp, and keeps its replies."""

    llama: Llama
    replies: list[tuple[int, bytes]] = field(default_factory=list)

    def __call__(self, _: int, reply: Reply) -> None:
        server = urlsplit(self.llama.url)
        connection = HTTPConnection(server.hostname or "", server.port, timeout=SECONDS)
        try:
            connection.request("POST", reply.request.path, reply.request.body, {"content-type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
        except OSError:
            reply.cut()
            return
        finally:
            connection.close()
        self.replies.append((answer.status, body))
        reply.raw(answer.status, {}, body)

    def ends(self) -> list[str]:
        """Returns why each reply ended. All of them must be replies, and complete ones must be JSON of the schema."""
        ends = []
        for status, body in self.replies:
            expect(status == 200, f"llama.cpp rejects the request: {status} {body[:300]!r}")
            choice = json.loads(body)["choices"][0]
            if choice["finish_reason"] == "stop":
                written = json.loads(choice["message"]["content"])
                expect(set(written) <= {"questions", "answers"}, f"the reply has another schema: {written!r}")
            ends.append(choice["finish_reason"])
        return ends


def nothing_unsound(choose: Callable[[Articles], Article], world: World, llama: Llama) -> None:
    article, forwarded = choose(world.articles), Forwarded(llama)
    settings = replace(world.with_model(world.kiwix, forwarded).limited(SECONDS, CALLS), model=NAME)
    outcome = world.quizcraft.questions(article.title, settings, 1)
    ends, calls = forwarded.ends(), len(world.model.requests)
    print(f"        {calls} calls, replies: {ends}, {len(outcome.questions)} questions; {outcome.notes}", flush=True)
    check_sound(article, outcome.questions)
    for printed in outcome.printed:
        expect(printed.source == world.kiwix.source(article), f"the source is {printed.source!r}")
    expect(0 < calls <= CALLS, f"{calls} calls of the model")
    expect(outcome.seconds < SECONDS + 10, f"it took {outcome.seconds:.0f} s")
    expect(outcome.status == 0 or bool(outcome.notes), "the game failed without a reason")


def other_api(world: World, llama: Llama) -> None:
    """The API of Anthropic, which llama.cpp has as well."""
    article = world.articles.mapmaker
    settings = replace(world.with_model(world.kiwix, good).limited(SECONDS, CALLS), model_url=llama.url, model=NAME)
    outcome = world.quizcraft.questions(article.title, replace(settings, model_api="anthropic"), 1)
    check_sound(article, outcome.questions)
    expect("the model" not in outcome.notes, f"llama.cpp cannot be called: {outcome.notes!r}")


def _lighthouse(articles: Articles) -> Article:
    return articles.lighthouse


def _orders(articles: Articles) -> Article:
    return articles.orders


CHECKS = (
    ("llama.cpp: nothing unsound is published about a place", partial(nothing_unsound, _lighthouse)),
    ("llama.cpp: nothing unsound is published about an article with orders", partial(nothing_unsound, _orders)),
    ("llama.cpp: the API of Anthropic is understood, and nothing unsound is published", other_api),
)
