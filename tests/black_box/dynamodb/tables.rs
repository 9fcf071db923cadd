//! The option `--dynamodb`: games in DynamoDB.

use serde_json::json;

use crate::support::{DynamoDb, Launch, SECRET, TestDir, choice};

#[tokio::test]
async fn a_game_in_dynamodb_continues_on_another_server() {
    // Given a game with one of three questions answered,
    let dynamo_db = DynamoDb::start().await;
    let server = dynamo_db.launch().flag("--create-tables").start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 3).await;
    let posed = player.next_question(&id).await;
    player.answer(&id, &choice(&posed, 0)).await.is(200);
    let (game, questions) = (player.game(&id).await, player.questions(&id).await);
    let stopped = server.stop().await;
    assert!(!stopped.stderr.contains("WARN"), "{}", stopped.stderr);

    // when another server takes over, with `--create-tables` although the tables exist,
    let server = dynamo_db.launch().flag("--create-tables").start().await;

    // then the game is unchanged and can be finished, which a third server without the option sees.
    let player = server.player("ada").await;
    assert_eq!(player.game(&id).await, game);
    assert_eq!(player.questions(&id).await, questions);
    player.finish(&id).await;
    server.stop().await;
    let server = dynamo_db.launch().start().await;
    let player = server.player("ada").await;
    assert_eq!(player.game(&id).await["status"], "FINISHED");
    assert_eq!(player.games().await.len(), 1);
}

#[tokio::test]
async fn two_servers_share_their_games() {
    let dynamo_db = DynamoDb::start().await;
    let one = dynamo_db.launch().flag("--create-tables").start().await;
    let other = dynamo_db.launch().start().await;
    let id = one.player("ada").await.ready(&["chemistry"], 2).await;
    let ada = other.player("ada").await;
    ada.finish(&id).await;
    let shown = one.player("ada").await.game(&id).await;
    assert_eq!(shown, ada.game(&id).await);
    assert_eq!(shown["status"], "FINISHED");
}

#[tokio::test]
async fn missing_tables_are_named() {
    let dynamo_db = DynamoDb::start().await;
    let outcome = dynamo_db.launch().outcome().await;
    let line = outcome.error();
    let all = "quiz-Game, quiz-Question, quiz-Token";
    assert!(
        line.contains(all) && line.contains("--create-tables"),
        "{line}"
    );
    assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
    assert_eq!(outcome.status.code(), Some(1));

    let server = dynamo_db.launch().flag("--create-tables").start().await;
    server.stop().await;
    let token = json!({"TableName": "quiz-Token"});
    dynamo_db.call("DeleteTable", &token).await;
    let outcome = dynamo_db.launch().outcome().await;
    assert!(
        outcome.error().contains("missing tables: quiz-Token"),
        "{outcome:?}"
    );
    assert!(!outcome.error().contains("Game"), "{outcome:?}");
}

#[tokio::test]
async fn a_misconfigured_table_is_a_warning() {
    let dynamo_db = DynamoDb::start().await;
    let server = dynamo_db.launch().flag("--create-tables").start().await;
    server.stop().await;
    let off = json!({
        "TableName": "quiz-Token",
        "TimeToLiveSpecification": {"Enabled": false, "AttributeName": "ExpirationEpoch"},
    });
    dynamo_db.call("UpdateTimeToLive", &off).await;
    let server = dynamo_db.launch().start().await;
    server.player("ada").await.ready(&["chemistry"], 1).await;
    let stopped = server.stop().await;
    let warnings: Vec<_> = stopped
        .stderr
        .lines()
        .filter(|l| l.contains("WARN"))
        .collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].contains("table quiz-Token: TTL is disabled"),
        "{warnings:?}"
    );
}

#[tokio::test]
async fn a_server_without_dynamodb_ignores_table_variables() {
    let dir = TestDir::new();
    let launch = Launch::default().arg("--data", &dir.path("games.db"));
    let launch = launch.env("GAME_TABLE", "quiz-Game");
    let server = launch.start().await;
    server.player("ada").await.ready(&["chemistry"], 1).await;
}

#[tokio::test]
async fn no_secret_is_logged_at_trace_level() {
    let dynamo_db = DynamoDb::start().await;
    let launch = dynamo_db.launch().flag("--create-tables");
    let server = launch.env("RUST_LOG", "trace").start().await;
    let player = server.player("ada").await;
    player.ready(&["chemistry"], 1).await;
    let token = player.token().to_owned();
    let log = server.stop().await.stderr;
    assert!(log.contains("aws_"), "the SDK logs at this level");
    for secret in [SECRET, "ada@example.org", token.as_str()] {
        assert!(!log.contains(secret), "the log contains {secret}");
    }
}
