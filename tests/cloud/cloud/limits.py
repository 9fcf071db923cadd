"""What the emulator does otherwise than AWS, so that nobody takes a passed run for more than it is."""

# Each of these was seen with ministack 1.5.33, or read in its source.
LIMITS = (
    "a named stage does not stand in front of rawPath (AWS sends /default/games, ministack /games)",
    "an event that came by a custom domain names the API's own domain, so a Location there is not looked at",
    "a function without code is answered for with 200 and a mock: every check looks at bodies",
    "functions run as processes of this machine: its C library and its speed, not those of Amazon Linux",
    "memory limits, throttling and concurrency of functions and stages are not enforced",
    "functions trust the emulator's authority by AWS_CA_BUNDLE: Amazon's roots are not used",
    "queues are polled for a function without a look at whether its role may do so",
    "every invocation has a log stream of its own, and there are no metrics made of the log",
)
