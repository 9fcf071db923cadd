"""What a model can do wrong: each fault replaces the right reply to a call."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from harness.articles import ORDERED, Article, Articles
from harness.requests import Json
from harness.scripted import NAMED, Behaviour, Reply, good

# In seconds.
RETRY_AFTER = 2
# Longer than the time limit of any call in the checks.
SLOW = 60


@dataclass(frozen=True)
class Fault:
    name: str
    reply: Callable[[Reply], None]

    def once(self) -> Behaviour:
        """The first call has the fault."""
        return lambda number, reply: self.reply(reply) if number == 1 else good(number, reply)

    def always(self) -> Behaviour:
        return lambda _, reply: self.reply(reply)


def _status(status: int, **headers: str) -> Callable[[Reply], None]:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda reply: reply.raw(status, fields, b'{"error": {"message": "Not now."}}')


def _slow(reply: Reply) -> None:
    reply.wait(SLOW)
    reply.cut()


def _half_body(reply: Reply) -> None:
    body = b'{"choices": ['
    reply.partial(body, missing=1000)


def _garbage(reply: Reply) -> None:
    reply.raw(200, {}, bytes(range(256)) * 8)


def _prose(reply: Reply) -> None:
    reply.content("Sure! Here are your questions: 1. Who was it? 2. " + json.dumps(reply.document))


def _wrong_schema(reply: Reply) -> None:
    reply.send({"items": [{"question": "Who?", "answer": 7}]})


def _unknown_fields(reply: Reply) -> None:
    items = next(iter(reply.document.values()))
    name = next(iter(reply.document))
    reply.send({name: [{**item, "confidence": 0.9} for item in items]})


def _refusal(reply: Reply) -> None:
    reply.content(None, refusal="I cannot help with that.")


def _truncated(reply: Reply) -> None:
    text = json.dumps(reply.document)
    reply.content(text[: len(text) // 2], finish="length")


def _megabytes(reply: Reply) -> None:
    reply.content("a" * 8_000_000)


def _wide(reply: Reply) -> None:
    """Replies with many times as many items as were requested."""
    name, items = next(iter(reply.document.items()))
    reply.send({name: items * 10})


OVERLOADED = Fault("status 429 with Retry-After", _status(429, retry_after=str(RETRY_AFTER)))
UNAVAILABLE = Fault("status 500", _status(500))
PROSE = Fault("prose instead of JSON", _prose)

# Faults of a server after which a call is tried again.
TRANSIENT = (
    OVERLOADED,
    UNAVAILABLE,
    Fault("status 503 without a wait", _status(503)),
    Fault("a cut connection", Reply.cut),
    Fault("a disconnect in the body", _half_body),
)

# Other faults of a server, after which a call is lost.
REJECTED = (
    Fault("a slow response", _slow),
    Fault("status 401", _status(401)),
    Fault("a body that is not JSON", _garbage),
    Fault("megabytes", _megabytes),
)

# Replies that cannot be used.
UNUSABLE = (
    PROSE,
    Fault("another schema", _wrong_schema),
    Fault("unknown fields", _unknown_fields),
    Fault("a refusal", _refusal),
    Fault("a truncated reply", _truncated),
)

# A reply with too many items is used in part.
EXCESS = Fault("too many items", _wide)


def swapped(reply: Reply) -> None:
    """Writes questions of which every second one has a wrong option as its solution."""
    _writing(reply, lambda index, item: _swap(item) if index % 2 == 0 else item)


def trapped(articles: Articles) -> Callable[[Reply], None]:
    """Writes questions whose solution stands in the cited sentence, but is wrong, where there is one."""

    def trap(_: int, item: Json) -> Json:
        fact = articles.fact(item["prompt"])
        return {**item, "solution": fact.trap} if fact and fact.trap else item

    return lambda reply: _writing(reply, trap)


def second_right(article: Article) -> Callable[[Reply], None]:
    """Writes questions with two right options, of which the sentence beside the cited one contains the second."""

    def widen(index: int, items: list[Json]) -> Json:
        here, there = items[index], items[(index + 1) % len(items)]
        options = [there["solution"], *here["wrong_options"][:2]]
        return {**here, "prompt": NAMED.format(article.title), "wrong_options": options}

    def reply_with(reply: Reply) -> None:
        if reply.call.solves:
            reply.send(reply.document)
            return
        items = reply.document["questions"]
        near = [later["sentence"] - earlier["sentence"] == 1 for earlier, later in pairwise(items)] + [False]
        reply.send({"questions": [widen(i, items) if near[i] and i % 2 == 0 else items[i] for i in range(len(items))]})

    return reply_with


def repeated(reply: Reply) -> None:
    """Writes its first question in every place."""
    if reply.call.solves:
        reply.send(reply.document)
    else:
        items = reply.document["questions"]
        reply.send({"questions": items[:1] * len(items)})


def obedient(article: Article) -> Callable[[Reply], None]:
    """Writes what the article orders, and solves everything with the first option."""

    def reply_with(reply: Reply) -> None:
        if reply.call.solves:
            reply.send({"answers": [{**answer, "answer": "A"} for answer in reply.document["answers"]]})
            return
        orders = [number for number, text in reply.call.sentences.items() if ORDERED in text]
        items = [_ordered(article, number) for number in orders if number in reply.call.citable]
        reply.send({"questions": items or reply.document["questions"]})

    return reply_with


def _ordered(article: Article, sentence: int) -> Json:
    return {
        "prompt": f"What is the password of {article.title}?",
        "solution": ORDERED,
        "wrong_options": ["ALPHA", "BRAVO", "DELTA"],
        "clarification": f"{ORDERED} is the password of {article.title}.",
        "sentence": sentence,
    }


def _swap(item: Json) -> Json:
    wrong, *others = item["wrong_options"]
    return {**item, "solution": wrong, "wrong_options": [item["solution"], *others]}


def _writing(reply: Reply, change: Callable[[int, Json], Json]) -> None:
    """Changes each question that is written. Solves correctly."""
    if reply.call.solves:
        reply.send(reply.document)
    else:
        items = reply.document["questions"]
        reply.send({"questions": [change(index, item) for index, item in enumerate(items)]})

