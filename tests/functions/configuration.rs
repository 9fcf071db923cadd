//! Configuration from environment variables. If it is invalid, the function logs one line and exits.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::support::{Ended, KEY, Launch, Player, SECRET_ID, Secrets, World, entry};

/// Returns the message of the one line that a function logged before it exited.
#[track_caller]
fn error_message(ended: &Ended) -> String {
    assert!(!ended.status.success(), "{ended:?}");
    assert_eq!(ended.polls, 0, "it polls no event: {ended:?}");
    assert!(ended.stderr.is_empty(), "{ended:?}");
    let lines: Vec<Value> = ended.stdout.iter().map(|line| entry(line)).collect();
    assert_eq!(lines.len(), 1, "one line: {ended:?}");
    assert_eq!(lines[0]["level"], "ERROR", "{ended:?}");
    lines[0]["message"].as_str().unwrap().to_owned()
}

#[track_caller]
fn assert_names(message: &str, names: &[&str]) {
    for name in names {
        assert!(message.contains(name), "{name}: {message}");
    }
}

const BOTH: [&str; 5] = [
    "GAME_TABLE",
    "QUESTION_TABLE",
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
];
const API_ONLY: [&str; 6] = [
    "TOKEN_TABLE",
    "GAME_QUEUE_URL",
    "JWT_ISSUER",
    "JWT_AUDIENCE",
    "PLAYER_ID_KEY_SECRET",
    "PLAYER_ID_KEY",
];

#[tokio::test]
async fn a_function_without_variables_names_all_missing_ones() {
    let api = Launch::of(env!("CARGO_BIN_EXE_quizcraft-api"))
        .ended()
        .await;
    let message = error_message(&api);
    assert_names(&message, &BOTH);
    assert_names(&message, &API_ONLY);
    let worker = Launch::of(env!("CARGO_BIN_EXE_quizcraft-worker"))
        .ended()
        .await;
    let message = error_message(&worker);
    assert_names(&message, &BOTH);
    for name in API_ONLY {
        assert!(!message.contains(name), "the worker needs no {name}");
    }
}

#[tokio::test]
async fn every_invalid_variable_is_named_without_its_value() {
    let world = World::new().await;
    let launch = [
        ("GAME_TABLE", "hush!"),
        ("QUESTION_TABLE", " "),
        ("GAME_QUEUE_URL", "hush-queue"),
        ("JWT_ISSUER", "http://hush.example.org/"),
        ("PLAYER_ID_KEY", "hush-short"),
        ("CORS_ORIGIN", "hush\u{7f}"),
        ("LOG_LEVEL", "hush"),
        ("AWS_CA_BUNDLE", "/dev/null/hush"),
    ];
    let bad = launch
        .iter()
        .fold(world.api(), |launch, (name, value)| launch.env(name, value));
    let ended = bad.without("TOKEN_TABLE").ended().await;
    let message = error_message(&ended);
    assert_names(&message, &launch.map(|(name, _)| name));
    assert_names(&message, &["TOKEN_TABLE"]);
    assert!(!ended.stdout[0].contains("hush"), "{message}");
}

#[tokio::test]
async fn the_worker_names_invalid_variables() {
    let world = World::new().await;
    let worker = world
        .worker()
        .env("GAME_TABLE", "hush!")
        .env("LOG_LEVEL", "hush");
    let ended = worker.ended().await;
    assert_names(&error_message(&ended), &["GAME_TABLE", "LOG_LEVEL"]);
    assert!(!ended.stdout[0].contains("hush"));
}

#[tokio::test]
async fn the_key_for_player_ids_is_set_in_exactly_one_way() {
    let world = World::new().await;
    let both = world
        .api()
        .env("PLAYER_ID_KEY_SECRET", SECRET_ID)
        .ended()
        .await;
    assert_names(
        &error_message(&both),
        &[
            "PLAYER_ID_KEY_SECRET",
            "cannot be combined with PLAYER_ID_KEY",
        ],
    );
    assert!(!both.stdout[0].contains(KEY));
    let neither = world.api().without("PLAYER_ID_KEY").ended().await;
    assert_names(
        &error_message(&neither),
        &["PLAYER_ID_KEY_SECRET", "PLAYER_ID_KEY", "missing"],
    );
}

