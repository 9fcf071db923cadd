"""Faults of the model's server, and replies that cannot be used."""

from functools import partial

from harness.articles import check_known
from harness.report import expect, same
from harness.scripted import Behaviour, Reply, good

from ..faults import EXCESS, OVERLOADED, REJECTED, RETRY_AFTER, TRANSIENT, UNAVAILABLE, UNUSABLE, Fault
from ..quizcraft import CALLS, Outcome
from ..world import Check, World

# The time limit of games with faults, in seconds.
SECONDS = 12

# What the command says about a model that cannot be called. Players of a server read another reason, in time.
OUTAGES = (
    "the model cannot be called now",
    "the model rejects the request",
    "the reply of the model is unusable",
    "times in a row",
    "by the deadline",
)


def _game(world: World, behaviour: Behaviour, count: int, seconds: int = SECONDS, calls: int = CALLS) -> Outcome:
    """Prints questions about an article. The calls stay within the budget."""
    settings = world.with_model(world.kiwix, behaviour).limited(seconds, calls)
    outcome = world.quizcraft.questions(world.articles.lighthouse.title, settings, count)
    made = len(world.model.requests)
    expect(made <= calls, f"{made} calls, with a budget of {calls}")
    expect(world.model.most_at_once <= 3, f"{world.model.most_at_once} calls at once")
    expect(outcome.seconds < seconds + 5, f"it took {outcome.seconds:.0f} s")
    return outcome


def _error(outcome: Outcome) -> str:
    """Returns the only line of the output, which is the error."""
    expect(outcome.status > 0, "expected an exit status other than 0")
    lines = outcome.notes.splitlines()
    expect(len(lines) == 1 and lines[0].startswith("error: "), f"expected one line with the error: {outcome.notes!r}")
    return lines[0]


def _check_failure(outcome: Outcome) -> None:
    reason = _error(outcome)
    expect("Try " in reason, f"the reason does not say what to try: {reason!r}")


def _check_outage(outcome: Outcome) -> None:
    """Fails the check unless the person who started the command reads that it may succeed later, and what failed."""
    reason = _error(outcome)
    expect("try again later" in reason, f"the reason does not say what to try: {reason!r}")
    expect(any(why in reason for why in OUTAGES), f"the reason does not say what failed: {reason!r}")


def retried(fault: Fault, world: World) -> None:
    """A call that failed once is tried again, so all questions are written."""
    outcome = _game(world, fault.once(), 3)
    check_known(world.articles.lighthouse, outcome.successful().questions)
    same("the number of questions", len(outcome.questions), 3)


def lost(fault: Fault, world: World) -> None:
    """The first of two writing calls is lost."""
    outcome = _game(world, fault.once(), 5)
    check_known(world.articles.lighthouse, outcome.successful().questions)


def outage(fault: Fault, world: World) -> None:
    outcome = _game(world, fault.always(), 5)
    _check_outage(outcome)


def useless(fault: Fault, world: World) -> None:
    outcome = _game(world, fault.always(), 5)
    _check_failure(outcome)


def unsolved(fault: Fault, world: World) -> None:
    """Questions that were not solved are not published."""

    def only_solving(number: int, reply: Reply) -> None:
        if reply.call.solves:
            fault.reply(reply)
        else:
            good(number, reply)

    outcome = _game(world, only_solving, 5)
    _check_failure(outcome)


def excess(world: World) -> None:
    outcome = _game(world, EXCESS.always(), 5)
    check_known(world.articles.lighthouse, outcome.successful().questions)
    expect(len(outcome.questions) <= 5, f"{len(outcome.questions)} questions instead of 5")


def retry_after(world: World) -> None:
    """No call is repeated before the time that the server states."""
    seen: set[str] = set()

    def each_call_once(number: int, reply: Reply) -> None:
        if reply.call.message in seen:
            good(number, reply)
        else:
            seen.add(reply.call.message)
            OVERLOADED.reply(reply)

    outcome = _game(world, each_call_once, 3, seconds=30)
    check_known(world.articles.lighthouse, outcome.successful().questions)
    began: dict[bytes, list[float]] = {}
    for request in world.model.requests:
        began.setdefault(request.body, []).append(request.began)
    same("the numbers of tries", [len(tries) for tries in began.values()], [2, 2, 2])
    for first, second in began.values():
        expect(second - first >= RETRY_AFTER, f"a call was repeated after {second - first:.2f} s")


def long_wait(world: World) -> None:
    """A server that asks for more time than the game has is not called again."""

    def much_later(_: int, reply: Reply) -> None:
        reply.raw(429, {"retry-after": "3600"}, b"{}")

    outcome = _game(world, much_later, 3)
    _check_outage(outcome)
    same("the number of calls", len(world.model.requests), 1)
    expect(outcome.seconds < 5, f"it took {outcome.seconds:.0f} s")


def small_budget(world: World) -> None:
    outcome = _game(world, good, 10, calls=3)
    check_known(world.articles.lighthouse, outcome.successful().questions)


def small_budget_with_faults(world: World) -> None:
    def every_second(number: int, reply: Reply) -> None:
        if number % 2:
            UNAVAILABLE.reply(reply)
        else:
            good(number, reply)

    outcome = _game(world, every_second, 10, calls=5)
    check_known(world.articles.lighthouse, outcome.questions)
    expect(bool(outcome.questions) or bool(_error(outcome)), "the game has neither questions nor a reason")


CHECKS: tuple[Check, ...] = (
    *((f"{fault.name}, once: the call is tried again", partial(retried, fault)) for fault in TRANSIENT),
    *((f"{fault.name}, once: the other call suffices", partial(lost, fault)) for fault in REJECTED + UNUSABLE),
    *((f"{fault.name}, always: the reason names it", partial(outage, fault)) for fault in TRANSIENT + REJECTED),
    *((f"{fault.name}, always: the game fails with a reason", partial(useless, fault)) for fault in UNUSABLE),
    *((f"{fault.name}, in answers: nothing is published", partial(unsolved, fault)) for fault in UNUSABLE),
    ("too many items are used in part", excess),
    ("no call is repeated before the time in Retry-After", retry_after),
    ("a server that asks for too much time is not called again", long_wait),
    ("a budget of three calls is kept", small_budget),
    ("a budget of five calls is kept when calls fail", small_budget_with_faults),
)
