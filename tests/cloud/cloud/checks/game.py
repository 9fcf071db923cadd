"""A whole game, and the guarantees of the API."""

from collections.abc import Callable

from harness.report import expect, same

from ..client import Json, Player
from ..world import ADA, EMMY, GRACE, World

# Which answers of the whole game are correct. The log counts correct and wrong answers, so it has both.
RIGHT = [True, False, False, True]
LIMIT = len(RIGHT)


def whole_game(world: World) -> None:
    ada = world.player(ADA)
    started = ada.start(["capitals", "Europe"], LIMIT).body(201)
    same("a new game", started["status"], "PENDING")
    same("the keywords", started["keywords"], ["Europe", "capitals"])
    game: str = started["id"]
    same("the status", ada.prepared(game)["status"], "READY")
    same("the solutions before an answer", [revealed(question) for question in ada.questions(game)], [None] * LIMIT)

    for number, right in enumerate(RIGHT, start=1):
        play_question(ada, game, number, _solution(world, game, number), right)

    over = ada.game(game)
    same("the status", over["status"], "FINISHED")
    same("the counters", [over["questions_answered"], over["questions_limit"]], [LIMIT, LIMIT])
    same("the number of correct answers", over["questions_correct"], sum(RIGHT))
    same("the results", [question["result"] for question in ada.questions(game)], RIGHT)
    same("the list", ada.games(), [over])
    ada.ask(game).fails(400, "questions_limit_reached")


def play_question(player: Player, game: str, number: int, solution: str, right: bool) -> None:
    """Asks and answers a question, and repeats both. The answer counts once."""
    posed = player.ask(game).body()
    same("the question", posed["index"], number)
    same("asking again", player.ask(game).body(), posed)
    choice, other = sorted(posed["options"], key=lambda option: (option == solution) != right)[:2]
    feedback = player.answer(game, number, choice).body()
    same("the feedback", [feedback["result"], feedback["solution"]], [right, solution])
    same("answering again", player.answer(game, number, choice).body(), feedback)
    player.answer(game, number, other).fails(409, "already_answered")
    same("the counter", player.game(game)["questions_answered"], number)


# Responses to the kinds of questions, given the options.
RESPONSES: dict[str, Callable[[list[str]], Json]] = {
    "single": lambda options: options[0],
    "multiple": lambda options: options[:2],
    "number": lambda _: 1800,
    "text": lambda _: "some text",
    "order": lambda options: options,
}


def all_kinds(world: World) -> None:
    """Plays a game of all kinds of questions, in which answers may be right in part."""
    grace = world.player(GRACE)
    asked = {"keywords": ["history"], "questions_limit": 25, "kinds": list(RESPONSES)}
    game: str = grace.post("/games", asked).body(201)["id"]
    limit: int = grace.prepared(game)["questions_limit"]
    kinds, scores = set(), []
    for number in range(1, limit + 1):
        posed = grace.ask(game).body()
        answer = {"question": number, "response": RESPONSES[posed["kind"]](posed["options"])}
        feedback = grace.post(f"/games/{game}/questions/answer", answer).body()
        kinds.add(posed["kind"])
        scores.append(feedback["score"])
    same("the kinds", kinds, set(RESPONSES))
    expect(any(0 < score < 1 for score in scores), f"expected partial credit: {scores}")
    over = grace.game(game)
    same("the status", over["status"], "FINISHED")
    same("the score", round(over["score"], 3), round(sum(scores), 3))


def _solution(world: World, game: str, number: int) -> str:
    """Reads the solution from the table, because the API hides it before an answer."""
    key = {"GameId": {"S": game}, "QuestionId": {"N": str(number)}}
    found = world.aws.client("dynamodb").get_item(TableName=world.deployment.tables.question, Key=key)
    solution: str = found["Item"]["Answer"]["S"]
    return solution


def revealed(question: Json) -> Json:
    return question["solution"] or question["clarification"] or question["result"]


def location_is_the_game(world: World) -> None:
    grace = world.player(GRACE)
    answer = grace.start(["chemistry"], 2)
    game = answer.body(201)["id"]
    location = answer.headers.get("location", "")
    expect(location.endswith(f"/games/{game}"), f"the location is {location!r}")
    same("the game there", grace.call_at("GET", location).body()["id"], game)
    # A pending game could change while later checks compare responses.
    grace.prepared(game)


def others_cannot_see_a_game(world: World) -> None:
    ada, emmy = world.player(ADA), world.player(EMMY)
    game = ada.ready(["Napoleon"], 2)
    for path in (f"/games/{game}", f"/games/{game}/questions", f"/games/{game}/questions/1"):
        emmy.get(path).fails(404, "no_such_game")
    emmy.ask(game).fails(404, "no_such_game")
    emmy.answer(game, 1, "anything").fails(404, "no_such_game")
    same("the list of another player", emmy.games(), [])


def key_identifies_one_game(world: World) -> None:
    grace, key = world.player(GRACE), {"Idempotency-Key": "the-same-twice"}
    first = grace.start(["astronomy"], 2, key).body(201)
    again = grace.start(["astronomy"], 2, key).body(200)
    same("the game", again["id"], first["id"])
    grace.start(["geography"], 2, key).fails(422, "idempotency_key_reused")
    grace.prepared(first["id"])


def cursor_continues_the_list(world: World) -> None:
    grace = world.player(GRACE)
    whole = [game["id"] for game in grace.games()]
    expect(len(whole) > 1, f"expected more than one game: {whole}")
    first = grace.get("/games?limit=1").body()
    second = grace.get(f"/games?limit=1&cursor={first['next']}").body()
    same("the pages", [page["games"][0]["id"] for page in (first, second)], whole[:2])


def unknown_keywords_fail(world: World) -> None:
    ada = world.player(ADA)
    game = ada.prepared(ada.started(["qwxzvk"], 5))
    same("the game as deployed clients see it", [game["status"], game["questions_limit"]], ["FINISHED", 0])
    expect("qwxzvk" in (game["failure"] or ""), f"expected the keyword in the reason: {game['failure']!r}")
    ada.ask(game["id"]).fails(409, "game_failed")


CHECKS = (
    ("a whole game can be played", whole_game),
    ("a game of all kinds of questions gives partial credit", all_kinds),
    ("the Location of a new game is its path", location_is_the_game),
    ("another player cannot see a game", others_cannot_see_a_game),
    ("an idempotency key identifies one game", key_identifies_one_game),
    ("a cursor continues the list", cursor_continues_the_list),
    ("a game about an unknown keyword fails with a reason", unknown_keywords_fail),
)
