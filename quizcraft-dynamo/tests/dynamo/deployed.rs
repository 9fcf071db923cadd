//! Items of the deployed service can be read, listed and played.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::{
    CorruptibleStore, MALFORMED_RECORDS, RESTORING_STORE, RestoringStore, block_on,
};
use quizcraft_core::gateway::{ForwardingGameStore, GameStore};
use quizcraft_core::{Game, GameId, Question, StoredGame, StoredStatus};
use quizcraft_dynamo::DynamoGames;

use crate::support::custom_tables::deployed_games;
use crate::support::{Database, World};

/// The store, with direct access to its tables.
struct Deployed {
    games: DynamoGames,
    database: Database,
}

quizcraft_contract::restoring_store_contract!(async {
    Arc::new(Deployed::over(Database::new().await)) as Arc<dyn RestoringStore>
});

quizcraft_contract::malformed_records_contract!(async {
    Arc::new(Deployed::over(Database::new().await)) as Arc<dyn CorruptibleStore>
});

impl Deployed {
    fn over(database: Database) -> Self {
        let games = database.games();
        Self { games, database }
    }

    /// Creates a store with the deployed index.
    async fn with_the_deployed_index() -> Self {
        let database = Database::without_tables().await;
        deployed_games(&database).await;
        database.tables.create(&database.client).await.unwrap();
        Self::over(database)
    }
}

/// The same scenarios with the deployed index, which does not project counters. DynamoDB fetches
/// missing attributes from the table. The database of these tests does not, so that its list counts
/// leftover questions; one scenario is skipped for that reason.
#[test]
fn deployed_games_are_listed_with_the_deployed_index() {
    let scenarios = RESTORING_STORE
        .iter()
        .filter(|scenario| scenario.name() != "leftover_questions_beyond_the_limit_are_ignored");
    for scenario in scenarios {
        block_on(async {
            let store = Arc::new(Deployed::with_the_deployed_index().await);
            scenario.run(&(store as Arc<dyn RestoringStore>)).await;
        });
    }
    for scenario in MALFORMED_RECORDS {
        block_on(async {
            let store = Arc::new(Deployed::with_the_deployed_index().await);
            scenario.run(&(store as Arc<dyn CorruptibleStore>)).await;
        });
    }
}

#[async_trait]
impl RestoringStore for Deployed {
    async fn insert(&self, game: &StoredGame, questions: &[Question]) {
        put(&self.database, "Game", game_item(game)).await;
        for question in questions {
            put(&self.database, "Question", question_item(game.id, question)).await;
        }
    }
}

#[async_trait]
impl CorruptibleStore for Deployed {
    async fn corrupt_game(&self, game: &Game) {
        let mut item = game_item(&StoredGame::of(game));
        item.insert("QuestionsLimit".to_owned(), text("many"));
        put(&self.database, "Game", item).await;
    }

    async fn corrupt_question(&self, game: &Game) {
        let play = self.games.load(&game.player(), &game.id()).await.unwrap();
        let question = play.unwrap().questions().unwrap().iter().next().cloned();
        let mut item = question_item(game.id(), &question.unwrap());
        item.insert("WrongAnswers".to_owned(), text("none"));
        put(&self.database, "Question", item).await;
    }
}

async fn put(database: &Database, table: &str, item: HashMap<String, AttributeValue>) {
    let put = database.client.put_item().table_name(table);
    put.set_item(Some(item)).send().await.unwrap();
}

/// Returns an item with exactly the attributes of the deployed service.
fn game_item(game: &StoredGame) -> HashMap<String, AttributeValue> {
    let status = match &game.status {
        StoredStatus::Pending { .. } => "PENDING",
        StoredStatus::Ready { .. } => "READY",
        StoredStatus::Finished { .. } => "FINISHED",
        StoredStatus::Failed(_) => "FAILED",
    };
    let keywords = game.keywords.iter().map(ToString::to_string).collect();
    attributes([
        ("PlayerId", text(game.player)),
        ("GameId", text(game.id)),
        ("GameStatus", text(status)),
        ("Keywords", AttributeValue::Ss(keywords)),
        ("QuestionsLimit", AttributeValue::N(game.limit.to_string())),
        (
            "CreationTime",
            AttributeValue::N(game.created.as_secs().to_string()),
        ),
    ])
}

