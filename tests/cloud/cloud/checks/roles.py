"""The permissions of the functions' roles: exactly the required actions."""

from collections.abc import Mapping

from harness.report import same

from ..configuration import BEDROCK_MODEL
from ..emulator import REGION
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
    "bedrock": ("CreateModelInvocationJob", "InvokeModel", "InvokeModelWithResponseStream"),
}

# Actions by the names of resources.
Permissions = Mapping[str, set[str]]

API: Permissions = {
    "game": {"GetItem", "PutItem", "UpdateItem"},
    "index": {"Query"},
    "question": {"Query", "UpdateItem"},
    "token": {"GetItem", "PutItem"},
    "queue": {"SendMessage"},
    "secret": {"GetSecretValue"},
}

# The deployment has no limit of games per player, with which the worker also queries the index and deletes items.
WORKER: Permissions = {
    "game": {"GetItem", "UpdateItem"},
    "question": {"PutItem", "Query"},
    "queue": {"ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage"},
}


def api_has_required_permissions(world: World) -> None:
    check_permissions(world, world.deployment.api.role, API)


def worker_has_required_permissions(world: World) -> None:
    check_permissions(world, world.deployment.worker.role, WORKER)


def check_permissions(world: World, role: str, needed: Permissions) -> None:
    """Fails the check unless a role has exactly these permissions."""
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
    """Returns the ARNs of all resources by their names in `Permissions`."""
    deployment = world.deployment
    model = {} if deployment.model_secret is None else {"key of the model": _secret(world, deployment.model_secret)}
    pool = {} if deployment.tables.draft is None else {"drafts": _table(world, deployment.tables.draft)}
    game = _table(world, deployment.tables.game)
    return {
        "game": game,
        "index": f"{game}/index/creation-time-index",
        "question": _table(world, deployment.tables.question),
        "token": _table(world, deployment.tables.token),
        "queue": _queue(world, deployment.queue),
        "dead letters": _queue(world, deployment.dead_letters),
        "secret": _secret(world, deployment.secret),
        "model of Bedrock": f"arn:aws:bedrock:{REGION}::foundation-model/{BEDROCK_MODEL}",
        "another model of Bedrock": f"arn:aws:bedrock:{REGION}::foundation-model/other.{BEDROCK_MODEL}",
        **model,
        **pool,
    }


def _table(world: World, name: str) -> str:
    arn: str = world.aws.client("dynamodb").describe_table(TableName=name)["Table"]["TableArn"]
    return arn


def _queue(world: World, url: str) -> str:
    found = world.aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn: str = found["Attributes"]["QueueArn"]
    return arn


def _secret(world: World, name: str) -> str:
    arn: str = world.aws.client("secretsmanager").describe_secret(SecretId=name)["ARN"]
    return arn


CHECKS = (
    ("the role of the API has exactly the required permissions", api_has_required_permissions),
    ("the role of the worker has exactly the required permissions", worker_has_required_permissions),
)
