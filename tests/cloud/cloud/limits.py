"""Differences between the emulator and AWS, which limit what a passed run shows."""

# Each was observed with ministack 1.5.33 or found in its source.
LIMITS = (
    "rawPath lacks the prefix of a named stage (AWS sends /default/games, ministack /games): the function is also"
    " invoked with events that have it",
    "an event from a custom domain contains the API's own domain and no mapping key: the Location is checked with"
    " constructed events",
    "a stack with alarms on several metrics, composite alarms, a budget, saved queries, or the policy of a secret is"
    " rejected: these are removed from the template",
    "a Ref to a secret returns its name, which no policy matches: the template uses the ARN",
    "the CloudFormation properties of CORS are ignored: the template uses the names of the API Gateway API",
    "time to live, point-in-time recovery and encryption of tables and the throttling of a stage and its routes are ignored, and a"
    " generated key has punctuation: the tests of infra check these",
    "requests are not written to the access log of a stage",
    "the default endpoint of an API stays reachable when it is disabled: checks use its URL, which needs no mapping",
    "a 401 of the JWT authorizer lacks WWW-Authenticate: the smoke test runs with a client that adds it",
    "names are not resolved and certificates not issued: every name is on loopback, with a certificate of these tests",
    "a function without code gets a mock response with status 200: every check reads bodies",
    "functions run as local processes, with the C library and the speed of this machine, not of Amazon Linux",
    "memory limits, throttling and concurrency of functions and stages are not enforced",
    "functions use the AWS_ENDPOINT_URL and AWS_CA_BUNDLE of the emulator: Amazon's roots are not used",
    "queues are polled without checking the function's role: a check evaluates the policy instead",
    "every invocation has a log stream of its own, and no metrics are extracted from the log",
    "a model of Bedrock replies as a scripted server does: Converse is forwarded in the format of OpenAI, with the"
    " messages, the forced tool and the limits only, and without the schema of a reply",
    "Bedrock accepts every model id and every schema of a tool, requires no access to a model, never throttles,"
    " replaces a failed call by a text of the emulator, and reports a truncated reply as complete: the tests of the"
    " functions have these failures",
    "Converse is checked as an action of that name and on a foundation model, even for an inference profile: the"
    " template allows it, and the model is a foundation model",
    "an export can be removed while another stack imports it, so a model that needs no key is deployed first",
)
