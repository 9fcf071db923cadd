//! Verified drafts serve later games, and tokens are counted per day.

use super::World;
use crate::support::{Launch, Outcome, Player, Server, TOWN, quizcraft};

/// Starts games of two players on the same keyword, and asserts that the second one makes no call. Returns the number of
/// requests that the first one made.
async fn assert_second_game_is_free(world: &World, first: &Player, second: &Player) {
    first.ready(&[TOWN], 5).await;
    let (calls, searches) = world.requests();
    assert!(calls > 0 && searches > 0);
    second.ready(&[TOWN], 5).await;
    assert_eq!(world.requests(), (calls, searches));
}

/// Starts a game about what the model knows, and returns its reason to fail.
async fn failure(server: &Server, name: &str) -> String {
    let player = server.player(name).await;
    let id = player.start(&[TOWN], 5).await;
    let game = player.prepared(&id).await;
    let failure = game["failure"].as_str();
    failure.unwrap_or_else(|| panic!("{game}")).to_owned()
}

/// Returns a server that may spend on one day what a game may spend.
fn frugal(world: &World) -> Launch {
    // Every reply costs more than a day has.
    world.model.bill(7_000, 0);
    let launch = world.launch().arg("--model-tokens", "6000");
    launch.arg("--model-tokens-per-day", "6000")
}

#[tokio::test]
async fn a_second_game_on_the_keyword_makes_no_call() {
    let world = World::start().await;
    let server = world.launch().start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    assert_second_game_is_free(&world, &ada, &bob).await;
    let log = server.stop().await.stderr;
    assert!(!log.contains("WARN"), "{log}");
}

#[tokio::test]
async fn after_the_tokens_of_a_day_no_call_is_made() {
    let world = World::start().await;
    let server = frugal(&world).start().await;
    failure(&server, "ada").await;
    let requests = world.requests();
    assert!(requests.0 > 0);
    failure(&server, "bob").await;
    assert_eq!(world.requests(), requests);
}

#[tokio::test]
async fn without_a_limit_of_tokens_every_game_makes_calls() {
    for option in [None, Some("0")] {
        let world = World::start().await;
        world.model.bill(7_000, 0);
        let launch = world.launch().arg("--model-tokens", "6000");
        let launch = match option {
            Some(limit) => launch.arg("--model-tokens-per-day", limit),
            None => launch,
        };
        let server = launch.start().await;
        failure(&server, "ada").await;
        let requests = world.requests();
        failure(&server, "bob").await;
        assert!(world.requests().0 > requests.0);
    }
}

#[tokio::test]
async fn a_limit_of_tokens_per_day_requires_a_model_and_suffices_for_a_game() {
    let world = World::start().await;
    let limit = ["serve", "--model-tokens-per-day", "24999"];
    let outcome = Outcome::of(quizcraft(limit)).await;
    assert_eq!(
        outcome.error(),
        "error: missing --model-url, which --model-tokens-per-day requires"
    );
    assert_eq!(outcome.status.code(), Some(2));
    let outcome = Outcome::of(world.command(&limit)).await;
    assert_eq!(
        outcome.error(),
        "error: invalid --model-tokens-per-day: expected 0 or a whole number from --model-tokens (25000)"
    );
    assert_eq!(outcome.status.code(), Some(2));
}

#[cfg(feature = "dynamodb")]
mod stored {
    use rusqlite::Connection;
    use serde_json::json;

    use super::{assert_second_game_is_free, failure, frugal};
    use crate::language_model::World;
    use crate::support::{DynamoDb, Launch, Server, TOWN, TestDir};

    /// Returns a server with a model and a file.
    async fn serve(world: &World, dir: &TestDir) -> Server {
        let launch = world.launch().arg("--data", &dir.path("games.db"));
        launch.start().await
    }

    /// Returns a server with a model that stores games in DynamoDB.
    fn over(world: &World, dynamo_db: &DynamoDb) -> Launch {
        let options = world.options().into_iter();
        let launch = dynamo_db.launch().env("DRAFT_TABLE", "quiz-Draft");
        options.fold(launch, |launch, (name, value)| launch.arg(name, &value))
    }

    #[tokio::test]
    async fn a_game_after_a_restart_with_a_file_makes_no_call() {
        let (world, dir) = (World::start().await, TestDir::new());
        let server = serve(&world, &dir).await;
        server.player("ada").await.ready(&[TOWN], 5).await;
        let requests = world.requests();
        let log = server.stop().await.stderr;
        assert!(!log.contains("WARN"), "{log}");

        let server = serve(&world, &dir).await;
        server.player("bob").await.ready(&[TOWN], 5).await;
        assert_eq!(world.requests(), requests);
        let log = server.stop().await.stderr;
        assert!(!log.contains("WARN"), "{log}");
    }

    #[tokio::test]
    async fn a_backup_has_the_drafts() {
        let (world, dir) = (World::start().await, TestDir::new());
        let server = serve(&world, &dir).await;
        server.player("ada").await.ready(&[TOWN], 5).await;
        let requests = world.requests();
        let copy = dir.path("copy.db");
        let args = ["backup", &dir.path("games.db"), &copy];
        let outcome = crate::support::Outcome::of(crate::support::quizcraft(args)).await;
        assert!(outcome.status.success(), "{outcome:?}");

        let server = world.launch().arg("--data", &copy).start().await;
        server.player("bob").await.ready(&[TOWN], 5).await;
        assert_eq!(world.requests(), requests);
    }

