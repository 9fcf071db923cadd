//! What the environment says: a function that cannot go by it says why, in one line, and ends.

use serde_json::Value;

use crate::support::{Ended, KEY, Launch, Player, SECRET_ID, Secrets, World, entry};

/// The one line that a function left behind which could not start.
#[track_caller]
fn complaint(ended: &Ended) -> String {
    assert!(!ended.status.success(), "{ended:?}");
    assert_eq!(ended.asked, 0, "it asks for no event: {ended:?}");
    assert!(ended.stderr.is_empty(), "{ended:?}");
    let lines: Vec<Value> = ended.stdout.iter().map(|line| entry(line)).collect();
    assert_eq!(lines.len(), 1, "one line: {ended:?}");
    assert_eq!(lines[0]["level"], "ERROR", "{ended:?}");
    lines[0]["message"].as_str().unwrap().to_owned()
}

#[track_caller]
fn assert_names(complaint: &str, names: &[&str]) {
    for name in names {
        assert!(complaint.contains(name), "{name}: {complaint}");
    }
}

const OF_BOTH: [&str; 5] = [
    "GAME_TABLE",
    "QUESTION_TABLE",
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
];
const OF_THE_API: [&str; 6] = [
    "TOKEN_TABLE",
    "GAME_QUEUE_URL",
    "JWT_ISSUER",
    "JWT_AUDIENCE",
    "PLAYER_ID_KEY_SECRET",
    "PLAYER_ID_KEY",
];

#[tokio::test]
async fn a_function_for_which_nothing_is_set_names_all_that_is_missing() {
    let api = Launch::of(env!("CARGO_BIN_EXE_quizcraft-api"))
        .ended()
        .await;
    let message = complaint(&api);
    assert_names(&message, &OF_BOTH);
    assert_names(&message, &OF_THE_API);
    let worker = Launch::of(env!("CARGO_BIN_EXE_quizcraft-worker"))
        .ended()
        .await;
    let message = complaint(&worker);
    assert_names(&message, &OF_BOTH);
    for name in OF_THE_API {
        assert!(!message.contains(name), "the worker needs no {name}");
    }
}

#[tokio::test]
async fn everything_that_makes_no_sense_is_named_and_no_value_repeated() {
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
    let message = complaint(&ended);
    assert_names(&message, &launch.map(|(name, _)| name));
    assert_names(&message, &["TOKEN_TABLE"]);
    assert!(!ended.stdout[0].contains("hush"), "{message}");
}

#[tokio::test]
async fn the_worker_names_what_makes_no_sense() {
    let world = World::new().await;
    let worker = world
        .worker()
        .env("GAME_TABLE", "hush!")
        .env("LOG_LEVEL", "hush");
    let ended = worker.ended().await;
    assert_names(&complaint(&ended), &["GAME_TABLE", "LOG_LEVEL"]);
    assert!(!ended.stdout[0].contains("hush"));
}

#[tokio::test]
async fn the_key_for_players_comes_from_one_place() {
    let world = World::new().await;
    let both = world
        .api()
        .env("PLAYER_ID_KEY_SECRET", SECRET_ID)
        .ended()
        .await;
    assert_names(
        &complaint(&both),
        &["PLAYER_ID_KEY_SECRET", "PLAYER_ID_KEY are both set"],
    );
    assert!(!both.stdout[0].contains(KEY));
    let neither = world.api().without("PLAYER_ID_KEY").ended().await;
    assert_names(
        &complaint(&neither),
        &["PLAYER_ID_KEY_SECRET", "PLAYER_ID_KEY", "missing"],
    );
}

/// A function whose key is in a secret.
fn with_secret(world: &World, secrets: &Secrets, id: &str) -> Launch {
    world
        .api()
        .without("PLAYER_ID_KEY")
        .env("PLAYER_ID_KEY_SECRET", id)
        .env("AWS_ENDPOINT_URL_SECRETS_MANAGER", &secrets.url())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_a_secret_is_the_same_as_one_that_is_given() {
    // Given a game of a player whose id was made with a key that was given,
    let world = World::new().await;
    let api = world.api().start().await;
    let id = Player::of(&api, "ada").start(&["chemistry"], 3).await;

    // when the key comes from a secret, as a text or as bytes, then it is the same player.
    for (field, secret) in [
        ("SecretString", KEY),
        (
            "SecretBinary",
            "YS1rZXktdGhhdC1ub2JvZHktbWF5LXNlZS0wMTIzNDU2Nzg5",
        ),
    ] {
        let secrets = Secrets::holding(field, secret).await;
        let api = with_secret(&world, &secrets, SECRET_ID).start().await;
        Player::of(&api, "ada").game(&id).await;
    }

    // With another key, it is another.
    let other = Secrets::holding("SecretString", "another key, long enough").await;
    let api = with_secret(&world, &other, SECRET_ID).start().await;
    assert!(Player::of(&api, "ada").games().await.is_empty());
}

#[tokio::test]
async fn a_secret_that_is_not_there_or_will_not_do_ends_the_function() {
    let world = World::new().await;
    let secrets = Secrets::holding("SecretString", "hush-short").await;
    let missing = with_secret(&world, &secrets, "elsewhere").ended().await;
    let message = complaint(&missing);
    assert_names(
        &message,
        &[
            "the secret that PLAYER_ID_KEY_SECRET names cannot be read",
            "AccessDeniedException",
        ],
    );
    // An operator may have put the key itself there.
    assert!(!missing.stdout[0].contains("elsewhere"), "{message}");
    let short = with_secret(&world, &secrets, SECRET_ID).ended().await;
    assert_names(&complaint(&short), &["PLAYER_ID_KEY_SECRET", "will not do"]);
    assert!(!short.stdout[0].contains("hush"));
    let empty = Secrets::holding("Other", "").await;
    let empty = with_secret(&world, &empty, SECRET_ID).ended().await;
    assert_names(&complaint(&empty), &["PLAYER_ID_KEY_SECRET", "is empty"]);
}

#[tokio::test]
async fn a_function_that_lambda_did_not_start_says_so() {
    let world = World::new().await;
    for function in [world.api(), world.worker()] {
        let missing = ["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION"];
        let function = missing.into_iter().fold(function, Launch::without);
        let message = complaint(&function.ended().await);
        assert_names(&message, &["Lambda has not started this"]);
        assert_names(&message, &missing);
    }
}

#[tokio::test]
async fn what_is_blank_counts_as_not_there() {
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
async fn the_endpoint_of_all_services_and_the_default_region_are_gone_by() {
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
