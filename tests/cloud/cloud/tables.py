"""The three tables, as quizcraft-dynamo/src/tables/definition.rs defines them."""

from dataclasses import dataclass

from .aws import Client

INDEX = "creation-time-index"

# What a list of games needs besides their keys.
PROJECTED = [
    "GameStatus",
    "Keywords",
    "QuestionsLimit",
    "QuestionsAnswered",
    "QuestionsCorrect",
    "AskedAt",
    "Repeats",
    "Failure",
]


@dataclass(frozen=True)
class Tables:
    game: str = "quiz-Game"
    question: str = "quiz-Question"
    token: str = "quiz-Token"

    def create(self, dynamodb: Client) -> None:
        _create(dynamodb, self.game, {"PlayerId": "S", "GameId": "S"}, {"CreationTime": "N"})
        _create(dynamodb, self.question, {"GameId": "S", "QuestionId": "N"})
        _create(dynamodb, self.token, {"TokenHash": "S"})
        dynamodb.update_time_to_live(
            TableName=self.token,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "ExpirationEpoch"},
        )


def _create(dynamodb: Client, name: str, keys: dict[str, str], index: dict[str, str] | None = None) -> None:
    """Creates a table. With `index`, it has a local one that is sorted by that attribute."""
    attributes = {**keys, **(index or {})}
    local = [_local_index(next(iter(keys)), next(iter(index)))] if index else []
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind} for key, kind in attributes.items()],
        KeySchema=_key_schema(list(keys)),
        **({"LocalSecondaryIndexes": local} if local else {}),
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name)


def _local_index(partition: str, sort: str) -> dict[str, object]:
    return {
        "IndexName": INDEX,
        "KeySchema": _key_schema([partition, sort]),
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": PROJECTED},
    }


def _key_schema(keys: list[str]) -> list[dict[str, str]]:
    return [{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))]
