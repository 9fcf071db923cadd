"""The checks, in the order in which they are run: the one of the log looks at what the others left."""

from . import deployed, game, logs, paths, roles, sign_in, work

# Before anything is adjusted.
AS_DEPLOYED = (*deployed.CHECKS, *roles.CHECKS)

CHECKS = (*game.CHECKS, *sign_in.CHECKS, *paths.CHECKS, *work.CHECKS, *logs.CHECKS)
