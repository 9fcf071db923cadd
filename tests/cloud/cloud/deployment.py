"""Everything that the two functions need, deployed to the emulator."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from .aws import Aws, Client
from .emulator import Emulator
from .gateway import create_api
from .issuer import AUDIENCE
from .roles import api_statements, create_role, worker_statements
from .tables import Tables

API = "quizcraft-api"
WORKER = "quizcraft-worker"
SECRET = "quiz/player-id-key"

# A message that fails is delivered once more, after this many seconds, and then goes to the dead-letter queue.
VISIBILITY = 5
MOST_DELIVERIES = 2
BATCH = 5


@dataclass(frozen=True)
class Zips:
    """The functions as they were built, and for which architecture."""

    api: Path
    worker: Path
    architecture: str


@dataclass(frozen=True)
class Deployment:
    tables: Tables
    queue: str
    dead_letters: str
    mapping: str
    endpoint: str
    player_key: str


@dataclass(frozen=True)
class _Queue:
    url: str
    arn: str


def deploy(aws: Aws, emulator: Emulator, issuer: str, zips: Zips) -> Deployment:
    """Deploys to the emulator, and has the functions trust its certificate instead of Amazon's."""
    tables = Tables()
    tables.create(aws.client("dynamodb"))
    queue, dead_letters = _queues(aws.client("sqs"))
    secret, player_key = _secret(aws.client("secretsmanager"))
    game, question, token = (_table_arn(aws, name) for name in (tables.game, tables.question, tables.token))
    iam, functions = aws.client("iam"), aws.client("lambda")

    environment = {
        "GAME_TABLE": tables.game,
        "QUESTION_TABLE": tables.question,
        "AWS_ENDPOINT_URL": emulator.url,
        "AWS_CA_BUNDLE": str(emulator.certificates.authority),
        # Whatever they would ever log is to be seen, since nothing personal may be in it.
        "LOG_LEVEL": "trace",
    }
    role = create_role(iam, WORKER, worker_statements(game, question, queue.arn))
    worker = _function(functions, WORKER, role, zips.worker, zips.architecture, environment)

    environment |= {
        "TOKEN_TABLE": tables.token,
        "GAME_QUEUE_URL": queue.url,
        "JWT_ISSUER": issuer,
        "JWT_AUDIENCE": AUDIENCE,
        "PLAYER_ID_KEY_SECRET": SECRET,
    }
    role = create_role(iam, API, api_statements(game, question, token, queue.arn, secret))
    api = _function(functions, API, role, zips.api, zips.architecture, environment)

    mapping = _mapping(functions, queue.arn, worker)
    api_id, endpoint = create_api(aws.client("apigatewayv2"), api, issuer)
    functions.add_permission(
        FunctionName=API,
        StatementId="gateway",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{_region_and_account(api)}:{api_id}/*",
    )
    return Deployment(tables, queue.url, dead_letters.url, mapping, endpoint, player_key)


def _queues(sqs: Client) -> tuple[_Queue, _Queue]:
    """The queue of work, and the one for messages that nothing can be done with."""
    dead_letters = _queue(sqs, "quiz-dead-letters", {})
    redrive = {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": MOST_DELIVERIES}
    attributes = {"RedrivePolicy": json.dumps(redrive), "VisibilityTimeout": str(VISIBILITY)}
    return _queue(sqs, "quiz-games", attributes), dead_letters


def _queue(sqs: Client, name: str, attributes: dict[str, str]) -> _Queue:
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return _Queue(url, found["Attributes"]["QueueArn"])


def _secret(manager: Client) -> tuple[str, str]:
    key = secrets.token_hex(32)
    arn: str = manager.create_secret(Name=SECRET, SecretString=key)["ARN"]
    return arn, key


def _table_arn(aws: Aws, name: str) -> str:
    arn: str = aws.client("dynamodb").describe_table(TableName=name)["Table"]["TableArn"]
    return arn


def _function(
    functions: Client, name: str, role: str, code: Path, architecture: str, environment: dict[str, str]
) -> str:
    function = functions.create_function(
        FunctionName=name,
        Runtime="provided.al2023",
        Handler="bootstrap",
        Architectures=[architecture],
        Role=role,
        Code={"ZipFile": code.read_bytes()},
        # A queue has to hide a message for as long as the function behind it may take.
        Timeout=VISIBILITY,
        MemorySize=256,
        # Each invocation comes with the id of a trace, which the log is to name.
        TracingConfig={"Mode": "Active"},
        Environment={"Variables": environment},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    arn: str = function["FunctionArn"]
    return arn


def _mapping(functions: Client, queue: str, worker: str) -> str:
    mapping = functions.create_event_source_mapping(
        EventSourceArn=queue,
        FunctionName=worker,
        BatchSize=BATCH,
        # Without it, a batch of which one message failed would count as done.
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    identifier: str = mapping["UUID"]
    return identifier


def _region_and_account(arn: str) -> str:
    return ":".join(arn.split(":")[3:5])
