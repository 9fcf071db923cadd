//! With lost, duplicate or crashing work, every game is prepared once or fails. None stays pending.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::PendingTimeout;
use quizcraft_core::gateway::{Work, WorkQueue};
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_memory::{Delivery, QueuePolicy};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::{Action, InProcessServer, Player, Reply, ScriptedWriter, choice, eventually};

/// The visibility timeout of the queue.
const VISIBILITY: Duration = Duration::from_secs(30);

async fn called(writer: &ScriptedWriter, times: usize) {
    let poll = async || (writer.calls() == times).then_some(());
    eventually("the writer is called", poll).await;
}

async fn drained(server: &InProcessServer) {
    let poll = async || server.memory.queue().is_empty().then_some(());
    eventually("the work is done", poll).await;
}

#[tokio::test]
async fn work_is_delivered_again_after_a_panic_or_a_transient_error() {
    // Given a writer that panics once, and then fails with a transient error,
    let writer = ScriptedWriter::first([Action::Panic, Action::Fail], Action::Write);
    let server = InProcessServer::with(&writer).await;
    let player = server.player("ada");
    let id = player.start(&["Rome"], 3).await;
    called(&writer, 1).await;
    assert_eq!(player.game(&id).await["status"], "PENDING");

    // when the visibility timeout passes twice,
    server.clock.advance(VISIBILITY);
    called(&writer, 2).await;
    assert_eq!(player.game(&id).await["status"], "PENDING");
    server.clock.advance(VISIBILITY);

    // then the game is prepared once and can be played.
    assert_eq!(player.prepared(&id).await["status"], "READY");
    drained(&server).await;
    server.clock.advance(VISIBILITY);
    player.finish(&id).await;
    assert_eq!(writer.calls(), 3);
    assert_eq!(player.questions(&id).await.len(), 3);
    assert!(server.memory.queue().dead_letters().is_empty());
}

#[tokio::test]
async fn work_that_always_panics_becomes_a_dead_letter() {
    // Given a writer that panics on one game,
    let writer =
        ScriptedWriter::first([Action::Panic, Action::Panic, Action::Panic], Action::Write);
    let server = InProcessServer::with(&writer).await;
    let player = server.player("ada");
    let id = player.start(&["Rome"], 3).await;

    // when its work was delivered as often as the queue allows,
    for times in 1..=3 {
        called(&writer, times).await;
        server.clock.advance(VISIBILITY);
    }
    drained(&server).await;

    // then the work is a dead letter, and other games are prepared.
    let dead = server.memory.queue().dead_letters();
    assert_eq!(
        dead.iter()
            .map(|work| work.game().to_string())
            .collect::<Vec<_>>(),
        [id]
    );
    assert_eq!(writer.calls(), 3);
    let other = player.ready(&["Rome"], 3).await;
    player.finish(&other).await;
}

#[tokio::test]
async fn a_worker_survives_panics_of_its_writer() {
    let writer = ScriptedWriter::first(
        [
            Action::Panic,
            Action::Panic,
            Action::Fail,
            Action::Impossible,
        ],
        Action::Write,
    );
    let server = InProcessServer::with(&writer).await;
    let player = server.player("ada");
    for times in 1..=3 {
        player.start(&["Rome"], 3).await;
        called(&writer, times).await;
    }
    let failed = player.start(&["Rome"], 3).await;
    assert_eq!(player.prepared(&failed).await["failure"], "No idea.");
    let id = player.ready(&["Rome"], 3).await;
    player.finish(&id).await;
}

