"""The deployed resources in the emulated account."""

import re
from dataclasses import dataclass

from .aws import Aws, Client
from .configuration import ENVIRONMENT, STAGE

STACK = f"{ENVIRONMENT}-Quiz"
# The tables and the secret have a stack of their own.
DATA_STACK = f"{ENVIRONMENT}-Data"


@dataclass(frozen=True)
class Tables:
    game: str
    question: str
    token: str
    # The pool of drafts, which exists with a language model only.
    draft: str | None


@dataclass(frozen=True)
class Function:
    name: str
    role: str
    log: str


@dataclass(frozen=True)
class Deployment:
    # The URL of the API from the outputs of the stack.
    url: str
    # The URL that API Gateway assigned to the API, with the stage.
    stage_url: str
    tables: Tables
    queue: str
    dead_letters: str
    mapping: str
    api: Function
    worker: Function
    secret: str
    player_key: str
    # The secret with the key of the language model, if it needs one.
    model_secret: str | None


def read(aws: Aws) -> Deployment:
    """Reads the resources and outputs of the stacks."""
    stack = aws.client("cloudformation")
    named = _resources(stack, STACK) | _resources(stack, DATA_STACK)
    secret = named["PlayerIdKeySecret"]
    endpoint = aws.client("apigatewayv2").get_api(ApiId=named["ApiHttpApi"])["ApiEndpoint"]
    return Deployment(
        url=_output(stack, "Url"),
        stage_url=f"{endpoint}/{STAGE}",
        tables=Tables(named["DataGame"], named["DataQuestion"], named["DataToken"], named.get("DataDraft")),
        queue=named["GameFlowQueue"],
        dead_letters=named["GameFlowDeadLetters"],
        mapping=named["GameFlowWork"],
        api=Function(named["ApiFunction"], named["ApiFunctionRole"], named["ApiFunctionLog"]),
        worker=Function(named["GameFlowWorkerFunction"], named["GameFlowWorkerRole"], named["GameFlowWorkerLog"]),
        secret=secret,
        player_key=aws.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"],
        model_secret=named.get("ModelKey"),
    )


def _resources(cloudformation: Client, stack: str) -> dict[str, str]:
    """Returns the physical ids of all resources of a stack by their logical names."""
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return {_name(found["LogicalResourceId"]): found["PhysicalResourceId"] for found in resources}


def _name(logical: str) -> str:
    """Returns a logical id without the hash that CDK appends."""
    return re.sub(r"[0-9A-F]{8}$", "", logical)


def _output(cloudformation: Client, key: str) -> str:
    (stack,) = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    value: str = next(output["OutputValue"] for output in stack["Outputs"] if output["OutputKey"] == key)
    return value
