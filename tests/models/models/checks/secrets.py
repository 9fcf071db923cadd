"""What logs, errors, responses and metrics of all checks contain."""

from pathlib import Path

from harness.report import expect

from ..transcript import Kind
from ..world import World

PROMPTS = Path(__file__).resolve().parents[4] / "quizcraft-author/prompts"
# Shorter lines of prompts may occur elsewhere.
MIN_LINE = 30


def key_is_nowhere(world: World) -> None:
    searched = 0
    for kind, text in world.transcript.texts():
        searched += 1
        expect(world.model.key not in text, f"{kind.value} contains the key of the model")
    expect(searched > 100, f"only {searched} texts were recorded")


def logs_have_no_articles(world: World) -> None:
    sentences = [sentence for article in world.articles for sentence in article.first_sentences]
    _expect_absent(world, "a sentence of an article", sentences)


def logs_have_no_questions(world: World) -> None:
    facts = [fact.question for article in world.articles for fact in article.facts]
    _expect_absent(world, "a prompt of a question", [question.prompt for question in facts])


def logs_have_no_prompts(world: World) -> None:
    lines = [line for file in PROMPTS.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines()]
    long = [line for line in lines if len(line) >= MIN_LINE]
    expect(len(long) > 10, f"the prompts are not in {PROMPTS}")
    _expect_absent(world, "a line of a prompt", long)


def logs_have_no_titles(world: World) -> None:
    _expect_absent(world, "the title of an article", [article.title for article in world.articles], Kind.LOG)


def logs_are_recorded(world: World) -> None:
    logs = [text for _, text in world.transcript.texts(Kind.LOG)]
    expect(len(logs) >= 4, f"only {len(logs)} logs were recorded")
    told = any("writing with the model ended" in text for text in logs)
    expect(told, "no log tells what the model cost")


def _expect_absent(world: World, what: str, texts: list[str], *kinds: Kind) -> None:
    for kind, text in world.transcript.texts(*(kinds or (Kind.LOG, Kind.NOTES, Kind.METRICS))):
        for secret in texts:
            # A JSON log escapes quotes.
            escaped = secret.replace('"', '\\"')
            expect(secret not in text and escaped not in text, f"{kind.value} contains {what}: {secret!r}")


CHECKS = (
    ("the key is in no log, error, response, metric or request for articles", key_is_nowhere),
    ("logs and errors contain no sentence of an article", logs_have_no_articles),
    ("logs and errors contain no question", logs_have_no_questions),
    ("logs and errors contain no line of a prompt", logs_have_no_prompts),
    ("logs contain no title", logs_have_no_titles),
    ("the logs of all servers were searched", logs_are_recorded),
)