#[tokio::test]
async fn work_on_a_prepared_game_changes_nothing() {
    // Given a game that is being played,
    let writer = ScriptedWriter::always(Action::Write);
    let server = InProcessServer::with(&writer).await;
    let player = server.player("ada");
    let id = player.ready(&["Rome"], 3).await;
    let posed = player.next_question(&id).await;
    player.answer(&id, &choice(&posed, 0)).await.is(200);
    let before = state(&player, &id).await;

    // when its work is delivered twice more, and once more after the game is finished,
    let queue = server.memory.queue();
    let work = work_of(&server, &id).await;
    for _ in 0..2 {
        queue.send(&work).await.unwrap();
    }
    drained(&server).await;

    // then nothing has changed, and the writer was called once.
    assert_eq!(state(&player, &id).await, before);
    player.finish(&id).await;
    let after = state(&player, &id).await;
    queue.send(&work).await.unwrap();
    drained(&server).await;
    assert_eq!(state(&player, &id).await, after);
    assert_eq!(writer.calls(), 1);
}

/// Returns the work of a game of Ada.
async fn work_of(server: &InProcessServer, id: &str) -> Work {
    let email = Email::new("ada@example.org").unwrap();
    let player = PlayerIds::unkeyed().of(&email);
    let game = server.quiz.view(&player, &id.parse().unwrap()).await;
    Work::on(&game.unwrap())
}

async fn state(player: &Player, id: &str) -> (Value, Vec<Value>) {
    (player.game(id).await, player.questions(id).await)
}

#[tokio::test]
async fn a_late_worker_does_not_overwrite_answers() {
    // Given a worker whose writer hangs, and another worker that prepares the game,
    let release = Arc::new(Semaphore::new(0));
    let writer = ScriptedWriter::first([Action::Hang(release.clone())], Action::Write);
    let mut server = InProcessServer::with(&writer).await;
    let player = server.player("ada");
    let id = player.start(&["Rome"], 3).await;
    called(&writer, 1).await;
    let other = server.start_worker(&writer);
    server.clock.advance(VISIBILITY);
    assert_eq!(player.prepared(&id).await["status"], "READY");
    drained(&server).await;
    other.abort();
    let answer = json!({"question": 1, "choice": "one of 1"});
    player.answer(&id, &answer).await.is(200);
    let before = state(&player, &id).await;

    // when the first writer returns, and its worker prepares another game,
    release.add_permits(1);
    let next = player.ready(&["Rome"], 3).await;
    player.finish(&next).await;

    // then the recorded answer is unchanged.
    assert_eq!(state(&player, &id).await, before);
    player.finish(&id).await;
    assert_eq!(player.question(&id, 1).await["choice"], "one of 1");
}

#[tokio::test]
async fn work_of_an_aborted_worker_is_done_by_another_worker() {
    let never = Arc::new(Semaphore::new(0));
    let writer = ScriptedWriter::first([Action::Hang(never)], Action::Write);
    let mut server = InProcessServer::new(QueuePolicy::default()).await;
    let player = server.player("ada");
    let first = server.start_worker(&writer);
    let id = player.start(&["Rome"], 3).await;
    called(&writer, 1).await;
    first.abort();
    server.start_worker(&writer);
    server.clock.advance(VISIBILITY);
    assert_eq!(player.prepared(&id).await["status"], "READY");
}

/// Receives the next message and deletes it, as if it was lost.
fn lose(server: &InProcessServer) -> Option<Delivery> {
    let queue = server.memory.queue();
    let delivery = queue.receive()?;
    queue.done(&delivery);
    Some(delivery)
}

/// Sends many concurrent requests to every route that reads the game.
async fn read_concurrently(player: &Player, id: &str) {
    let mut readers = JoinSet::new();
    for reader in 0..36 {
        let (player, id) = (player.clone(), id.to_owned());
        readers.spawn(async move { read(&player, &id, reader % 6).await });
    }
    readers.join_all().await;
}

