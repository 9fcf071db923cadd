"""What each function may do, and nothing more: the emulator asks these policies."""

import json

from .aws import Client
from .tables import INDEX

Statement = dict[str, object]


def allow(resource: str, *actions: str) -> Statement:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def api_statements(game: str, question: str, token: str, queue: str, secret: str) -> list[Statement]:
    """For the function behind API Gateway. Transactions ask for the actions that they are made of."""
    return [
        allow(game, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
        allow(f"{game}/index/{INDEX}", "dynamodb:Query"),
        allow(question, "dynamodb:Query", "dynamodb:UpdateItem"),
        allow(token, "dynamodb:GetItem", "dynamodb:PutItem"),
        allow(queue, "sqs:SendMessage"),
        allow(secret, "secretsmanager:GetSecretValue"),
    ]


def worker_statements(game: str, question: str, queue: str) -> list[Statement]:
    """For the function behind the queue. Its messages are received for it, in its name."""
    return [
        allow(game, "dynamodb:GetItem", "dynamodb:UpdateItem"),
        allow(f"{game}/index/{INDEX}", "dynamodb:Query"),
        allow(question, "dynamodb:PutItem"),
        allow(queue, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    ]


def create_role(iam: Client, name: str, statements: list[Statement]) -> str:
    """A role that Lambda takes on, with what it may do. Gives its ARN."""
    trusted: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_document([trusted]))
    logs = allow("*", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
    iam.put_role_policy(RoleName=name, PolicyName="work", PolicyDocument=_document([*statements, logs]))
    arn: str = role["Role"]["Arn"]
    return arn


def _document(statements: list[Statement]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
