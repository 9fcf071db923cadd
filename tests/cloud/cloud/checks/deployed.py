"""What stands there before anything of it is adjusted, and how it is deployed again."""

import json
import re

from ..configuration import ENVIRONMENT
from ..report import expect, same
from ..world import World


def work_is_given_time(world: World) -> None:
    sqs, functions, deployment = world.aws.client("sqs"), world.aws.client("lambda"), world.deployment
    queue = sqs.get_queue_attributes(QueueUrl=deployment.queue, AttributeNames=["All"])["Attributes"]
    dead = sqs.get_queue_attributes(QueueUrl=deployment.dead_letters, AttributeNames=["QueueArn"])["Attributes"]
    worker = functions.get_function_configuration(FunctionName=deployment.worker.name)
    same("the visibility time-out", int(queue["VisibilityTimeout"]), 180)
    same("the visibility time-out, by that of the worker", int(queue["VisibilityTimeout"]), 6 * worker["Timeout"])
    redrive = {"deadLetterTargetArn": dead["QueueArn"], "maxReceiveCount": 5}
    same("where failed work goes", json.loads(queue["RedrivePolicy"]), redrive)
    mapping = functions.get_event_source_mapping(UUID=deployment.mapping)
    same("whether failures are told one by one", mapping["FunctionResponseTypes"], ["ReportBatchItemFailures"])
    same("whence it comes", mapping["EventSourceArn"], queue["QueueArn"])
    same("who does it", mapping["FunctionArn"], worker["FunctionArn"])


def same_again_changes_nothing(world: World) -> None:
    told = world.cdk.deploy(world.cdk.synthesise())
    unchanged = re.findall(rf"{ENVIRONMENT}/(\w+) .*\(no changes\)", told)
    same(f"what did not change, by\n{told}", unchanged, ["Zone", "Domain", "Quiz"])


def unbuilt_functions_are_refused(world: World) -> None:
    before = _deployed_code(world)
    told = world.cdk.deploy_unbuilt()
    expect(told.status > 0, f"CDK ended with {told.status}")
    named = re.search(r"quizcraft-(api|worker) is not built yet", told.text)
    expect(named is not None, f"it says which function is not built:\n{told.text[-3000:]}")
    same("the code of the functions", _deployed_code(world), before)


def _deployed_code(world: World) -> list[str]:
    functions, deployment = world.aws.client("lambda"), world.deployment
    names = [deployment.api.name, deployment.worker.name]
    return [functions.get_function_configuration(FunctionName=name)["CodeSha256"] for name in names]


CHECKS = (
    ("the queue gives the worker time, and work more than one try", work_is_given_time),
    ("the same deployed again changes nothing", same_again_changes_nothing),
    ("functions that are not built are not deployed", unbuilt_functions_are_refused),
)
