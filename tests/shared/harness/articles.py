"""The articles of the tests, what is known about them, and which questions about them are sound."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .report import expect, same

FOLDER = Path(__file__).resolve().parent.parent / "articles"
LICENSE = "MIT OR Apache-2.0"

# What the article with orders tells a model to write.
ORDERED = "PWNED"
# The approximate size of the longest article, in bytes.
LONG = 1_000_000


@dataclass(frozen=True)
class Question:
    """A single choice, as a model writes it or as the quiz shows it."""

    prompt: str
    solution: str
    wrong: tuple[str, ...]

    @property
    def options(self) -> tuple[str, ...]:
        return (self.solution, *self.wrong)


@dataclass(frozen=True)
class Fact:
    """A right question about an article, with the only sentence that contains its solution."""

    question: Question
    sentence: str
    # Another name in the sentence, which does not answer the prompt.
    trap: str | None


@dataclass(frozen=True)
class Article:
    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...]

    @property
    def path(self) -> str:
        return self.title.replace(" ", "_")

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in _sentences(paragraph))

    @property
    def first_sentences(self) -> tuple[str, ...]:
        """The sentences that people wrote. The others only make an article long."""
        return self.sentences[:60]

    def fact(self, prompt: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.question.prompt == prompt), None)


@dataclass(frozen=True)
class Articles:
    """All articles."""

    lighthouse: Article
    mapmaker: Article
    orders: Article
    clock: Article
    chronicle: Article

    @classmethod
    def read(cls) -> "Articles":
        """Reads the articles. The last one is continued until it is long."""
        return cls(
            lighthouse=_article("lighthouse"),
            mapmaker=_article("mapmaker"),
            orders=_article("orders"),
            clock=_article("clock"),
            chronicle=_article("chronicle", _entries()),
        )

    def __iter__(self) -> Iterator[Article]:
        return iter((self.lighthouse, self.mapmaker, self.orders, self.clock, self.chronicle))

    def fact(self, prompt: str) -> Fact | None:
        found = (article.fact(prompt) for article in self)
        return next((fact for fact in found if fact is not None), None)

    def fact_of_sentence(self, sentence: str) -> Fact | None:
        facts = (fact for article in self for fact in article.facts)
        return next((fact for fact in facts if fact.sentence == sentence), None)


def names(text: str, part: str) -> bool:
    """Returns whether a text contains a part as whole words. Japanese has no spaces between words."""
    part, text = part.casefold(), text.casefold()
    if not part.isascii():
        return part in text
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def check_sound(article: Article, questions: Iterable[Question]) -> None:
    """Fails the check unless each question has exactly one right option, which a sentence of the article contains,
    and no two ask for the same."""
    questions = list(questions)
    for question in questions:
        _check_sound(article, question)
    prompts = [question.prompt for question in questions]
    same("the number of different prompts", len(set(prompts)), len(prompts))
    solutions = [question.solution.casefold() for question in questions]
    same("the number of different solutions", len(set(solutions)), len(solutions))


def check_known(article: Article, questions: Iterable[Question]) -> None:
    """Fails the check unless each question is sound, and one of the facts of the article."""
    questions = list(questions)
    check_sound(article, questions)
    for question in questions:
        fact = article.fact(question.prompt)
        expect(fact is not None, f"no fact of {article.title} has the prompt {question.prompt!r}")
        if fact is not None:
            same(f"the solution of {question.prompt!r}", question.solution, fact.question.solution)


def _check_sound(article: Article, question: Question) -> None:
    shown = f"{question.prompt!r} with the solution {question.solution!r} and {question.wrong!r}"
    proofs = [sentence for sentence in article.sentences if names(sentence, question.solution)]
    expect(bool(proofs), f"no sentence of {article.title} contains the solution: {shown}")
    for proof in proofs:
        others = [option for option in question.wrong if names(proof, option)]
        expect(len(proofs) > 1 or not others, f"a wrong option stands beside the solution: {shown}")
    options = [option.casefold() for option in question.options]
    expect(len(set(options)) == len(options) >= 3, f"too few different options: {shown}")
    expect(question.prompt.rstrip().endswith("?"), f"no question: {shown}")
    expect(not names(question.prompt, question.solution), f"the prompt contains the solution: {shown}")
    for text in (question.prompt, *question.options):
        expect(ORDERED not in text, f"the orders of the article were followed: {shown}")
        expect("://" not in text and "<" not in text, f"a link or markup: {shown}")
    known = article.fact(question.prompt)
    expect(known is None or known.question.solution == question.solution, f"a wrong key: {shown}")


def _article(name: str, more: tuple[str, ...] = ()) -> Article:
    title, _, text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip().partition("\n\n")
    paragraphs = tuple(text.split("\n\n"))
    article = Article(title, paragraphs, ())
    facts = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Article(title, paragraphs + more, tuple(_fact(article, fact) for fact in facts))


def _fact(article: Article, fact: dict[str, object]) -> Fact:
    question = Question(str(fact["prompt"]), str(fact["solution"]), tuple(fact["wrong"]))  # type: ignore[arg-type]
    proofs = [sentence for sentence in article.sentences if names(sentence, question.solution)]
    if len(proofs) != 1:
        raise ValueError(f"{len(proofs)} sentences of {article.title} contain {question.solution!r}")
    trap = fact.get("trap")
    if trap is not None and not names(proofs[0], str(trap)):
        raise ValueError(f"the sentence of {question.prompt!r} does not contain {trap!r}")
    return Fact(question, proofs[0], None if trap is None else str(trap))


def _sentences(paragraph: str) -> list[str]:
    lines = paragraph.splitlines()
    parts = [part for line in lines for part in re.split(r"(?<=[.?!])\s+|(?<=。)", line)]
    return [part for part in parts if part]


def _entries() -> tuple[str, ...]:
    """Returns paragraphs that make an article long."""
    entry = "In the year {0} the scribe noted {1} carts of hay and {2} barrels of cider in the village. "
    paragraph = "".join(entry.format(1000 + number, 7 * number, 3 * number) for number in range(1, 101)).strip()
    return (paragraph,) * (LONG // len(paragraph) + 1)
