"""The unchanged deployment, and repeated deployments."""

import json
import re

from harness.report import expect, same

from ..configuration import ENVIRONMENT
from ..world import World


def queue_redelivers_work(world: World) -> None:
    sqs, functions, deployment = world.aws.client("sqs"), world.aws.client("lambda"), world.deployment
    queue = sqs.get_queue_attributes(QueueUrl=deployment.queue, AttributeNames=["All"])["Attributes"]
    dead = sqs.get_queue_attributes(QueueUrl=deployment.dead_letters, AttributeNames=["QueueArn"])["Attributes"]
    worker = functions.get_function_configuration(FunctionName=deployment.worker.name)
    same("the visibility timeout", int(queue["VisibilityTimeout"]), 180)
    same("the visibility timeout, six times the timeout of the worker", int(queue["VisibilityTimeout"]), 6 * worker["Timeout"])
    redrive = {"deadLetterTargetArn": dead["QueueArn"], "maxReceiveCount": 12}
    same("the redrive policy", json.loads(queue["RedrivePolicy"]), redrive)
    mapping = functions.get_event_source_mapping(UUID=deployment.mapping)
    same("the response types of the worker", mapping["FunctionResponseTypes"], ["ReportBatchItemFailures"])
    same("the event source", mapping["EventSourceArn"], queue["QueueArn"])
    same("the function of the mapping", mapping["FunctionArn"], worker["FunctionArn"])


def repeated_deployment_changes_nothing(world: World) -> None:
    result = world.cdk.deploy(world.cdk.synthesise())
    unchanged = re.findall(rf"{ENVIRONMENT}/(\w+) .*\(no changes\)", result)
    same(f"the unchanged stacks in\n{result}", sorted(unchanged), ["Data", "Domain", "Quiz", "Zone"])


def missing_functions_are_an_error(world: World) -> None:
    before = _deployed_code(world)
    result = world.cdk.deploy_unbuilt()
    expect(result.status > 0, f"CDK exited with {result.status}")
    named = re.search(r"quizcraft-(api|worker) is not built", result.text)
    expect(named is not None, f"expected the name of the function that is not built:\n{result.text[-3000:]}")
    same("the code of the functions", _deployed_code(world), before)


def _deployed_code(world: World) -> list[str]:
    functions, deployment = world.aws.client("lambda"), world.deployment
    names = [deployment.api.name, deployment.worker.name]
    return [functions.get_function_configuration(FunctionName=name)["CodeSha256"] for name in names]


CHECKS = (
    ("the queue has a visibility timeout and redelivers failed work", queue_redelivers_work),
    ("a repeated deployment changes nothing", repeated_deployment_changes_nothing),
    ("a deployment without built functions fails", missing_functions_are_an_error),
)
