"""A whole game, and what a game promises."""

from ..client import Json, Player
from ..report import expect, same
from ..world import ADA, EMMY, GRACE, World

# Whether each question of a whole game is answered rightly. Both kinds of answers are counted in the log.
RIGHT = [True, False, False, True]
LIMIT = len(RIGHT)


def whole_game(world: World) -> None:
    ada = world.player(ADA)
    started = ada.start(["capitals", "Europe"], LIMIT).body(201)
    same("a new game", started["status"], "PENDING")
    same("the keywords", started["keywords"], ["Europe", "capitals"])
    game: str = started["id"]
    same("the status", ada.prepared(game)["status"], "READY")
    same("what is told before an answer", [told(question) for question in ada.questions(game)], [None] * LIMIT)

    for number, right in enumerate(RIGHT, start=1):
        play_question(ada, game, number, _solution(world, game, number), right)

    over = ada.game(game)
    same("the status", over["status"], "FINISHED")
    same("the counters", [over["questions_answered"], over["questions_limit"]], [LIMIT, LIMIT])
    same("the right answers", over["questions_correct"], sum(RIGHT))
    same("the results", [question["result"] for question in ada.questions(game)], RIGHT)
    same("the list", ada.games(), [over])
    ada.ask(game).fails(400, "questions_limit_reached")


def play_question(player: Player, game: str, number: int, solution: str, right: bool) -> None:
    """Asks, answers rightly or not, and answers once more: it counts once."""
    posed = player.ask(game).body()
    same("the question", posed["index"], number)
    same("asking again", player.ask(game).body(), posed)
    choice, other = sorted(posed["options"], key=lambda option: (option == solution) != right)[:2]
    feedback = player.answer(game, number, choice).body()
    same("the feedback", [feedback["result"], feedback["solution"]], [right, solution])
    same("answering again", player.answer(game, number, choice).body(), feedback)
    player.answer(game, number, other).fails(409, "already_answered")
    same("the counter", player.game(game)["questions_answered"], number)


def _solution(world: World, game: str, number: int) -> str:
    """The right answer, which only the store tells before one is given."""
    key = {"GameId": {"S": game}, "QuestionId": {"N": str(number)}}
    found = world.aws.client("dynamodb").get_item(TableName=world.deployment.tables.question, Key=key)
    solution: str = found["Item"]["Answer"]["S"]
    return solution


def told(question: Json) -> Json:
    return question["solution"] or question["clarification"] or question["result"]


def location_leads_to_game(world: World) -> None:
    # By the custom domain, the function is told nothing of what stands in front of its path: see limits.py.
    grace = world.at(world.deployment.stage_url, GRACE)
    answer = grace.start(["chemistry"], 2)
    game = answer.body(201)["id"]
    location = answer.headers.get("location", "")
    expect(location.endswith(f"/games/{game}"), f"the location is {location!r}")
    same("the game there", grace.call_at("GET", location).body()["id"], game)
    # What is not prepared yet could change while later checks compare what they see.
    grace.prepared(game)


def others_see_nothing(world: World) -> None:
    ada, emmy = world.player(ADA), world.player(EMMY)
    game = ada.ready(["Napoleon"], 2)
    for path in (f"/games/{game}", f"/games/{game}/questions", f"/games/{game}/questions/1"):
        emmy.get(path).fails(404, "no_such_game")
    emmy.ask(game).fails(404, "no_such_game")
    emmy.answer(game, 1, "anything").fails(404, "no_such_game")
    same("the list of another player", emmy.games(), [])


def key_gives_one_game(world: World) -> None:
    grace, key = world.player(GRACE), {"Idempotency-Key": "the-same-twice"}
    first = grace.start(["astronomy"], 2, key).body(201)
    again = grace.start(["astronomy"], 2, key).body(200)
    same("the game", again["id"], first["id"])
    grace.start(["geography"], 2, key).fails(422, "idempotency_key_reused")
    grace.prepared(first["id"])


def pages_follow_each_other(world: World) -> None:
    grace = world.player(GRACE)
    whole = [game["id"] for game in grace.games()]
    expect(len(whole) > 1, f"there is more than one game: {whole}")
    first = grace.get("/games?limit=1").body()
    second = grace.get(f"/games?limit=1&cursor={first['next']}").body()
    same("the pages", [page["games"][0]["id"] for page in (first, second)], whole[:2])


def unknown_keywords_fail(world: World) -> None:
    ada = world.player(ADA)
    game = ada.prepared(ada.started(["qwxzvk"], 5))
    same("what an old client sees", [game["status"], game["questions_limit"]], ["FINISHED", 0])
    expect("qwxzvk" in (game["failure"] or ""), f"the reason names the keyword: {game['failure']!r}")
    ada.ask(game["id"]).fails(409, "game_failed")


CHECKS = (
    ("a whole game is played", whole_game),
    ("the Location of a new game leads to it", location_leads_to_game),
    ("another player sees nothing of a game", others_see_nothing),
    ("one idempotency key gives one game", key_gives_one_game),
    ("the pages of a list follow each other", pages_follow_each_other),
    ("a game on an unknown keyword fails with a reason", unknown_keywords_fail),
)
