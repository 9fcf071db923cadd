"""What the functions logged, as CloudWatch keeps it."""

import json
from collections import Counter
from collections.abc import Iterator

from ..client import Json
from ..deployment import Function
from ..report import Unmet, expect, same
from ..world import ADDRESSES, World

# What tells an invocation from others.
OF_INVOCATION = ("function_request_id", "trace_id")

# Lambda writes these itself.
OF_LAMBDA = ("START RequestId:", "END RequestId:", "REPORT RequestId:")


def nothing_personal(world: World) -> None:
    log = "\n".join([*_lines(world, world.deployment.api), *_lines(world, world.deployment.worker)])
    expect("answered" in log, "there is a log")
    secrets = {
        "an address": list(ADDRESSES),
        "a token": world.issuer.tokens,
        # A part of a token is too much, too.
        "the signature of a token": [token.rpartition(".")[2] for token in world.issuer.tokens],
        "the key for player ids": [world.deployment.player_key, json.dumps(world.deployment.player_key)[1:-1]],
        "a keyword": ["Napoleon", "qwxzvk"],
    }
    for what, texts in secrets.items():
        found = next((text for text in texts if text in log), None)
        line = next((line for line in log.splitlines() if found and found in line), "")
        expect(found is None, f"{what} is in the log: {line[:500]}")


def requests_are_told(world: World) -> None:
    lines = [line for line in _structured(world, world.deployment.api) if line.get("message") == "answered"]
    expect(len(lines) > 50, f"there is a line for each request: {len(lines)}")
    for line in lines:
        _tells(line, "request_id", "route", "status", "store_round_trips", "duration", *OF_INVOCATION)
        _has_metrics(line)
    for metric in ("cold_starts", "games_started", "games_finished", "answers_right", "answers_wrong"):
        expect(sum(line.get(metric, 0) for line in lines) >= 1, f"{metric} were counted")


def work_is_told(world: World) -> None:
    lines = list(_structured(world, world.deployment.worker))
    outcomes = Counter(line["outcome"] for line in lines if line.get("message") == "prepared")
    for outcome in ("ready", "failed", "unreadable", "prepared before", "gone"):
        expect(outcomes[outcome] >= 1, f"there is a record that was {outcome}: {dict(outcomes)}")
    batches = [line for line in lines if line.get("message") == "batch"]
    mixed = [batch for batch in batches if 0 < batch["records_again"] < batch["records"]]
    expect(len(mixed) >= 1, "there was a batch of which a part was given back")
    for line in batches:
        _tells(line, "store_round_trips", "batch_duration", *OF_INVOCATION)
        _has_metrics(line)


def _tells(line: Json, *names: str) -> None:
    same(f"what is missing in {line}", [name for name in names if line.get(name) is None], [])


def _has_metrics(line: Json) -> None:
    """Whether CloudWatch can make metrics of a line: all that its head names has to stand in it."""
    for directive in line["_aws"]["CloudWatchMetrics"]:
        names = [metric["Name"] for metric in directive["Metrics"]]
        names += [name for dimensions in directive["Dimensions"] for name in dimensions]
        same(f"what the metrics lack in {line}", [name for name in names if name not in line], [])


def _structured(world: World, function: Function) -> Iterator[Json]:
    """The lines of a function, each of which is JSON."""
    for line in _lines(world, function):
        if not line.startswith(OF_LAMBDA):
            try:
                yield json.loads(line, object_pairs_hook=_object)
            except ValueError:
                raise Unmet(f"a line is no JSON: {line[:300]!r}") from None


def _object(pairs: list[tuple[str, Json]]) -> Json:
    """An object, if no name stands in it twice: a reader would see one of the two values."""
    names = Counter(name for name, _ in pairs)
    twice = [name for name, count in names.items() if count > 1]
    same(f"what stands twice in {pairs}", twice, [])
    return dict(pairs)


def _lines(world: World, function: Function) -> list[str]:
    pages = world.aws.client("logs").get_paginator("filter_log_events")
    found = pages.paginate(logGroupName=function.log)
    return [event["message"] for page in found for event in page["events"]]


CHECKS = (
    ("the API tells what it answered", requests_are_told),
    ("the worker tells what became of its work", work_is_told),
    ("nothing personal is in the log", nothing_personal),
)
