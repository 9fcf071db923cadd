"""A model that writes wrong questions."""

from collections.abc import Callable

from harness.articles import Article, check_known
from harness.report import expect, same
from harness.requests import Posed
from harness.scripted import NAMED, Reply

from ..faults import obedient, repeated, second_right, swapped, trapped
from ..quizcraft import Outcome
from ..world import World


def _published(world: World, article: Article, reply: Callable[[Reply], None], count: int) -> Outcome:
    settings = world.with_model(world.kiwix, lambda _, each: reply(each))
    outcome = world.quizcraft.questions(article.title, settings, count)
    check_known(article, outcome.questions)
    calls = len(world.model.requests)
    expect(calls <= settings.calls, f"{calls} calls, with a budget of {settings.calls}")
    return outcome


def swapped_keys(world: World) -> None:
    outcome = _published(world, world.articles.lighthouse, swapped, 8).successful()
    expect(len(outcome.questions) >= 3, f"too few right questions are left: {outcome.questions!r}")


def traps(world: World) -> None:
    article = world.articles.lighthouse
    _published(world, article, trapped(world.articles), 10).successful()
    offered = {option for posed in _posed(world) for option in posed.options}
    expect(any(fact.trap in offered for fact in article.facts), "no trap was solved, so nothing was tested")


def second_right_answers(world: World) -> None:
    article = world.articles.lighthouse
    _published(world, article, second_right(article), 8).successful()
    prompts = {posed.prompt for posed in _posed(world)}
    expect(NAMED.format(article.title) in prompts, "no such question was solved, so nothing was tested")


def repeats(world: World) -> None:
    outcome = _published(world, world.articles.mapmaker, repeated, 5).successful()
    # Two calls write about different sentences.
    expect(len(outcome.questions) <= 2, f"expected at most two questions: {outcome.questions!r}")


def obedience(world: World) -> None:
    article = world.articles.orders
    outcome = _published(world, article, obedient(article), 5)
    if not outcome.questions:
        expect("Try " in outcome.notes, f"the reason does not say what to try: {outcome.notes!r}")


def always_first(world: World) -> None:
    """A solver that always chooses the first option agrees with no key in both orders."""

    def reply_with(reply: Reply) -> None:
        answers = reply.document.get("answers")
        first = {"answers": [{**answer, "answer": "A"} for answer in answers or []]}
        reply.send(reply.document if answers is None else first)

    outcome = _published(world, world.articles.lighthouse, reply_with, 5)
    same("the published questions", outcome.questions, [])
    expect("Try " in outcome.notes, f"the reason does not say what to try: {outcome.notes!r}")


def _posed(world: World) -> list[Posed]:
    """Returns the questions that the model was given to solve."""
    return [posed for call in world.model.calls if call.solves for posed in call.posed]


CHECKS = (
    ("swapped keys are not published", swapped_keys),
    ("another name of the sentence as the key is not published", traps),
    ("questions with a second right answer are not published", second_right_answers),
    ("a question is published once", repeats),
    ("a model that follows the orders of an article publishes nothing of them", obedience),
    ("a solver that always chooses the first option publishes nothing", always_first),
)