async fn read(player: &Player, id: &str, kind: usize) {
    match kind {
        0 => drop(player.game(id).await),
        1 => assert_eq!(player.games().await.len(), 1),
        2 => assert!(player.questions(id).await.is_empty()),
        3 => {
            let question = player.get(&format!("/games/{id}/questions/1")).await;
            question.fails(404, "no_such_question");
        }
        4 => drop(player.ask(id).await.is(409)),
        _ => {
            let answer = player.answer(id, &json!({"choice": "any"})).await;
            answer.is(409);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_requests_sends_lost_work_again_after_the_deadline() {
    // Given a game whose message was lost,
    let server = InProcessServer::new(QueuePolicy::default()).await;
    let player = server.player("ada");
    let id = player.start(&["Rome"], 3).await;
    lose(&server).expect("the message was sent");

    // when many requests read it before the deadline, then nothing is sent;
    server.clock.advance(PendingTimeout::default().get());
    read_concurrently(&player, &id).await;
    assert!(server.memory.queue().is_empty());

    // when they read it after the deadline, then one message is sent, which prepares the game.
    server.clock.advance(Duration::from_secs(1));
    read_concurrently(&player, &id).await;
    assert_eq!(player.game(&id).await["status"], "PENDING");
    assert_eq!(server.memory.queue().len(), 1);
    let mut server = server;
    server.start_worker(&ScriptedWriter::always(Action::Write));
    assert_eq!(player.prepared(&id).await["status"], "READY");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_fails_after_three_retries() {
    // Given a game whose messages are all lost,
    let server = InProcessServer::new(QueuePolicy::default()).await;
    let player = server.player("ada");
    let id = player.start(&["Rome"], 3).await;
    lose(&server).expect("the message was sent");
    let overdue_after = PendingTimeout::default().get() + Duration::from_secs(1);
    for _ in 0..3 {
        server.clock.advance(overdue_after);
        read_concurrently(&player, &id).await;
        lose(&server).expect("its work is sent again");
        assert!(lose(&server).is_none(), "work was sent more than once");
    }

    // when it is overdue once more, then it fails, and nothing is sent.
    server.clock.advance(overdue_after);
    read_concurrently(&player, &id).await;
    let game = player.game(&id).await;
    assert_eq!(game["status"], "FINISHED");
    assert_eq!(game["questions_limit"], 0);
    assert!(game["failure"].is_string());
    player.ask(&id).await.fails(409, "game_failed");
    assert!(server.memory.queue().is_empty());
}

#[tokio::test]
async fn a_game_is_created_even_if_its_work_cannot_be_sent() {
    // Given a full queue,
    let policy = QueuePolicy {
        capacity: 1,
        ..QueuePolicy::default()
    };
    let mut server = InProcessServer::new(policy).await;
    let player = server.player("ada");
    player.start(&["Rome"], 3).await;

    // when another game is started, then it is created,
    let id = player.start(&["Rome"], 3).await;
    assert_eq!(server.memory.queue().len(), 1);

    // and it is prepared after a request reads it after the pending timeout.
    server.start_worker(&ScriptedWriter::always(Action::Write));
    drained(&server).await;
    server
        .clock
        .advance(PendingTimeout::default().get() + Duration::from_secs(1));
    assert_eq!(player.prepared(&id).await["status"], "READY");
}

async fn start_with_key(player: &Player) -> Reply {
    let request = player.request(reqwest::Method::POST, "/games");
    let request = request.header("idempotency-key", "one");
    Reply::to(request.json(&json!({"keywords": ["Rome"]}))).await
}

#[tokio::test]
async fn repeated_starts_under_one_key_send_the_work_once_per_pending_timeout() {
    // Given a game that was started under a key, and 500 repeated requests,
    let server = InProcessServer::new(QueuePolicy::default()).await;
    let player = server.player("ada");
    start_with_key(&player).await.is(201);
    for _ in 0..500 {
        start_with_key(&player).await.is(200);
    }
    lose(&server).expect("its work is sent");
    assert!(lose(&server).is_none(), "work was sent more than once");

    // when the request is repeated after the pending timeout, then the work is sent once more.
    server
        .clock
        .advance(PendingTimeout::default().get() + Duration::from_secs(1));
    for _ in 0..5 {
        let game = start_with_key(&player).await.is(200).body;
        assert_eq!(game["status"], "PENDING");
    }
    lose(&server).expect("its work is sent again");
    assert!(lose(&server).is_none(), "work was sent more than once");
}
