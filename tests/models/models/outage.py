"""A server whose model fails for as long as the other checks run."""

import time
from types import TracebackType

from harness.report import expect, same
from harness.scripted import ScriptedModel

from .faults import UNAVAILABLE
from .quizcraft import Settings
from .world import World

# In seconds. The server gives up a game after five minutes, when its player asks for it.
TIMEOUT = 400


class Outage:
    """The server, with a game of a player."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._model = ScriptedModel(world.articles, world.model.key)
        self._model.behave(UNAVAILABLE.always())

    def __enter__(self) -> "Outage":
        self._model.__enter__()
        settings = Settings(self._model.api, self._world.kiwix.research)
        self._server = self._world.quizcraft.serve(settings)
        try:
            self._server.__enter__()
            self._player = self._server.player()
            self._began = time.monotonic()
            self._game = self._player.start(self._world.articles.lighthouse.title, 5)
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)
        self._model.__exit__(kind, error, trace)

    def check(self) -> None:
        """Fails the check unless the game ends with a reason that says what to try."""
        left = TIMEOUT - (time.monotonic() - self._began)
        game = self._player.prepared(self._game, left)
        same("the status", game["status"], "FINISHED")
        failure = game["failure"] or ""
        expect("try " in failure.lower(), f"the reason does not say what to try: {failure!r}")
        calls = len(self._model.requests)
        expect(calls < 40, f"the failing model was called {calls} times")
