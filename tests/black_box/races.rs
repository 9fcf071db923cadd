//! Of concurrent answers to one question, exactly one is recorded.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{
    Action, InProcessServer, Player, Reply, ScriptedWriter, Server, assert_feedback,
    assert_summary, choice, index, options,
};

const RACERS: usize = 64;

/// The choices that were sent, each with its response.
type Raced = Vec<(String, Reply)>;

/// Sends all answers concurrently.
async fn race(player: &Player, game: &str, answers: Vec<Value>) -> Raced {
    let mut racers = JoinSet::new();
    for answer in answers {
        let (player, game) = (player.clone(), game.to_owned());
        racers.spawn(async move {
            let reply = player.answer(&game, &answer).await;
            (answer["choice"].as_str().unwrap().to_owned(), reply)
        });
    }
    racers.join_all().await
}

/// Returns an answer per racer, built by `answer` from the place of an option. All options occur.
fn answers(posed: &Value, answer: impl Fn(usize) -> Value) -> Vec<Value> {
    let options = options(posed).len();
    (0..RACERS).map(|racer| answer(racer % options)).collect()
}

#[tokio::test]
async fn one_of_the_concurrent_answers_with_a_question_number_is_recorded() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 10).await;
    plays_by_racing(&player, &id).await;
}

/// Plays a game of ten questions. All racers answer each question at once.
async fn plays_by_racing(player: &Player, id: &str) {
    let mut correct = 0;
    for number in 1..=10 {
        let posed = player.next_question(id).await;
        assert_eq!(
            index(&posed),
            number,
            "no late answer is recorded for this question"
        );
        let raced = race(player, id, answers(&posed, |place| choice(&posed, place))).await;
        let summary = player.question(id, number).await;
        assert_one_choice_recorded(&raced, &summary);
        correct += u64::from(summary["result"] == true);
        let game = player.game(id).await;
        assert_eq!(game["questions_answered"], number);
        assert_eq!(game["questions_correct"], correct);
    }
    let game = player.game(id).await;
    assert_eq!(game["status"], "FINISHED");
    assert_eq!(game["questions_limit"], 10);
}

/// Asserts that answers with the recorded choice got feedback, and all others got a 409.
fn assert_one_choice_recorded(raced: &Raced, summary: &Value) {
    assert_summary(summary);
    let recorded = summary["choice"].as_str().expect("a recorded choice");
    for (chosen, reply) in raced {
        if chosen == recorded {
            assert_eq!(reply.status, 200, "{reply:?}");
            assert_agree(&reply.body, summary);
        } else {
            assert_eq!(reply.status, 409, "{reply:?}");
            assert_eq!(reply.codes(), ["already_answered"]);
        }
    }
}

/// Asserts that feedback and summary agree.
fn assert_agree(feedback: &Value, summary: &Value) {
    assert_feedback(feedback);
    for field in ["index", "result", "solution", "clarification"] {
        assert_eq!(feedback[field], summary[field], "{field}");
    }
}

#[tokio::test]
async fn concurrent_answers_without_a_question_number_never_contradict_each_other() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["capitals", "Europe"], 10).await;
    while player.game(&id).await["status"] == "READY" {
        let posed = player.next_question(&id).await;
        let raced = unnamed(&player, &id, &posed).await;
        let questions = player.questions(&id).await;
        for (number, choices) in accepted(&raced) {
            let place = usize::try_from(number - 1).unwrap();
            assert_eq!(choices, [questions[place]["choice"].clone()]);
        }
    }
    assert_counters_agree(&player, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_is_recorded_per_round_if_no_options_are_shared() {
    let server = InProcessServer::with(&ScriptedWriter::always(Action::Write)).await;
    let player = server.player("ada");
    let id = player.ready(&["anything"], 10).await;
    for number in 1..=10 {
        let posed = player.next_question(&id).await;
        assert_eq!(index(&posed), number);
        let raced = unnamed(&player, &id, &posed).await;
        let accepted = accepted(&raced);
        assert_eq!(accepted.keys().collect::<Vec<_>>(), [&number]);
        assert_eq!(accepted[&number].len(), 1);
        assert_eq!(player.game(&id).await["questions_answered"], number);
    }
    assert_counters_agree(&player, &id).await;
}

/// The store is slow, so every request reads the game before any of them writes.
#[tokio::test(flavor = "multi_thread")]
async fn one_choice_is_recorded_if_all_requests_read_before_the_first_write() {
    let server = InProcessServer::with(&ScriptedWriter::always(Action::Write)).await;
    let player = server.player("ada");
    let id = player.ready(&["anything"], 10).await;
    plays_by_racing(&player, &id).await;
}

async fn unnamed(player: &Player, id: &str, posed: &Value) -> Raced {
    let choices = options(posed);
    race(
        player,
        id,
        answers(posed, |place| json!({"choice": choices[place]})),
    )
    .await
}

/// Returns the distinct accepted choices by question. Asserts that all other answers came too late.
fn accepted(raced: &Raced) -> BTreeMap<u64, Vec<Value>> {
    let mut accepted = BTreeMap::<u64, Vec<Value>>::new();
    for (chosen, reply) in raced {
        if reply.status == 200 {
            assert_feedback(&reply.body);
            assert_eq!(
                reply.body["result"],
                reply.body["solution"] == json!(chosen)
            );
            let choices = accepted.entry(index(&reply.body)).or_default();
            choices.push(json!(chosen));
            choices.dedup();
        } else {
            let late = [
                "already_answered",
                "invalid_answer",
                "questions_limit_reached",
            ];
            assert!(late.contains(&reply.codes()[0]), "{reply:?}");
        }
    }
    accepted
}

async fn assert_counters_agree(player: &Player, id: &str) {
    let (game, questions) = (player.game(id).await, player.questions(id).await);
    questions.iter().for_each(assert_summary);
    let count = |field: &str| questions.iter().filter(|q| q[field] == true).count() as u64;
    assert_eq!(game["status"], "FINISHED");
    assert_eq!(game["questions_limit"], questions.len() as u64);
    assert_eq!(game["questions_answered"], count("is_answered"));
    assert_eq!(game["questions_correct"], count("result"));
}

#[tokio::test]
async fn one_of_the_concurrent_requests_under_one_key_starts_a_game() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let mut racers = JoinSet::new();
    for _ in 0..RACERS {
        let request = player.request(reqwest::Method::POST, "/games");
        let request = request.header("idempotency-key", "the-one");
        racers.spawn(Reply::to(request.json(&json!({"keywords": ["chemistry"]}))));
    }
    let replies = racers.join_all().await;
    assert_eq!(
        replies.iter().filter(|reply| reply.status == 201).count(),
        1
    );
    assert!(
        replies
            .iter()
            .all(|reply| [200, 201].contains(&reply.status))
    );
    let games = player.games().await;
    assert_eq!(games.len(), 1);
    assert!(
        replies
            .iter()
            .all(|reply| reply.body["id"] == games[0]["id"])
    );
}
