"""The logs of the functions in CloudWatch."""

import json
from collections import Counter
from collections.abc import Iterator

from harness.report import CheckFailed, expect, same

from ..client import Json
from ..deployment import Function
from ..world import ADDRESSES, World

# The fields that identify an invocation.
OF_INVOCATION = ("function_request_id", "trace_id")

# Lines of Lambda itself.
OF_LAMBDA = ("START RequestId:", "END RequestId:", "REPORT RequestId:")


def no_secrets(world: World) -> None:
    log = "\n".join([*_lines(world, world.deployment.api), *_lines(world, world.deployment.worker)])
    expect("answered" in log, "expected lines of the API in the log")
    articles = list(world.services.articles)
    secrets = {
        "an address": list(ADDRESSES),
        "a token": world.issuer.tokens,
        # Parts of tokens are secret, too.
        "the signature of a token": [token.rpartition(".")[2] for token in world.issuer.tokens],
        "the key for player ids": [world.deployment.player_key, json.dumps(world.deployment.player_key)[1:-1]],
        "a keyword": ["Napoleon", "qwxzvk"],
        "the key of the model": [world.services.model.key],
        "the title of an article": [article.title for article in articles],
        "a sentence of an article": [sentence for article in articles for sentence in article.first_sentences],
        "a prompt of a question": [fact.question.prompt for article in articles for fact in article.facts],
    }
    for what, texts in secrets.items():
        found = next((text for text in texts if text in log), None)
        line = next((line for line in log.splitlines() if found and found in line), "")
        expect(found is None, f"the log contains {what}: {line[:500]}")


def requests_are_logged(world: World) -> None:
    lines = [line for line in _structured(world, world.deployment.api) if line.get("message") == "answered"]
    expect(len(lines) > 50, f"expected a line per request: {len(lines)}")
    for line in lines:
        _has_fields(line, "request_id", "route", "status", "store_round_trips", "duration", *OF_INVOCATION)
        _has_metrics(line)
    _counts(lines, "requests", "cold_starts", "games_started", "games_finished", "answers_right", "answers_wrong")


def work_is_logged(world: World) -> None:
    lines = list(_structured(world, world.deployment.worker))
    outcomes = Counter(line["outcome"] for line in lines if line.get("message") == "prepared")
    for outcome in ("ready", "failed", "unreadable", "prepared before", "gone"):
        expect(outcomes[outcome] >= 1, f"expected a record with outcome {outcome}: {dict(outcomes)}")
    _counts(lines, "games_ready", "games_failed", "model_games", "model_calls", "model_tokens", "model_written")
    expect(any("time_to_ready" in line for line in lines), "expected the time of a game that became ready")
    for line in lines:
        if "_aws" in line:
            _has_metrics(line)
    batches = [line for line in lines if line.get("message") == "batch"]
    mixed = [batch for batch in batches if 0 < batch["records_again"] < batch["records"]]
    expect(len(mixed) >= 1, "expected a batch with a partial failure")
    for line in batches:
        _has_fields(line, "_aws", "store_round_trips", "batch_duration", *OF_INVOCATION)


def _counts(lines: list[Json], *metrics: str) -> None:
    for metric in metrics:
        expect(sum(line.get(metric, 0) for line in lines) >= 1, f"expected a count of {metric}")


def _has_fields(line: Json, *names: str) -> None:
    same(f"missing fields in {line}", [name for name in names if line.get(name) is None], [])


def _has_metrics(line: Json) -> None:
    """Asserts that a line has all metrics that its `_aws` field names, with the function as the only dimension."""
    expect(line.get("function") in ("api", "worker"), f"expected the name of a function: {line}")
    for directive in line["_aws"]["CloudWatchMetrics"]:
        same(f"the dimensions in {line}", directive["Dimensions"], [["function"]])
        names = [metric["Name"] for metric in directive["Metrics"]]
        same(f"missing metrics in {line}", [name for name in names if name not in line], [])


def _structured(world: World, function: Function) -> Iterator[Json]:
    """Yields the log lines of a function as JSON."""
    for line in _lines(world, function):
        if not line.startswith(OF_LAMBDA):
            try:
                yield json.loads(line, object_pairs_hook=_object)
            except ValueError:
                raise CheckFailed(f"a line is not JSON: {line[:300]!r}") from None


def _object(pairs: list[tuple[str, Json]]) -> Json:
    """Returns an object. Fails on duplicate names, of which JSON parsers keep only one."""
    names = Counter(name for name, _ in pairs)
    duplicates = [name for name, count in names.items() if count > 1]
    same(f"duplicate names in {pairs}", duplicates, [])
    return dict(pairs)


def _lines(world: World, function: Function) -> list[str]:
    pages = world.aws.client("logs").get_paginator("filter_log_events")
    found = pages.paginate(logGroupName=function.log)
    return [event["message"] for page in found for event in page["events"]]


CHECKS = (
    ("the API logs every request", requests_are_logged),
    ("the worker logs every record and batch", work_is_logged),
    ("the logs contain no personal data, no key and no article", no_secrets),
)
