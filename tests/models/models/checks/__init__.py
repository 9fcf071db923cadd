"""The checks in their order. Those of the transcript are last, because they read what the others recorded."""

from . import covered, encyclopedias, faults, games, llama, secrets, wrong

BEFORE_LLAMA = (*encyclopedias.CHECKS, *games.CHECKS, *covered.CHECKS, *faults.CHECKS, *wrong.CHECKS)
WITH_LLAMA = llama.CHECKS
AT_LAST = secrets.CHECKS
