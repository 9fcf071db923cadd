use std::collections::BTreeSet;

use quizcraft_dynamo::{DraftTable, TableName};
use serde_json::json;

use super::{CONTACT, KEY, ModelWorld};
use crate::support::{Player, TOWN, TOWN_URL};

/// Plays a game of three questions, and asserts that each has the article as its source.
pub(super) async fn play(player: &Player<'_>, id: &str) {
    assert_eq!(player.game(id).await["status"], "READY");
    for _ in 0..3 {
        let posed = player.posed(id).await;
        let prompt = posed["prompt"].as_str().unwrap();
        assert!(prompt.starts_with("Who built the "), "{posed}");
        let feedback = player.answers(id, &posed, 0).await;
        assert_eq!(feedback["source"]["title"], TOWN, "{feedback}");
        assert_eq!(feedback["source"]["url"], TOWN_URL);
    }
    assert_eq!(player.game(id).await["status"], "FINISHED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyword_that_no_fact_knows_gets_a_game_with_sources() {
    let world = ModelWorld::new().await;
    let (api, worker) = world.functions().await;
    assert_eq!(world.requests(), (0, 0, 0), "a start sends no request");
    for name in ["ada", "bob"] {
        let player = Player::of(&api, name);
        let id = world.prepared(&player, &worker).await;
        play(&player, &id).await;
    }
    assert_eq!(world.secrets.requests(), 1, "the key is read once");
    for request in world.model.requests() {
        assert_eq!(request.path, "/v1/chat/completions");
        assert_eq!(request.headers["authorization"], format!("Bearer {KEY}"));
        assert_eq!(request.body["model"], "test-model");
    }
    for headers in world.wiki.requests() {
        let agent = headers["user-agent"].to_str().unwrap();
        assert!(agent.contains(CONTACT), "{agent}");
        assert!(!headers.contains_key("authorization"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_of_anthropic_works_alike() {
    let world = ModelWorld::new().await;
    let worker = world.worker().env("MODEL_API", "anthropic");
    let worker = worker.env("MODEL_URL", &world.model.root()).start().await;
    let api = world.world.api().start().await;
    let ada = Player::of(&api, "ada");
    let id = world.prepared(&ada, &worker).await;
    play(&ada, &id).await;
    for request in world.model.requests() {
        assert_eq!(request.path, "/v1/messages");
        assert_eq!(request.headers["x-api-key"], KEY);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_of_openai_works_without_a_key() {
    let world = ModelWorld::new().await;
    let worker = world.worker().without("MODEL_KEY_SECRET").start().await;
    let api = world.world.api().start().await;
    let ada = Player::of(&api, "ada");
    let id = world.prepared(&ada, &worker).await;
    play(&ada, &id).await;
    assert_eq!(world.secrets.requests(), 0);
    for request in world.model.requests() {
        assert!(!request.headers.contains_key("authorization"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyword_that_facts_cover_makes_no_request() {
    let world = ModelWorld::new().await;
    let (api, worker) = world.functions().await;
    let ada = Player::of(&api, "ada");
    world.world.ready(&ada, &worker, 15).await;
    assert_eq!(world.requests(), (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyword_that_no_fact_knows_gets_its_share_beside_one_that_fills_the_game() {
    let world = ModelWorld::new().await;
    let (api, worker) = (
        world.world.api().start().await,
        world.worker().start().await,
    );
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["chemistry", TOWN], 15).await;
    let message = world.world.queue.message();
    worker.delivers(&[&message]).await.are_done();
    let mut by_model = 0;
    for _ in 0..15 {
        let posed = ada.posed(&id).await;
        let feedback = ada.answers(&id, &posed, 0).await;
        by_model += usize::from(feedback["source"]["url"] == TOWN_URL);
    }
    assert_eq!(ada.game(&id).await["status"], "FINISHED");
    assert_eq!(by_model, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_who_reached_the_limit_of_expensive_games_makes_no_request() {
    let world = ModelWorld::new().await;
    let worker = world.worker().env("EXPENSIVE_GAMES_PER_HOUR", "1");
    let (api, worker) = (world.world.api().start().await, worker.start().await);
    let ada = Player::of(&api, "ada");
    // The hour may end between two games.
    let mut refused = 0;
    for _ in 0..3 {
        let before = world.requests();
        let id = world.prepared(&ada, &worker).await;
        let game = ada.game(&id).await;
        if let Some(failure) = game["failure"].as_str() {
            refused += 1;
            assert!(failure.contains("can be written in an hour"), "{game}");
            assert_ne!(game["suggestions"], json!([]));
            assert_eq!(world.requests(), before);
        }
    }
    assert!(refused > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_about_denied_keywords() {
    let world = ModelWorld::new().await;
    let worker = world.worker().env("MODEL_DENY", "rivers,zorvelles");
    let (api, worker) = (world.world.api().start().await, worker.start().await);
    let ada = Player::of(&api, "ada");
    let id = world.prepared(&ada, &worker).await;
    assert!(ada.game(&id).await["failure"].is_string());
    assert_eq!(world.requests(), (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_limit_of_a_day_no_worker_sends_a_request() {
    // Given a limit that suffices for about one game,
    let world = ModelWorld::new().await;
    let launch = world
        .worker()
        .env("MODEL_TOKENS", "6000")
        .env("MODEL_TOKENS_PER_DAY", "6000")
        .env("EXPENSIVE_GAMES_PER_HOUR", "0");
    let (api, worker) = (
        world.world.api().start().await,
        launch.clone().start().await,
    );
    let ada = Player::of(&api, "ada");

    // when games are played until the first one fails,
    let mut games = 0;
    loop {
        let id = world.prepared(&ada, &worker).await;
        let game = ada.game(&id).await;
        if let Some(failure) = game["failure"].as_str() {
            assert!(failure.contains("can be written tomorrow"), "{game}");
            assert_ne!(game["suggestions"], json!([]));
            break;
        }
        games += 1;
        assert!(games < 30, "each game spends tokens");
    }
    assert!(games > 0);

    // then another worker sends no request either, and the facts serve.
    let (other, before) = (launch.start().await, world.requests());
    let id = world.prepared(&ada, &other).await;
    assert!(ada.game(&id).await["failure"].is_string());
    assert_eq!(world.requests(), before);
    world.world.ready(&ada, &other, 3).await;
    // The item of the day is in no list.
    assert_eq!(ada.games().await.len(), games + 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_no_request_is_sent_and_no_line_is_added() {
    // Given a worker that would send requests to these services if it had a model,
    let world = ModelWorld::new().await;
    let secrets = world.secrets.url();
    let worker = world.world.worker();
    let worker = worker.env("AWS_ENDPOINT_URL_SECRETS_MANAGER", &secrets);
    let (api, worker) = (world.world.api().start().await, worker.start().await);

    // when a game is about what no fact knows,
    let ada = Player::of(&api, "ada");
    let id = world.prepared(&ada, &worker).await;

    // then the game fails, and the log has the lines and fields of a worker without a model.
    assert!(ada.game(&id).await["failure"].is_string());
    assert_eq!(world.requests(), (0, 0, 0));
    let batch = worker.lines("batch", 1).await.remove(0);
    let fields: BTreeSet<_> = batch.as_object().unwrap().keys().cloned().collect();
    let expected = [
        "_aws",
        "batch_duration",
        "cold_starts",
        "function",
        "function_request_id",
        "level",
        "message",
        "records",
        "records_again",
        "store_round_trips",
        "trace_id",
    ];
    assert_eq!(fields, expected.map(str::to_owned).into());
    let log = worker.log();
    let messages: Vec<_> = log.iter().map(|line| &line["message"]).collect();
    assert_eq!(messages, ["prepared", "batch"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_player_gets_the_questions_of_the_pool_without_a_call() {
    let world = ModelWorld::new().await;
    let table = DraftTable::new(TableName::new("Draft").unwrap());
    table.create(&world.world.tables.client).await.unwrap();
    let api = world.world.api().start().await;
    let worker = world.worker().env("DRAFT_TABLE", "Draft").start().await;
    let ada = Player::of(&api, "ada");
    let id = world.prepared(&ada, &worker).await;
    play(&ada, &id).await;
    let (calls, pages, _) = world.requests();

    let bob = Player::of(&api, "bob");
    let id = world.prepared(&bob, &worker).await;
    play(&bob, &id).await;
    let (calls_after, pages_after, _) = world.requests();
    assert_eq!((calls_after, pages_after), (calls, pages));
}
