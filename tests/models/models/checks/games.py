"""Whole games over HTTP."""

import re
import threading

from harness.articles import Article, Question, check_known
from harness.report import expect, same
from harness.scripted import Reply, good
from harness.waiting import eventually

from ..faults import PROSE, UNAVAILABLE
from ..player import Json, Player
from ..world import Encyclopedia, World

LIMIT = 5
# Which questions the player answers correctly.
RIGHT = [True, False, True, True, False]


def whole_game_kiwix(world: World) -> None:
    _whole_game(world, world.kiwix, world.articles.lighthouse)


def whole_game_wiki(world: World) -> None:
    _whole_game(world, world.wiki, world.articles.mapmaker)


def _whole_game(world: World, encyclopedia: Encyclopedia, article: Article) -> None:
    released = threading.Event()

    def held(_: int, reply: Reply) -> None:
        released.wait(20)
        reply.send(reply.document)

    settings = world.with_model(encyclopedia, held)
    with world.quizcraft.serve(settings) as server:
        player = server.player()
        game = player.start(article.title, LIMIT)
        eventually("the model is called", lambda: bool(world.model.requests))
        same("the status while the model writes", player.game(game)["status"], "PENDING")
        same("the questions while the model writes", player.questions(game), [])
        player.ask(game).fails(409, "game_pending")
        released.set()
        same("the status", player.prepared(game)["status"], "READY")
        before = player.get(f"/games/{game}/questions")
        shown = [question["source"] for question in before.body()["questions"]]
        same("the sources before the answers", shown, [None] * LIMIT)
        for hidden in (encyclopedia.page(article), encyclopedia.license):
            expect(hidden not in before.text, f"the questions show {hidden!r} before an answer")
        played = [_play(player, game, number, article, right) for number, right in enumerate(RIGHT, start=1)]
        check_known(article, played)
        over = player.game(game)
        same("the status", over["status"], "FINISHED")
        same("the number of correct answers", over["questions_correct"], sum(RIGHT))
        same("the score", over["score"], sum(RIGHT))
        title, url, license = encyclopedia.source(article)
        source = {"title": title, "url": url, "license": license}
        same("the sources", [found["source"] for found in player.questions(game)], [source] * LIMIT)
        calls = len(world.model.requests)
        same("the calls in the metrics", _metric(server.metrics(), "model_calls"), calls)
        expect(calls <= settings.calls, f"{calls} calls of the model")


def _play(player: Player, game: str, number: int, article: Article, right: bool) -> Question:
    """Asks and answers a question, which shows its source only then."""
    asked = player.ask(game)
    posed: Json = asked.body()
    expect("source" not in posed, f"the question shows its source: {asked.text!r}")
    fact = article.fact(posed["prompt"])
    expect(fact is not None, f"unknown prompt: {posed['prompt']!r}")
    solution = fact.question.solution if fact else ""
    choice = next(option for option in posed["options"] if (option == solution) == right)
    feedback = player.answer(game, number, choice)
    same("the result", [feedback["result"], feedback["score"]], [right, float(right)])
    same("the title of the source", feedback["source"]["title"], article.title)
    wrong = tuple(option for option in posed["options"] if option != feedback["solution"])
    return Question(posed["prompt"], feedback["solution"], wrong)


def two_games(world: World) -> None:
    """The articles of the first game are not requested again for the second."""
    article = world.articles.mapmaker
    settings = world.with_model(world.wiki, good)
    with world.quizcraft.serve(settings) as server:
        server.player("ada@example.org").ready(article.title, 3)
        requests = len(world.wiki.proxy.requests)
        expect(requests > 0, "the wiki got no request")
        server.player("grace@example.org").ready(article.title, 3)
        same("the number of requests to the wiki", len(world.wiki.proxy.requests), requests)


def two_keywords(world: World) -> None:
    articles = world.articles
    settings = world.with_model(world.kiwix, good)
    with world.quizcraft.serve(settings) as server:
        player = server.player()
        keywords = [articles.lighthouse.title, articles.mapmaker.title]
        started = player.post("/games", {"keywords": keywords, "questions_limit": 6}).body(201)
        same("the status", player.prepared(started["id"])["status"], "READY")
        prompts = [question["prompt"] for question in player.questions(started["id"])]
        for article in (articles.lighthouse, articles.mapmaker):
            about = sum(article.fact(prompt) is not None for prompt in prompts)
            expect(about >= 2, f"{about} questions are about {article.title}: {prompts!r}")


def retried(world: World) -> None:
    """A call that failed is tried again while the player waits."""
    article = world.articles.mapmaker
    settings = world.with_model(world.kiwix, UNAVAILABLE.once())
    with world.quizcraft.serve(settings) as server:
        server.player().ready(article.title, 5)


def useless(world: World) -> None:
    """A game ends with a reason if no reply can be used."""
    article = world.articles.mapmaker
    settings = world.with_model(world.kiwix, PROSE.always())
    with world.quizcraft.serve(settings) as server:
        player = server.player()
        game = player.prepared(player.start(article.title, 5))
        same("the status", game["status"], "FINISHED")
        expect("Try " in (game["failure"] or ""), f"the reason does not say what to try: {game['failure']!r}")
        same("the questions", player.questions(game["id"]), [])
        player.ask(game["id"]).fails(409, "game_failed")


def _metric(metrics: str, name: str) -> int:
    """Returns the sum of a counter over all labels."""
    values = re.findall(rf"^(?:quizcraft_)?{name}_total\{{[^}}]*\}} (\d+)$", metrics, re.MULTILINE)
    expect(bool(values), f"the metrics lack {name}")
    return sum(map(int, values))


CHECKS = (
    ("a whole game with kiwix-serve shows its sources after the answers", whole_game_kiwix),
    ("a whole game with MediaWiki shows its sources after the answers", whole_game_wiki),
    ("a second game about an article makes no request to the wiki", two_games),
    ("a game waits for the retry of a call", retried),
    ("a game without a usable reply ends with a reason", useless),
    ("a game about two keywords has questions about both", two_keywords),
)
