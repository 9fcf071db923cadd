"""What the tests in Python have in common: child processes, checks with a report, and polling."""
