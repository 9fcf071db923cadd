//! The server with a language model.

use std::io::ErrorKind;

use serde_json::Value;
use tokio::net::TcpListener;

use super::{CONTACT, KEY, World};
use crate::metrics::Samples;
use crate::support::{Launch, Player, TOWN, TOWN_URL, choice, eventually};

/// Plays a game of five questions about what no fact knows, and asserts that each has its source.
async fn play(player: &Player) {
    let id = player.ready(&[TOWN], 5).await;
    for _ in 0..5 {
        let posed = player.next_question(&id).await;
        let prompt = posed["prompt"].as_str().unwrap();
        assert!(prompt.starts_with("Who built the "), "{posed}");
        let feedback = player.answer(&id, &choice(&posed, 0)).await.is(200).body;
        assert_eq!(feedback["source"]["title"], TOWN, "{feedback}");
        assert_eq!(feedback["source"]["url"], TOWN_URL);
    }
    assert_eq!(player.game(&id).await["status"], "FINISHED");
}

#[tokio::test]
async fn a_keyword_that_no_fact_knows_gets_a_game_with_sources() {
    let world = World::start().await;
    let server = world.launch().start().await;
    play(&server.player("ada").await).await;
    for request in world.model.requests() {
        assert_eq!(request.path, "/v1/chat/completions");
        assert_eq!(request.headers["authorization"], format!("Bearer {KEY}"));
        assert_eq!(request.body["model"], "test-model");
        assert!(
            !request.body.to_string().contains("ada@"),
            "{}",
            request.body
        );
    }
    for headers in world.wiki.requests() {
        let agent = headers["user-agent"].to_str().unwrap();
        assert!(
            agent.starts_with("quizcraft/") && agent.contains(CONTACT),
            "{agent}"
        );
        assert!(!headers.contains_key("authorization"));
    }
    let log = server.stop().await.stderr;
    let line = log
        .lines()
        .find(|line| line.contains("a language model writes"));
    let line = line.expect("the log says which model is used");
    assert!(
        line.contains("test-model") && line.contains("wikipedia"),
        "{line}"
    );
}

#[tokio::test]
async fn the_other_api_and_the_other_collection_work_alike() {
    let world = World::start().await;
    let server = Launch::default()
        .env("QUIZCRAFT_MODEL_KEY", KEY)
        .env("QUIZCRAFT_MODEL_URL", &world.model.root())
        .env("QUIZCRAFT_MODEL", "test-model")
        .env("QUIZCRAFT_MODEL_API", "anthropic")
        .env("QUIZCRAFT_RESEARCH", "kiwix")
        .env("QUIZCRAFT_RESEARCH_URL", &world.wiki.kiwix())
        .env("QUIZCRAFT_RESEARCH_BOOK", "towns")
        .start()
        .await;
    play(&server.player("ada").await).await;
    for request in world.model.requests() {
        assert_eq!(request.path, "/v1/messages");
        assert_eq!(request.headers["x-api-key"], KEY);
    }
}

#[tokio::test]
async fn a_keyword_that_facts_cover_makes_no_call() {
    let world = World::start().await;
    let server = world.launch().start().await;
    server.player("ada").await.ready(&["chemistry"], 15).await;
    assert_eq!(world.requests(), (0, 0));
}

#[tokio::test]
async fn a_game_of_both_writers_fills_what_the_facts_leave() {
    let world = World::start().await;
    let server = world.launch().start().await;
    let player = server.player("ada").await;
    // The facts have fewer than ten questions.
    let id = player.ready(&["helium", TOWN], 10).await;
    player.finish(&id).await;
    let questions = player.questions(&id).await;
    let is_by_model = |question: &&Value| question["source"]["url"] == TOWN_URL;
    let by_model = questions.iter().filter(is_by_model).count();
    assert_eq!(questions.len(), 10);
    assert!((1..10).contains(&by_model), "{by_model}");
}

/// Plays a game of fifteen questions on a keyword that facts cover and on one that no fact knows. Returns how many of its
/// questions the model wrote.
async fn questions_of_the_model_in_a_mixed_game(player: &Player) -> usize {
    let id = player.ready(&["chemistry", TOWN], 15).await;
    player.finish(&id).await;
    let questions = player.questions(&id).await;
    assert_eq!(questions.len(), 15);
    let is_by_model = |question: &&Value| question["source"]["url"] == TOWN_URL;
    questions.iter().filter(is_by_model).count()
}