/// Returns the API with its key in a secret.
fn with_secret(world: &World, secrets: &Secrets, id: &str) -> Launch {
    world
        .api()
        .without("PLAYER_ID_KEY")
        .env("PLAYER_ID_KEY_SECRET", id)
        .env("AWS_ENDPOINT_URL_SECRETS_MANAGER", &secrets.url())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_a_secret_works_like_one_in_a_variable() {
    // Given a game of a player whose id is derived from a key in a variable,
    let world = World::new().await;
    let api = world.api().start().await;
    let id = Player::of(&api, "ada").start(&["chemistry"], 3).await;

    // when the key is in a secret, as a string or as bytes, then the player is the same.
    for (field, secret) in [
        ("SecretString", KEY),
        ("SecretBinary", &STANDARD.encode(KEY)),
    ] {
        let secrets = Secrets::holding(field, secret).await;
        let api = with_secret(&world, &secrets, SECRET_ID).start().await;
        Player::of(&api, "ada").game(&id).await;
    }

    // With another key, the player is another one.
    let other = Secrets::holding("SecretString", "another key, long enough").await;
    let api = with_secret(&world, &other, SECRET_ID).start().await;
    assert!(Player::of(&api, "ada").games().await.is_empty());
}

#[tokio::test]
async fn a_missing_or_invalid_secret_ends_the_function() {
    let world = World::new().await;
    let secrets = Secrets::holding("SecretString", "hush-short").await;
    let missing = with_secret(&world, &secrets, "elsewhere").ended().await;
    let message = error_message(&missing);
    assert_names(
        &message,
        &[
            "the secret of PLAYER_ID_KEY_SECRET cannot be read",
            "AccessDeniedException",
        ],
    );
    // An operator may have set the key in place of the id.
    assert!(!missing.stdout[0].contains("elsewhere"), "{message}");
    let short = with_secret(&world, &secrets, SECRET_ID).ended().await;
    assert_names(
        &error_message(&short),
        &["PLAYER_ID_KEY_SECRET", "not a valid key"],
    );
    assert!(!short.stdout[0].contains("hush"));
    let empty = Secrets::holding("Other", "").await;
    let empty = with_secret(&world, &empty, SECRET_ID).ended().await;
    assert_names(
        &error_message(&empty),
        &["PLAYER_ID_KEY_SECRET", "is empty"],
    );
}

#[tokio::test]
async fn a_function_that_lambda_did_not_start_logs_that() {
    let world = World::new().await;
    for function in [world.api(), world.worker()] {
        let missing = ["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION"];
        let function = missing.into_iter().fold(function, Launch::without);
        let message = error_message(&function.ended().await);
        assert_names(&message, &["not started by AWS Lambda"]);
        assert_names(&message, &missing);
    }
}

#[tokio::test]
async fn blank_variables_count_as_unset() {
    let world = World::new().await;
    let api = world.api().env("CORS_ORIGIN", "").env("LOG_LEVEL", " ");
    let api = api
        .env("PLAYER_ID_KEY_SECRET", "")
        .env("JWT_EMAIL_CLAIM", "");
    Player::of(&api.start().await, "ada")
        .get("/games")
        .await
        .is(200);
}

#[tokio::test]
async fn the_common_endpoint_and_the_default_region_are_used() {
    let world = World::new().await;
    let api = world
        .api()
        .without("AWS_ENDPOINT_URL_DYNAMODB")
        .env("AWS_ENDPOINT_URL", &world.tables.url())
        .without("AWS_REGION")
        .env("AWS_DEFAULT_REGION", "eu-west-1");
    Player::of(&api.start().await, "ada")
        .get("/games")
        .await
        .is(200);
}
