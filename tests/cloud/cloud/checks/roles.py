"""What the roles of the functions may do: what is needed, and nothing else."""

from collections.abc import Mapping

from ..report import same
from ..world import World

# Every action that a caller might try on what is deployed.
ACTIONS = {
    "dynamodb": (
        *("BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "DeleteTable", "DescribeTable"),
        *("GetItem", "PutItem", "Query", "Scan", "UpdateItem", "UpdateTable"),
    ),
    "sqs": (
        *("ChangeMessageVisibility", "DeleteMessage", "DeleteQueue", "GetQueueAttributes", "PurgeQueue"),
        *("ReceiveMessage", "SendMessage", "SetQueueAttributes"),
    ),
    "secretsmanager": ("DeleteSecret", "DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecret"),
}

API = {
    "game": {"GetItem", "PutItem", "UpdateItem"},
    "index": {"Query"},
    "question": {"Query", "UpdateItem"},
    "token": {"GetItem", "PutItem"},
    "queue": {"SendMessage"},
    "secret": {"GetSecretValue"},
}

WORKER = {
    "game": {"GetItem", "UpdateItem"},
    "index": {"Query"},
    "question": {"PutItem", "Query"},
    "queue": {"DeleteMessage", "GetQueueAttributes", "ReceiveMessage"},
}


def api_may_what_it_needs(world: World) -> None:
    _may(world, world.deployment.api.role, API)


def worker_may_what_it_needs(world: World) -> None:
    _may(world, world.deployment.worker.role, WORKER)


def _may(world: World, role: str, needed: Mapping[str, set[str]]) -> None:
    iam = world.aws.client("iam")
    source = iam.get_role(RoleName=role)["Role"]["Arn"]
    for name, resource in _resources(world).items():
        service = resource.split(":")[2]
        actions = [f"{service}:{action}" for action in ACTIONS[service]]
        # One resource at a time: the emulator looks at no other.
        asked = iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=actions, ResourceArns=[resource])
        decisions = {found["EvalActionName"]: found["EvalDecision"] for found in asked["EvaluationResults"]}
        allowed = [action for action in actions if decisions[action] == "allowed"]
        wanted = [f"{service}:{action}" for action in sorted(needed.get(name, ()))]
        same(f"what {role} may do with {name}", allowed, wanted)


def _resources(world: World) -> dict[str, str]:
    """The ARNs of all that holds something, by what the function calls it."""
    deployment = world.deployment
    game = _table(world, deployment.tables.game)
    return {
        "game": game,
        "index": f"{game}/index/creation-time-index",
        "question": _table(world, deployment.tables.question),
        "token": _table(world, deployment.tables.token),
        "queue": _queue(world, deployment.queue),
        "dead letters": _queue(world, deployment.dead_letters),
        "secret": world.aws.client("secretsmanager").describe_secret(SecretId=deployment.secret)["ARN"],
    }


def _table(world: World, name: str) -> str:
    arn: str = world.aws.client("dynamodb").describe_table(TableName=name)["Table"]["TableArn"]
    return arn


def _queue(world: World, url: str) -> str:
    found = world.aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn: str = found["Attributes"]["QueueArn"]
    return arn


CHECKS = (
    ("the api may do what it needs, and nothing else", api_may_what_it_needs),
    ("the worker may do what it needs, and nothing else", worker_may_what_it_needs),
)
