"""What the tests in Python have in common: child processes, checks with a report, polling, servers on loopback, and
articles with a scripted model."""
