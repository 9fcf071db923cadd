"""The permissions of the functions' roles: exactly the required actions."""

from collections.abc import Mapping

from harness.report import same

from ..world import World

# The actions that are checked, by service.
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

# The deployment has no limit of games per player, with which the worker also queries the index and deletes items.
WORKER = {
    "game": {"GetItem", "UpdateItem"},
    "question": {"PutItem", "Query"},
    "queue": {"ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage"},
}


def api_has_required_permissions(world: World) -> None:
    _check_permissions(world, world.deployment.api.role, API)


def worker_has_required_permissions(world: World) -> None:
    _check_permissions(world, world.deployment.worker.role, WORKER)


def _check_permissions(world: World, role: str, needed: Mapping[str, set[str]]) -> None:
    iam = world.aws.client("iam")
    source = iam.get_role(RoleName=role)["Role"]["Arn"]
    for name, resource in _resources(world).items():
        service = resource.split(":")[2]
        actions = [f"{service}:{action}" for action in ACTIONS[service]]
        # The emulator evaluates only the first resource.
        asked = iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=actions, ResourceArns=[resource])
        decisions = {found["EvalActionName"]: found["EvalDecision"] for found in asked["EvaluationResults"]}
        allowed = [action for action in actions if decisions[action] == "allowed"]
        wanted = [f"{service}:{action}" for action in sorted(needed.get(name, ()))]
        same(f"the actions of {role} on {name}", allowed, wanted)


def _resources(world: World) -> dict[str, str]:
    """Returns the ARNs of all resources by the names in `API` and `WORKER`."""
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
    ("the role of the API has exactly the required permissions", api_has_required_permissions),
    ("the role of the worker has exactly the required permissions", worker_has_required_permissions),
)