#[tokio::test]
async fn a_keyword_that_no_fact_knows_gets_its_share_beside_one_that_fills_the_game() {
    let world = World::start().await;
    let server = world.launch().start().await;
    for name in ["ada", "bob"] {
        let player = server.player(name).await;
        assert_eq!(questions_of_the_model_in_a_mixed_game(&player).await, 7);
    }
}

#[tokio::test]
async fn a_model_that_fails_does_not_delay_a_game_that_facts_fill() {
    let world = World::start().await;
    world.model.fail(503);
    let server = world.launch().start().await;
    let player = server.player("ada").await;
    assert_eq!(questions_of_the_model_in_a_mixed_game(&player).await, 0);
    assert!(!world.model.requests().is_empty());
}

#[tokio::test]
async fn a_keyword_without_an_article_leaves_its_share_to_the_facts() {
    let world = World::start().await;
    let server = world.launch().start().await;
    let player = server.player("ada").await;
    player.ready(&["chemistry", "qwxzvk"], 15).await;
    assert!(world.model.requests().is_empty(), "no article was found");
}

#[tokio::test]
async fn without_a_model_nothing_is_sent_anywhere() {
    // Every request to another machine would go to this proxy.
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", proxy.local_addr().unwrap());
    let proxies = [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
    ];
    let launch = proxies
        .into_iter()
        .fold(Launch::default(), |launch, name| launch.env(name, &url));
    let server = launch.start().await;
    let player = server.player("ada").await;
    let id = player.start(&[TOWN], 5).await;
    let game = player.prepared(&id).await;
    assert!(game["failure"].is_string(), "{game}");
    let stopped = server.stop().await;
    assert!(!stopped.stderr.contains("language model"));
    // The system would have accepted a connection.
    let connection = proxy.into_std().unwrap().accept();
    assert_eq!(connection.unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[tokio::test]
async fn a_player_who_reached_the_limit_of_expensive_games_makes_no_call() {
    let world = World::start().await;
    let launch = world.launch().arg("--expensive-games-per-hour", "1");
    let server = launch.start().await;
    let player = server.player("ada").await;
    player.ready(&[TOWN], 3).await;
    let requests = world.requests();
    // The pool has some more questions, but not enough.
    let id = player.ready(&[TOWN], 10).await;
    let limit = player.game(&id).await["questions_limit"].as_u64();
    assert!(limit < Some(10), "{limit:?}");
    let id = player.start(&[TOWN], 10).await;
    let game = player.prepared(&id).await;
    assert_explained(&game, "can be written in an hour. Until then, ");
    assert_eq!(world.requests(), requests);
    server.player("bob").await.ready(&[TOWN], 10).await;
    assert!(world.requests().0 > requests.0);
}

#[tokio::test]
async fn a_game_that_was_attempted_three_times_says_what_to_try() {
    // Given a model that asks for a retry after the end of each attempt,
    let world = World::start().await;
    let launch = world.launch().arg("--model-seconds", "5");
    let server = launch.start().await;
    world.model.fail_for(503, "6");

    // when a game is written again after each attempt,
    let player = server.player("ada").await;
    let id = player.start(&[TOWN], 3).await;
    let game = player.prepared(&id).await;

    // then its player reads what to do, and keywords that the facts cover.
    assert_explained(&game, "could not be written. Start a new game later, ");
    assert_eq!(world.model.requests().len(), 3);
}

#[tokio::test]
async fn a_rejected_key_opens_the_circuit() {
    // Given a server whose key the model rejects,
    let world = World::start().await;
    let launch = world.launch().arg("--metrics-addr", "127.0.0.1:0");
    let server = launch.start().await;
    world.model.revoke(KEY);

    // when games need the model,
    let player = server.player("ada").await;
    for _ in 0..3 {
        player.start(&[TOWN], 3).await;
    }
    let open = r#"quizcraft_model_circuit_open{server="model"}"#;
    let is_open = |samples: &Samples| samples.0.get(open) == Some(&1.0);
    let scrape = async || Some(server.scrape().await).filter(is_open);
    let samples = eventually("the circuit opens", scrape).await;

    // then the circuit opens after five calls that cost no tokens, and the facts serve.
    samples.assert(&[
        (r#"model_circuit_open{server="research"}"#, 0.0),
        (r#"model_tokens_total{kind="unreported"}"#, 0.0),
    ]);
    player.ready(&["chemistry"], 15).await;
    let calls = world.model.requests().len();
    assert!((5..=7).contains(&calls), "{calls}");
}

#[tokio::test]
async fn a_keyword_without_an_article_says_what_to_try() {
    let world = World::start().await;
    let server = world.launch().start().await;
    let player = server.player("ada").await;
    let id = player.start(&["qwxzvk"], 3).await;
    let game = player.prepared(&id).await;
    assert_explained(&game, "No article was found for “qwxzvk”. ");
}

/// Asserts that a game failed with the reason of the model's writer and the suggestions of the facts.
#[track_caller]
fn assert_explained(game: &Value, reason: &str) {
    let failure = game["failure"].as_str().expect("a reason");
    assert!(failure.contains(reason), "{failure}");
    let suggestions = game["suggestions"].as_array().expect("suggestions");
    assert!(!suggestions.is_empty(), "{game}");
    let (_, suggested) = failure.rsplit_once(" Try ").expect("suggestions");
    for suggestion in suggestions {
        assert!(suggested.contains(suggestion.as_str().unwrap()), "{game}");
    }
}

#[tokio::test]
async fn metrics_count_calls_tokens_and_open_circuits() {
    let world = World::start().await;
    let launch = world.launch().arg("--metrics-addr", "127.0.0.1:0");
    let server = launch.start().await;
    let player = server.player("ada").await;
    player.ready(&[TOWN], 3).await;
    let calls = world.model.requests().len();
    let samples = server.scrape().await;
    samples.assert(&[
        (r#"model_calls_total{result="failed"}"#, 0.0),
        (r#"model_circuit_open{server="model"}"#, 0.0),
        (r#"model_circuit_open{server="research"}"#, 0.0),
        (
            r#"writer_calls_total{writer="model",outcome="needs_lease"}"#,
            1.0,
        ),
        (
            r#"writer_calls_total{writer="model",outcome="written"}"#,
            1.0,
        ),
        (
            r#"writer_calls_total{writer="facts",outcome="rejected"}"#,
            2.0,
        ),
        (r#"writer_drafts_total{writer="facts"}"#, 0.0),
        (r#"writer_drafts_total{writer="model"}"#, 3.0),
        (
            r#"writing_duration_seconds_count{outcome="needs_lease"}"#,
            1.0,
        ),
        (r#"writing_duration_seconds_count{outcome="written"}"#, 1.0),
    ]);
    let calls = f64::from(u32::try_from(calls).unwrap());
    samples.assert(&[
        (r#"model_calls_total{result="returned"}"#, calls),
        (r#"model_tokens_total{kind="input"}"#, 400.0 * calls),
        (r#"model_tokens_total{kind="output"}"#, 100.0 * calls),
        (r#"model_tokens_total{kind="unreported"}"#, 0.0),
    ]);

    // A new server has no pool.
    server.stop().await;
    let launch = world.launch().arg("--metrics-addr", "127.0.0.1:0");
    let server = launch.start().await;
    let player = server.player("ada").await;
    world.model.fail(503);
    for _ in 0..4 {
        player.start(&[TOWN], 3).await;
    }
    server.player("bob").await.start(&[TOWN], 3).await;
    let failed = r#"quizcraft_model_drops_total{reason="failed call"}"#;
    let have_failed = |samples: &Samples| samples.0.get(failed) == Some(&5.0);
    let scrape = async || Some(server.scrape().await).filter(have_failed);
    let samples = eventually("five calls fail", scrape).await;
    samples.assert(&[
        (r#"model_circuit_open{server="model"}"#, 1.0),
        (r#"model_circuit_open{server="research"}"#, 0.0),
    ]);
    // Facts still serve.
    player.ready(&["chemistry"], 15).await;
}
