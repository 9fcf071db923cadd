"""Games with a language model, whose configuration is added to the deployment without one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from harness.articles import Article, Question, check_known
from harness.report import expect, same
from harness.scripted import ScriptedModel
from harness.waiting import eventually

from .. import deployment
from ..client import Json, Player
from ..configuration import BEDROCK_MODEL, OPENAI_MODEL, bedrock_model, openai_model
from ..world import ADA, EMMY, GRACE, Services, World
from .roles import WORKER, Permissions, check_permissions

LIMIT = 5
# Which questions the player answers correctly.
RIGHT = [True, False, True, True, False]

# Keywords with enough facts for a whole game.
COVERED = ("Japan", "chemistry")


@dataclass(frozen=True)
class UsedModel:
    """A model, and the checks of the deployment with it."""

    name: str
    id: str
    # The server that replies in its place.
    server: Callable[[Services], ScriptedModel]
    # The article about which the games are.
    article: Callable[[Services], Article]
    configuration: Callable[[Services], Json]
    # The actions that the role of the worker needs besides `WORKER`.
    permissions: Permissions
    # Whether it replies by a call of a function.
    calls_function: bool

    def deploy(self, world: World) -> World:
        """Adds the model to the configuration, and deploys it as an operator does."""
        world.configuration.write(self.configuration(world.services))
        world.cdk.deploy(world.cdk.synthesise())
        deployed = deployment.read(world.aws)
        if deployed.model_secret is not None:
            key = self.server(world.services).key
            world.aws.client("secretsmanager").put_secret_value(SecretId=deployed.model_secret, SecretString=key)
        return replace(world, deployment=deployed)

    def checks(self) -> list[tuple[str, Callable[[World], None]]]:
        return [(name, partial(check, self)) for name, check in _CHECKS]


BEDROCK = UsedModel(
    name="a model of Bedrock",
    id=BEDROCK_MODEL,
    server=lambda services: services.bedrock,
    article=lambda services: services.articles.lighthouse,
    configuration=lambda services: bedrock_model(services.wiki.base),
    permissions={"model of Bedrock": {"InvokeModel"}},
    calls_function=True,
)

WITH_KEY = UsedModel(
    name="a model with a key",
    id=OPENAI_MODEL,
    server=lambda services: services.model,
    article=lambda services: services.articles.mapmaker,
    configuration=lambda services: openai_model(services.model.api, services.wiki.base),
    permissions={"key of the model": {"GetSecretValue"}},
    calls_function=False,
)


def worker_fits_the_model(used: UsedModel, world: World) -> None:
    deployed = world.deployment
    worker = world.aws.client("lambda").get_function_configuration(FunctionName=deployed.worker.name)
    queue = world.aws.client("sqs").get_queue_attributes(QueueUrl=deployed.queue, AttributeNames=["VisibilityTimeout"])
    mapping = world.aws.client("lambda").get_event_source_mapping(UUID=deployed.mapping)
    same("the timeout of the worker", worker["Timeout"], 90)
    same("the visibility timeout", int(queue["Attributes"]["VisibilityTimeout"]), 270)
    same("the number of games per invocation", mapping["BatchSize"], 1)
    pool = {"drafts": {"BatchWriteItem", "Query"}}
    check_permissions(world, deployed.worker.role, {**WORKER, **pool, **used.permissions})


def unknown_keyword_gets_a_game(used: UsedModel, world: World) -> None:
    """Plays a game about an article. Its sources are shown after the answers only."""
    server, article = _reset(used, world), used.article(world.services)
    source, ada = world.services.wiki.source(article), world.player(ADA)
    game = ada.ready([article.title], LIMIT)
    questions = ada.get(f"/games/{game}/questions")
    same("the number of questions", len(questions.body()["questions"]), LIMIT)
    for hidden in (source["url"], source["license"]):
        expect(hidden not in questions.text, f"the questions show {hidden!r} before an answer")
    played = [_play(ada, game, number, article, source, right) for number, right in enumerate(RIGHT, start=1)]
    check_known(article, played)
    over = ada.game(game)
    same("the status", over["status"], "FINISHED")
    same("the number of correct answers", over["questions_correct"], sum(RIGHT))
    same("the sources", [question["source"] for question in ada.questions(game)], [source] * LIMIT)
    _check_calls(used, server)


def _play(player: Player, game: str, number: int, article: Article, source: Json, right: bool) -> Question:
    """Asks and answers a question, which has its source only then."""
    asked = player.ask(game)
    posed = asked.body()
    expect("source" not in posed, f"the question has its source before the answer: {asked.text!r}")
    fact = article.fact(posed["prompt"])
    solution = fact.question.solution if fact else ""
    expect(solution in posed["options"], f"an unknown question: {asked.text!r}")
    choice = next(option for option in posed["options"] if (option == solution) == right)
    feedback = player.answer(game, number, choice).body()
    same("the feedback", [feedback["result"], feedback["solution"]], [right, solution])
    same("the source", feedback["source"], source)
    return Question(posed["prompt"], solution, tuple(option for option in posed["options"] if option != solution))


def _check_calls(used: UsedModel, server: ScriptedModel) -> None:
    calls = server.calls
    same("the purposes of the calls", {call.name for call in calls}, {"questions", "answers"})
    same("the forms of the replies", {call.calls_function for call in calls}, {used.calls_function})
    same("the models of the calls", {call.model for call in calls}, {used.id})


def second_game_needs_no_call(used: UsedModel, world: World) -> None:
    server, article = _reset(used, world), used.article(world.services)
    emmy = world.player(EMMY)
    game = emmy.ready([article.title], LIMIT)
    feedback = emmy.answer(game, 1, emmy.ask(game).body()["options"][0]).body()
    same("the source", feedback["source"], world.services.wiki.source(article))
    _expect_no_call(server, world)


def covered_keywords_need_no_call(used: UsedModel, world: World) -> None:
    server, grace = _reset(used, world), world.player(GRACE)
    for keyword in COVERED:
        game = grace.ready([keyword], LIMIT)
        feedback = grace.answer(game, 1, grace.ask(game).body()["options"][0]).body()
        same("the source of a fact", feedback["source"], None)
    _expect_no_call(server, world)


def tokens_are_counted(_: UsedModel, world: World) -> None:
    """The table has the tokens of all models and all days, of which the checks may see two."""
    spent = world.services.model.tokens + world.services.bedrock.tokens
    expect(spent > 0, "expected tokens")
    eventually(f"the table has {spent} tokens", lambda: _counted_tokens(world) == spent, 5)


def _counted_tokens(world: World) -> int:
    condition = {"KeyConditionExpression": "PlayerId = :model", "ExpressionAttributeValues": {":model": {"S": "model"}}}
    found = world.aws.client("dynamodb").query(TableName=world.deployment.tables.game, **condition)
    return sum(int(item["ModelTokens"]["N"]) for item in found["Items"])


def _reset(used: UsedModel, world: World) -> ScriptedModel:
    """Forgets the requests to the model and to the wiki so far, and returns the model."""
    server = used.server(world.services)
    server.forget()
    world.services.wiki.forget()
    return server


def _expect_no_call(server: ScriptedModel, world: World) -> None:
    same("the number of calls of the model", len(server.requests), 0)
    same("the number of requests to the wiki", len(world.services.wiki.requests), 0)


_CHECKS = (
    ("the worker has the time and exactly the permissions that it requires", worker_fits_the_model),
    ("a game about a keyword that no fact knows shows its sources after the answers", unknown_keyword_gets_a_game),
    ("a second game about the keyword is drawn from the pool without a call", second_game_needs_no_call),
    ("a keyword that facts cover needs no call", covered_keywords_need_no_call),
    ("the tokens of the day are counted", tokens_are_counted),
)

# On AWS, a deployment can add the secret that another stack imports, but not remove it. So the model without a key is
# the first.
USED = (BEDROCK, WITH_KEY)