fn question_item(game: GameId, question: &Question) -> HashMap<String, AttributeValue> {
    let draft = question.draft();
    let mut item = attributes([
        ("GameId", text(game)),
        (
            "QuestionId",
            AttributeValue::N(question.index().to_string()),
        ),
        ("Prompt", text(draft.prompt())),
        ("Answer", text(draft.solution())),
        (
            "WrongAnswers",
            AttributeValue::L(draft.wrong().iter().map(text).collect()),
        ),
        ("Clarification", text(draft.clarification())),
    ]);
    if let Some(choice) = question.choice() {
        item.insert("Choice".to_owned(), text(choice));
    }
    item
}

fn attributes<const N: usize>(
    attributes: [(&str, AttributeValue); N],
) -> HashMap<String, AttributeValue> {
    attributes
        .map(|(name, value)| (name.to_owned(), value))
        .into()
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "most callers pass a temporary value"
)]
fn text(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

#[test]
fn items_have_the_attributes_of_the_deployed_service() {
    block_on(async {
        let world = World::new().await;
        let id = world.open().await;
        world.answer(&id, 1).await;
        let game = world.quiz.view(&World::ADA, &id).await.unwrap();
        let questions = world.database.games().load(&World::ADA, &id).await.unwrap();
        let questions = questions
            .and_then(|play| play.questions().cloned())
            .unwrap();

        let mut found = scan(&world.database, "Game").await;
        found.retain(|item| item.contains_key("CreationTime"));
        let [item] = found.as_slice() else {
            panic!("{found:?}");
        };
        for (name, value) in game_item(&StoredGame::of(&game)) {
            match (&item[&name], &value) {
                (AttributeValue::Ss(found), AttributeValue::Ss(expected)) => {
                    let sorted = |words: &[String]| {
                        let mut words = words.to_vec();
                        words.sort_unstable();
                        words
                    };
                    assert_eq!(sorted(found), sorted(expected));
                }
                (found, expected) => assert_eq!(found, expected, "{name}"),
            }
        }
        assert_eq!(item["QuestionsAnswered"], AttributeValue::N("1".to_owned()));
        assert_eq!(item["QuestionsCorrect"], AttributeValue::N("1".to_owned()));
        assert_eq!(item["Score"], AttributeValue::N("1000".to_owned()));

        let mut found = scan(&world.database, "Question").await;
        found.sort_by_key(|item| item["QuestionId"].as_n().unwrap().clone());
        let expected: Vec<_> = questions.iter().map(|q| question_item(id, q)).collect();
        assert_eq!(found, expected);
    });
}

async fn scan(database: &Database, table: &str) -> Vec<HashMap<String, AttributeValue>> {
    let found = database.client.scan().table_name(table).send().await;
    found.unwrap().items.unwrap_or_default()
}

#[test]
fn duplicate_options_are_shown_once() {
    block_on(async {
        let world = World::new().await;
        let id = world.open().await;
        let mut item = scan(&world.database, "Question").await.remove(0);
        item.insert("QuestionId".to_owned(), AttributeValue::N("1".to_owned()));
        let twice = ["wrong", "wrong", "worse", "right 1"].map(text).to_vec();
        item.insert("Answer".to_owned(), text("right 1"));
        item.insert("WrongAnswers".to_owned(), AttributeValue::L(twice));
        put(&world.database, "Question", item).await;
        let posed = world.quiz.ask(&World::ADA, &id).await.unwrap();
        let mut options: Vec<_> = posed.options.iter().map(ToString::to_string).collect();
        options.sort_unstable();
        assert_eq!(options, ["right 1", "worse", "wrong"]);
    });
}

#[test]
fn a_list_skips_games_with_malformed_ids() {
    block_on(async {
        let world = World::new().await;
        let id = world.start().await;
        for n in 0..3 {
            let mut item = scan(&world.database, "Game").await.remove(0);
            item.insert("GameId".to_owned(), text(format!("game-{n}")));
            put(&world.database, "Game", item).await;
        }
        let one = quizcraft_core::PageLimit::new(1).unwrap();
        let page = world.quiz.list(&World::ADA, one, None).await.unwrap();
        assert_eq!(page.games.len(), 1);
        assert_eq!(page.games[0].id(), id);
        assert!(page.next.is_none());
    });
}

#[async_trait]
impl ForwardingGameStore for Deployed {
    fn inner(&self) -> &dyn GameStore {
        &self.games
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        Arc::new(self.games.clone()).until(deadline)
    }
}
