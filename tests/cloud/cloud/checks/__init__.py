"""The checks in their order. Those of the logs are last, because they read the logs of the others."""

from . import deployed, game, logs, paths, roles, sign_in, smoke, work

# Checks of the unchanged deployment.
AS_DEPLOYED = (*deployed.CHECKS, *roles.CHECKS)

CHECKS = (*game.CHECKS, *sign_in.CHECKS, *paths.CHECKS, *work.CHECKS, *smoke.CHECKS, *logs.CHECKS)
