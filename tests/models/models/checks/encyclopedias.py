"""The command `questions` with each encyclopedia and a good model."""

from collections.abc import Callable
from functools import partial

from harness.articles import Article, check_known
from harness.report import expect, same
from harness.scripted import good

from ..mediawiki import REDIRECT
from ..quizcraft import CONTACT, Outcome
from ..world import Check, Encyclopedia, World

# The most characters of an article that a model is sent, as the documentation of the crate states it.
MAX_CHARS = 8_000
UNKNOWN = "Vorblatt Quixenham"

Named = Callable[[World], Encyclopedia]


def ordinary_article(named: Named, world: World) -> None:
    article, encyclopedia = world.articles.lighthouse, named(world)
    outcome = _about(world, encyclopedia, article, 8)
    same("the number of questions", len(outcome.questions), 8)
    check_sources(outcome, encyclopedia, article)


def person(named: Named, world: World) -> None:
    article, encyclopedia = world.articles.mapmaker, named(world)
    check_sources(_about(world, encyclopedia, article, 5), encyclopedia, article)


def orders_are_data(named: Named, world: World) -> None:
    article, encyclopedia = world.articles.orders, named(world)
    outcome = _about(world, encyclopedia, article, 5)
    expect(len(outcome.questions) >= 3, f"expected questions beside the orders: {outcome.questions!r}")
    check_sources(outcome, encyclopedia, article)
    for call in world.model.calls:
        lines = call.message.splitlines()
        same("the number of final markers", lines.count("END ARTICLE") + lines.count("END QUESTIONS"), 1)


def other_script(named: Named, world: World) -> None:
    article, encyclopedia = world.articles.clock, named(world)
    outcome = _about(world, encyclopedia, article, 4)
    expect(len(outcome.questions) >= 3, f"too few questions: {outcome.questions!r}")
    check_sources(outcome, encyclopedia, article)


def megabyte(named: Named, world: World) -> None:
    article, encyclopedia = world.articles.chronicle, named(world)
    outcome = _about(world, encyclopedia, article, 5)
    check_sources(outcome, encyclopedia, article)
    longest = max(len(call.message) for call in world.model.calls)
    expect(longest < MAX_CHARS, f"a message has {longest} characters")
    expect(outcome.seconds < 20, f"it took {outcome.seconds:.0f} s")


def redirect(named: Named, world: World) -> None:
    article, encyclopedia = world.articles.lighthouse, named(world)
    settings = world.with_model(encyclopedia, good)
    outcome = world.quizcraft.questions(REDIRECT, settings, 3).successful()
    check_known(article, outcome.questions)
    urls = {printed.source and printed.source[1] for printed in outcome.printed}
    same("the URLs of the sources", urls, {encyclopedia.page(article)})


def no_article(named: Named, world: World) -> None:
    settings = world.with_model(named(world), good)
    outcome = world.quizcraft.questions(UNKNOWN, settings)
    expect(outcome.status > 0, "expected an exit status other than 0")
    expect("Try " in outcome.notes, f"expected a suggestion: {outcome.notes!r}")
    same("the number of calls of the model", len(world.model.requests), 0)


def overloaded(named: Named, world: World) -> None:
    encyclopedia, article = named(world), world.articles.lighthouse
    settings = world.with_model(encyclopedia, good)
    encyclopedia.proxy.failures.append((503, {"Retry-After": "1"}))
    check_known(article, world.quizcraft.questions(article.title, settings, 3).successful().questions)
    first, second, *_ = encyclopedia.proxy.requests
    waited = second.began - first.began
    expect(waited >= 1, f"the next request was sent after {waited:.2f} s, not after the second that it should wait")


def etiquette(named: Named, world: World) -> None:
    proxy = named(world).proxy
    _about(world, named(world), world.articles.lighthouse, 3)
    for request in proxy.requests:
        expect("authorization" not in request.headers, "a request for articles has a key")
        agent = request.headers.get("user-agent", "")
        expect(agent.startswith("quizcraft/"), f"the User-Agent is {agent!r}")
    expect(0 < proxy.most_at_once <= 3, f"{proxy.most_at_once} requests were sent at once")


def contact(world: World) -> None:
    _about(world, world.wiki, world.articles.lighthouse, 3)
    for request in world.wiki.proxy.requests:
        expect(CONTACT in request.headers["user-agent"], f"the User-Agent is {request.headers['user-agent']!r}")
        expect(request.path.startswith("/rest.php") or "maxlag=5" in request.path, f"no maxlag in {request.path!r}")


def check_sources(outcome: Outcome, encyclopedia: Encyclopedia, article: Article) -> None:
    """Fails the check unless all questions are facts of the article, which is their source."""
    check_known(article, outcome.questions)
    sources = {printed.source for printed in outcome.printed}
    same("the sources", sources, {encyclopedia.source(article)})


def _about(world: World, encyclopedia: Encyclopedia, article: Article, count: int) -> Outcome:
    settings = world.with_model(encyclopedia, good)
    outcome = world.quizcraft.questions(article.title, settings, count).successful()
    expect(len(world.model.requests) <= settings.calls, f"{len(world.model.requests)} calls of the model")
    return outcome


ENCYCLOPEDIAS: tuple[tuple[str, Named], ...] = (
    ("kiwix-serve", lambda world: world.kiwix),
    ("MediaWiki", lambda world: world.wiki),
    ("MediaWiki without extracts", lambda world: world.plain_wiki),
)

EACH = (
    ("an article gives sound questions with their source", ordinary_article),
    ("an article about a person gives sound questions", person),
    ("orders in an article are data", orders_are_data),
    ("an article in another script gives sound questions", other_script),
    ("only the start of an article of a megabyte is used", megabyte),
    ("a redirect leads to its article", redirect),
    ("a keyword without an article fails with a suggestion, without a call of the model", no_article),
    ("Retry-After is honoured", overloaded),
    ("requests name the program, have no key, and are few at once", etiquette),
)

CHECKS: tuple[Check, ...] = (
    *((f"{name}: {check}", partial(run, named)) for name, named in ENCYCLOPEDIAS for check, run in EACH),
    ("MediaWiki: requests name the contact and accept a lag", contact),
)
