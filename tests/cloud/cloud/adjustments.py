"""Changes to the deployment before the checks.

The emulator passes its own environment to the functions, so their endpoints need no change here.
"""

import json

from .aws import Aws
from .deployment import Deployment

# A failed message is delivered once more after this many seconds, then becomes a dead letter.
VISIBILITY = 5
MAX_DELIVERIES = 2


def shorten_retries(aws: Aws, deployment: Deployment) -> None:
    """Shortens the time until a message is a dead letter, which takes about seven minutes as deployed."""
    sqs = aws.client("sqs")
    found = sqs.get_queue_attributes(QueueUrl=deployment.queue, AttributeNames=["RedrivePolicy"])
    redrive = {**json.loads(found["Attributes"]["RedrivePolicy"]), "maxReceiveCount": MAX_DELIVERIES}
    attributes = {"VisibilityTimeout": str(VISIBILITY), "RedrivePolicy": json.dumps(redrive)}
    sqs.set_queue_attributes(QueueUrl=deployment.queue, Attributes=attributes)
