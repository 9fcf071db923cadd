//! The commands `play` and `questions` with a language model.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::{CONTACT, KEY, World};
use crate::support::{Outcome, TOWN, TOWN_URL, in_time};

const STAGES: [&str; 3] = [
    "Looking for articles…",
    "Writing questions…",
    "Checking answers…",
];

#[tokio::test]
async fn a_game_about_what_no_fact_knows_is_played() {
    let world = World::start().await;
    let mut command = world.command(&["play", TOWN, "--questions", "3"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"1\n2\n3\n").await.unwrap();
    drop(stdin);
    let output = in_time("the game ends", child.wait_with_output())
        .await
        .unwrap();
    assert!(output.status.success());
    assert_eq!(output.stderr, b"", "no stage is printed without a terminal");
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.matches("\nWho built the ").count(), 3, "{text}");
    assert!(text.contains(TOWN_URL), "{text}");
    assert!(
        text.lines().last().unwrap().contains("of 3 right"),
        "{text}"
    );
}

#[tokio::test]
async fn a_waiting_person_sees_the_stages() {
    let world = World::start().await;
    let program = env!("CARGO_BIN_EXE_quizcraft");
    let options = world.options();
    let options: Vec<_> = options
        .iter()
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    for command in ["play", "questions"] {
        let line = format!(
            "{program} {command} {TOWN} {} </dev/null",
            options.join(" ")
        );
        let mut script = Command::new("script");
        script
            .args(["-qec", &line, "/dev/null"])
            .env("TERM", "xterm");
        script.env("QUIZCRAFT_MODEL_KEY", KEY).stdin(Stdio::null());
        let output = in_time("the command ends", script.output()).await;
        let text =
            String::from_utf8(output.expect("this test requires util-linux").stdout).unwrap();
        let places: Vec<_> = STAGES.iter().map(|stage| text.find(stage)).collect();
        assert!(places[0].is_some() && places.is_sorted(), "{text}");
        assert!(text.find("Who built the") > places[2], "{text}");
    }
}

#[tokio::test]
async fn questions_have_their_sources() {
    let world = World::start().await;
    let args = ["questions", TOWN, "--count", "6", "--format", "json"];
    let outcome = Outcome::of(world.command(&args)).await;
    assert!(outcome.status.success(), "{outcome:?}");
    let questions: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(questions.len(), 6);
    for question in &questions {
        assert_eq!(question["source"]["url"], TOWN_URL, "{question}");
    }
    let text = Outcome::of(world.command(&args[..4])).await;
    assert!(text.stdout.contains(TOWN_URL), "{text:?}");
}

#[tokio::test]
async fn the_model_writes_only_what_the_facts_leave() {
    let world = World::start().await;
    for args in [
        ["questions", "chemistry", "--count", "20"],
        ["play", "chemistry", "--questions", "15"],
    ] {
        let outcome = Outcome::of(world.command(&args)).await;
        assert!(outcome.status.success(), "{outcome:?}");
    }
    assert_eq!(world.requests(), (0, 0));
    // The facts have fewer questions than this, and no article is about the keyword.
    let outcome = Outcome::of(world.command(&["questions", "music", "--count", "5000"])).await;
    assert!(outcome.status.success(), "{outcome:?}");
    assert_eq!(world.requests(), (0, 0), "a game has at most 50 questions");
}

#[tokio::test]
async fn the_model_writes_about_what_the_facts_do_not_know_beside_what_they_cover() {
    let world = World::start().await;
    let keywords = format!("chemistry, {TOWN}");
    let args = ["questions", &keywords, "--count", "15", "--format", "json"];
    let outcome = Outcome::of(world.command(&args)).await;
    assert!(outcome.status.success(), "{outcome:?}");
    let questions: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap();
    let is_by_model = |question: &&Value| question["source"]["url"] == TOWN_URL;
    assert_eq!(questions.len(), 15);
    assert_eq!(questions.iter().filter(is_by_model).count(), 7);

    let mut command = world.command(&["play", &keywords, "--questions", "4"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"1\n1\n1\n1\n").await.unwrap();
    drop(stdin);
    let output = in_time("the game ends", child.wait_with_output()).await;
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    assert_eq!(text.matches("\nWho built the ").count(), 2, "{text}");
}

#[tokio::test]
async fn what_neither_knows_is_explained_by_the_model_with_the_suggestions_of_the_facts() {
    let world = World::start().await;
    let without = Outcome::of(crate::support::quizcraft(["questions", "qwxzvk"])).await;
    let (_, suggestions) = without.error().rsplit_once(" Try ").unwrap();
    let expected = format!(
        "error: cannot create a game: No article was found for “qwxzvk”. Check the spelling, or choose a more common \
         name. Try {suggestions}"
    );
    for command in ["questions", "play"] {
        let with = Outcome::of(world.command(&[command, "qwxzvk"])).await;
        assert_eq!(with.error(), expected);
    }
    assert!(world.model.requests().is_empty(), "no article was found");
    assert!(!world.wiki.requests().is_empty());
}

#[tokio::test]
async fn kinds_that_the_model_does_not_write_are_explained_by_the_facts() {
    let world = World::start().await;
    let args = |command| [command, "Eiffel Tower", "--kinds", "number"];
    let without = Outcome::of(crate::support::quizcraft(args("questions"))).await;
    let reason = "No number questions are available for “Eiffel Tower”. Try other kinds";
    assert!(without.error().contains(reason), "{without:?}");
    for command in ["questions", "play"] {
        let with = Outcome::of(world.command(&args(command))).await;
        assert_eq!(with.error(), without.error());
    }
    assert_eq!(world.requests(), (0, 0));
}

#[tokio::test]
async fn a_model_that_fails_is_named_with_what_to_try() {
    let world = World::start().await;
    world.model.fail(429);
    let without = Outcome::of(crate::support::quizcraft(["questions", TOWN])).await;
    let (_, suggestions) = without.error().rsplit_once(" Try ").unwrap();
    let advice = format!(
        "error: cannot create a game now; try again later, or try another keyword, such as {}: ",
        suggestions.trim_end_matches('.')
    );
    for command in ["questions", "play"] {
        let outcome = Outcome::of(world.command(&[command, TOWN])).await;
        let error = outcome.error();
        assert!(error.starts_with(&advice), "{error}");
        assert!(error.contains("the model cannot be called now"), "{error}");
    }
}

#[tokio::test]
async fn the_key_is_read_from_a_file() {
    let world = World::start().await;
    let dir = crate::support::TestDir::new();
    let file = dir.path("key");
    std::fs::write(&file, format!("{KEY}\n")).unwrap();
    let mut command = world.command(&["questions", TOWN, "--count", "1"]);
    command
        .env_remove("QUIZCRAFT_MODEL_KEY")
        .env("QUIZCRAFT_MODEL_KEY_FILE", &file);
    let outcome = Outcome::of(command).await;
    assert!(outcome.status.success(), "{outcome:?}");
    for request in world.model.requests() {
        assert_eq!(request.headers["authorization"], format!("Bearer {KEY}"));
    }
    assert!(!outcome.stdout.contains(CONTACT));
}
