"""What the emulator does otherwise than AWS, so that a passed run is not taken for more than it is."""

# Each of these was seen with ministack 1.5.33, or read in its source.
LIMITS = (
    "a named stage does not stand in front of rawPath (AWS sends /default/games, ministack /games): the function is"
    " handed events with either",
    "an event that came by a custom domain names the API's own domain and not the mapping key: a Location there is"
    " looked at with an event made by hand",
    "a stack with alarms on more than one metric, or with the policy of a secret, is refused: these are taken out of the"
    " template",
    "a reference to a secret is its name, which no policy allows: the template asks for the ARN",
    "what CloudFormation says of CORS is misread: the template spells it as API Gateway does",
    "what CloudFormation says of time to live, of point-in-time recovery and encryption of tables, and of the"
    " throttling of a stage is dropped, and a generated key has punctuation: infra's own tests look at these",
    "requests are not written to the access log of a stage",
    "names are not resolved and certificates not issued: every name is loopback, with a certificate of these tests",
    "a function without code is answered for with 200 and a mock: every check looks at bodies",
    "functions run as processes of this machine: its C library and its speed, not those of Amazon Linux",
    "memory limits, throttling and concurrency of functions and stages are not enforced",
    "functions find the emulator by AWS_ENDPOINT_URL and trust it by AWS_CA_BUNDLE, which it gives to them: Amazon's"
    " roots are not used",
    "queues are polled for a function without a look at whether its role may do so: the policy is asked instead",
    "every invocation has a log stream of its own, and there are no metrics made of the log",
)
