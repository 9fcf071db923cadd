"""The checks in their order. Those of the logs are last, because they read the logs of the others."""

from . import deployed, game, logs, models, paths, roles, sign_in, smoke, work

# Checks of the unchanged deployment.
AS_DEPLOYED = (*deployed.CHECKS, *roles.CHECKS)

# Checks of the deployment without a language model.
CHECKS = (*game.CHECKS, *sign_in.CHECKS, *paths.CHECKS, *work.CHECKS, *smoke.CHECKS)

# The models that are deployed one after the other, with their checks.
WITH_MODELS = models.USED

AT_LAST = logs.CHECKS
