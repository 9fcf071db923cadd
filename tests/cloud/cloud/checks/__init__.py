"""The checks, in the order in which they are run: the one of the log looks at what the others left."""

from . import game, logs, paths, sign_in, work

CHECKS = (*game.CHECKS, *sign_in.CHECKS, *paths.CHECKS, *work.CHECKS, *logs.CHECKS)