    #[tokio::test]
    async fn a_file_of_an_earlier_version_gets_the_table_of_drafts() {
        let (world, dir) = (World::start().await, TestDir::new());
        let server = serve(&world, &dir).await;
        let id = server.player("ada").await.ready(&["chemistry"], 2).await;
        server.stop().await;
        let database = Connection::open(dir.path("games.db")).unwrap();
        let earlier = r#"DROP TABLE "Draft"; DELETE FROM _tables WHERE table_name = 'Draft'"#;
        database.execute_batch(earlier).unwrap();
        drop(database);

        let server = serve(&world, &dir).await;
        let (ada, bob) = (server.player("ada").await, server.player("bob").await);
        ada.finish(&id).await;
        assert_second_game_is_free(&world, &ada, &bob).await;
    }

    #[tokio::test]
    async fn a_file_gets_the_table_of_drafts_with_the_first_model() {
        let (world, dir) = (World::start().await, TestDir::new());
        let file = dir.path("games.db");
        let has_table = || {
            let database = Connection::open(&file).unwrap();
            let count = "SELECT count(*) FROM _tables WHERE table_name = 'Draft'";
            database.query_row(count, [], |row| row.get(0)) == Ok(1)
        };
        let server = Launch::default().arg("--data", &file).start().await;
        server.player("ada").await.ready(&["chemistry"], 2).await;
        server.stop().await;
        assert!(!has_table());

        let server = serve(&world, &dir).await;
        let (ada, bob) = (server.player("ada").await, server.player("bob").await);
        assert_second_game_is_free(&world, &ada, &bob).await;
        server.stop().await;
        assert!(has_table());
    }

    #[tokio::test]
    async fn damaged_drafts_are_left_out_and_replaced() {
        for damage in ["'{'", "''", "'null'", "'{}'", "x'00ff'", "17"] {
            let (world, dir) = (World::start().await, TestDir::new());
            let server = serve(&world, &dir).await;
            server.player("ada").await.ready(&[TOWN], 5).await;
            let database = Connection::open(dir.path("games.db")).unwrap();
            let sql = format!(r#"UPDATE "Draft" SET item_json = {damage}"#);
            assert!(database.execute(&sql, []).unwrap() >= 5);
            let calls = world.requests().0;
            server.player("bob").await.ready(&[TOWN], 5).await;
            assert!(
                world.requests().0 > calls,
                "{damage}: they are written again"
            );

            let requests = world.requests();
            server.player("eve").await.ready(&[TOWN], 5).await;
            assert_eq!(world.requests(), requests, "{damage}");
            let log = server.stop().await.stderr;
            // An item without its key is malformed for the pool, and other damages for the database.
            let errors: Vec<_> = log.lines().filter(|line| line.contains("ERROR")).collect();
            assert!(errors.len() >= 5, "{damage}: {log}");
            assert!(
                errors.iter().all(|line| line.contains("pool ")),
                "{errors:?}"
            );
            assert!(!log.contains("Who built"), "{log}");
        }
    }

    #[tokio::test]
    async fn the_tokens_of_a_day_are_counted_across_restarts() {
        let (world, dir) = (World::start().await, TestDir::new());
        let file = dir.path("games.db");
        let server = frugal(&world).arg("--data", &file).start().await;
        failure(&server, "ada").await;
        server.stop().await;
        let requests = world.requests();
        let server = frugal(&world).arg("--data", &file).start().await;
        failure(&server, "bob").await;
        assert_eq!(world.requests(), requests);
    }

    #[tokio::test]
    async fn two_servers_share_the_drafts_in_dynamodb() {
        let (world, dynamo_db) = (World::start().await, DynamoDb::start().await);
        let missing = over(&world, &dynamo_db).outcome().await;
        let line = missing.error();
        assert!(line.contains("quiz-Token, quiz-Draft"), "{line}");
        let one = over(&world, &dynamo_db).flag("--create-tables");
        let one = one.start().await;
        let other = over(&world, &dynamo_db).start().await;
        let (ada, bob) = (one.player("ada").await, other.player("bob").await);
        assert_second_game_is_free(&world, &ada, &bob).await;
        for server in [one, other] {
            let log = server.stop().await.stderr;
            assert!(!log.contains("WARN"), "{log}");
        }
    }

    #[tokio::test]
    async fn a_server_without_a_model_needs_no_table_of_drafts() {
        let dynamo_db = DynamoDb::start().await;
        let launch = || dynamo_db.launch().env("DRAFT_TABLE", "quiz-Draft");
        let server = launch().flag("--create-tables").start().await;
        server.player("ada").await.ready(&["chemistry"], 1).await;
        server.stop().await;
        launch().start().await.stop().await;
        // The table does not exist, so creating it is no error.
        let table = json!({
            "TableName": "quiz-Draft",
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "PoolKey", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "PoolKey", "KeyType": "HASH"}],
        });
        dynamo_db.call("CreateTable", &table).await;
    }
}
