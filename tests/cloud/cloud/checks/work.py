"""The queue: malformed messages, duplicate messages, and valid ones among them."""

import json

from harness.report import same
from harness.waiting import eventually

from ..adjustments import VISIBILITY
from ..aws import Client
from ..client import Json
from ..world import ADA, EMMY, World

MALFORMED = ("this is no work", json.dumps({"game_id": "short", "player_id": None}))


def malformed_messages_become_dead_letters(world: World) -> None:
    emmy, sqs = world.player(EMMY), world.aws.client("sqs")
    # Delivery is paused while messages are sent, so that one batch holds malformed and valid messages.
    _deliver(world, False)
    try:
        for message in MALFORMED:
            sqs.send_message(QueueUrl=world.deployment.queue, MessageBody=message)
        among = [emmy.started([keyword], 2) for keyword in ("chemistry", "astronomy")]
        same("all messages fit into one batch", len(MALFORMED) + len(among) <= _batch_size(world), True)
    finally:
        _deliver(world, True)
    for game in among:
        same("a game in a batch with malformed messages", emmy.prepared(game)["status"], "READY")
    emmy.ready(["physics"], 2)

    def dead() -> list[str] | None:
        bodies = _dead_letters(sqs, world.deployment.dead_letters)
        return bodies if len(bodies) >= len(MALFORMED) else None

    found = eventually("the malformed messages are in the dead-letter queue", dead, 6 * VISIBILITY)
    same("the dead letters", sorted(found), sorted(MALFORMED))
    _wait_until_empty(sqs, world.deployment.queue)
    emmy.ready(["biology"], 2)


def redelivery_changes_nothing(world: World) -> None:
    ada, sqs = world.player(ADA), world.aws.client("sqs")
    game = ada.ready(["rivers"], 2)
    ada.answer(game, 1, ada.ask(game).body()["options"][0]).body()
    before = (ada.game(game), ada.questions(game))
    sqs.send_message(QueueUrl=world.deployment.queue, MessageBody=json.dumps(_work(world, game)))
    _wait_until_empty(sqs, world.deployment.queue)
    same("the game", (ada.game(game), ada.questions(game)), before)


def work_on_unknown_game_is_deleted(world: World) -> None:
    sqs = world.aws.client("sqs")
    gone = {"game_id": "0" * 64, "player_id": "0" * 64}
    sqs.send_message(QueueUrl=world.deployment.queue, MessageBody=json.dumps(gone))
    _wait_until_empty(sqs, world.deployment.queue)
    same("the dead letters", len(_dead_letters(sqs, world.deployment.dead_letters)), len(MALFORMED))
    # The emulator reads the last output of a function only at its next invocation.
    world.player(EMMY).ready(["biology"], 2)


def _work(world: World, game: str) -> Json:
    """Returns the work message of a game."""
    items = world.aws.client("dynamodb").scan(TableName=world.deployment.tables.game)["Items"]
    player = next(item["PlayerId"]["S"] for item in items if item["GameId"]["S"] == game)
    return {"game_id": game, "player_id": player}


def _batch_size(world: World) -> int:
    size: int = world.aws.client("lambda").get_event_source_mapping(UUID=world.deployment.mapping)["BatchSize"]
    return size


def _deliver(world: World, on: bool) -> None:
    functions = world.aws.client("lambda")
    functions.update_event_source_mapping(UUID=world.deployment.mapping, Enabled=on)


def _wait_until_empty(sqs: Client, queue: str) -> None:
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def empty() -> bool:
        found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=counts)["Attributes"]
        return all(int(found[count]) == 0 for count in counts)

    eventually("the queue is empty", empty)


def _dead_letters(sqs: Client, queue: str) -> list[str]:
    """Returns the bodies of all dead letters without removing them."""
    received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [message["Body"] for message in received.get("Messages", [])]


CHECKS = (
    ("malformed messages become dead letters, and games are still prepared", malformed_messages_become_dead_letters),
    ("redelivered work changes nothing", redelivery_changes_nothing),
    ("work on an unknown game is deleted", work_on_unknown_game_is_deleted),
)
