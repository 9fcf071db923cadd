//! Work that is lost, repeated or fatal: a game is prepared once, or given up, and never waits for
//! ever.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::Deadline;
use quizcraft_core::gateway::{Work, WorkQueue};
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_memory::{Delivery, QueuePolicy};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::{Act, Player, Reply, Scripted, Wired, choice, eventually};

/// As long as work that was delivered stays hidden.
const VISIBILITY: Duration = Duration::from_secs(30);

async fn called(writer: &Scripted, times: usize) {
    let look = async || (writer.calls() == times).then_some(());
    eventually("the writer is called", look).await;
}

async fn drained(wired: &Wired) {
    let look = async || wired.memory.queue().is_empty().then_some(());
    eventually("the work is done", look).await;
}

#[tokio::test]
async fn work_whose_worker_died_is_done_by_the_next_delivery() {
    // Given a writer that dies once, and then cannot write just now,
    let writer = Scripted::first([Act::Panic, Act::Fail], Act::Write);
    let wired = Wired::with(&writer).await;
    let player = wired.player("ada");
    let id = player.start(&["Rome"], 3).await;
    called(&writer, 1).await;
    assert_eq!(player.game(&id).await["status"], "PENDING");

    // when the visibility time-out passes, and passes again,
    wired.clock.advance(VISIBILITY);
    called(&writer, 2).await;
    assert_eq!(player.game(&id).await["status"], "PENDING");
    wired.clock.advance(VISIBILITY);

    // then the game is ready, once, and can be played.
    assert_eq!(player.prepared(&id).await["status"], "READY");
    drained(&wired).await;
    wired.clock.advance(VISIBILITY);
    player.finish(&id).await;
    assert_eq!(writer.calls(), 3);
    assert_eq!(player.questions(&id).await.len(), 3);
    assert!(wired.memory.queue().dead_letters().is_empty());
}

#[tokio::test]
async fn work_that_kills_every_worker_ends_among_the_dead_letters() {
    // Given a writer that dies of one game,
    let writer = Scripted::first([Act::Panic, Act::Panic, Act::Panic], Act::Write);
    let wired = Wired::with(&writer).await;
    let player = wired.player("ada");
    let id = player.start(&["Rome"], 3).await;

    // when it was tried as often as the queue allows,
    for times in 1..=3 {
        called(&writer, times).await;
        wired.clock.advance(VISIBILITY);
    }
    drained(&wired).await;

    // then the work is put aside, and other games are prepared.
    let dead = wired.memory.queue().dead_letters();
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
async fn a_worker_outlives_its_writers_deaths() {
    let writer = Scripted::first([Act::Panic, Act::Panic, Act::Fail, Act::GiveUp], Act::Write);
    let wired = Wired::with(&writer).await;
    let player = wired.player("ada");
    for times in 1..=3 {
        player.start(&["Rome"], 3).await;
        called(&writer, times).await;
    }
    let given_up = player.start(&["Rome"], 3).await;
    assert_eq!(player.prepared(&given_up).await["failure"], "No idea.");
    let id = player.ready(&["Rome"], 3).await;
    player.finish(&id).await;
}

#[tokio::test]
async fn work_that_is_delivered_again_changes_nothing() {
    // Given a game that is being played,
    let writer = Scripted::always(Act::Write);
    let wired = Wired::with(&writer).await;
    let player = wired.player("ada");
    let id = player.ready(&["Rome"], 3).await;
    let posed = player.posed(&id).await;
    player.answers(&id, &choice(&posed, 0)).await.is(200);
    let before = seen(&player, &id).await;

    // when its message comes twice more, and once more after its end,
    let queue = wired.memory.queue();
    let work = work_of(&wired, &id).await;
    for _ in 0..2 {
        queue.send(&work).await.unwrap();
    }
    drained(&wired).await;

    // then nothing has changed, and no question was written twice.
    assert_eq!(seen(&player, &id).await, before);
    player.finish(&id).await;
    let after = seen(&player, &id).await;
    queue.send(&work).await.unwrap();
    drained(&wired).await;
    assert_eq!(seen(&player, &id).await, after);
    assert_eq!(writer.calls(), 1);
}

/// The message on a game of Ada's.
async fn work_of(wired: &Wired, id: &str) -> Work {
    let email = Email::new("ada@example.org").unwrap();
    let player = PlayerIds::unkeyed().of(&email);
    let game = wired.quiz.view(&player, &id.parse().unwrap()).await;
    Work::on(&game.unwrap())
}

async fn seen(player: &Player, id: &str) -> (Value, Vec<Value>) {
    (player.game(id).await, player.questions(id).await)
}

#[tokio::test]
async fn a_worker_that_comes_late_overwrites_no_answer() {
    // Given a worker that hangs while it writes, and another that does its work,
    let release = Arc::new(Semaphore::new(0));
    let writer = Scripted::first([Act::Hang(release.clone())], Act::Write);
    let mut wired = Wired::with(&writer).await;
    let player = wired.player("ada");
    let id = player.start(&["Rome"], 3).await;
    called(&writer, 1).await;
    let other = wired.employ(&writer);
    wired.clock.advance(VISIBILITY);
    assert_eq!(player.prepared(&id).await["status"], "READY");
    drained(&wired).await;
    other.abort();
    let answer = json!({"question": 1, "choice": "one of 1"});
    player.answers(&id, &answer).await.is(200);
    let before = seen(&player, &id).await;

    // when the first comes to its end at last, and goes on to another game,
    release.add_permits(1);
    let next = player.ready(&["Rome"], 3).await;
    player.finish(&next).await;

    // then the answer stands.
    assert_eq!(seen(&player, &id).await, before);
    player.finish(&id).await;
    assert_eq!(player.question(&id, 1).await["choice"], "one of 1");
}

#[tokio::test]
async fn work_of_a_worker_whose_process_ends_is_done_by_another() {
    let never = Arc::new(Semaphore::new(0));
    let writer = Scripted::first([Act::Hang(never)], Act::Write);
    let mut wired = Wired::new(QueuePolicy::default()).await;
    let player = wired.player("ada");
    let doomed = wired.employ(&writer);
    let id = player.start(&["Rome"], 3).await;
    called(&writer, 1).await;
    doomed.abort();
    wired.employ(&writer);
    wired.clock.advance(VISIBILITY);
    assert_eq!(player.prepared(&id).await["status"], "READY");
}

/// Takes the only message off the queue, and loses it.
fn lose(wired: &Wired) -> Option<Delivery> {
    let queue = wired.memory.queue();
    let delivery = queue.receive()?;
    queue.done(&delivery);
    Some(delivery)
}

/// Sends many requests that read the game, of every kind, at the same time.
async fn read_by_many(player: &Player, id: &str) {
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
        4 => drop(player.asks(id).await.is(409)),
        _ => {
            let answer = player.answers(id, &json!({"choice": "any"})).await;
            answer.is(409);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_work_of_a_game_whose_message_was_lost_is_sent_by_one_of_many_requests() {
    // Given a game whose message was lost,
    let wired = Wired::new(QueuePolicy::default()).await;
    let player = wired.player("ada");
    let id = player.start(&["Rome"], 3).await;
    lose(&wired).expect("the message was sent");

    // when many requests read it before the deadline, then nothing is sent;
    wired.clock.advance(Deadline::default().get());
    read_by_many(&player, &id).await;
    assert!(wired.memory.queue().is_empty());

    // when they read it after the deadline, then one message is sent, and it is enough.
    wired.clock.advance(Duration::from_secs(1));
    read_by_many(&player, &id).await;
    assert_eq!(player.game(&id).await["status"], "PENDING");
    assert_eq!(wired.memory.queue().len(), 1);
    let mut wired = wired;
    wired.employ(&Scripted::always(Act::Write));
    assert_eq!(player.prepared(&id).await["status"], "READY");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_was_asked_for_three_more_times_in_vain_is_given_up() {
    // Given a game whose messages are all lost,
    let wired = Wired::new(QueuePolicy::default()).await;
    let player = wired.player("ada");
    let id = player.start(&["Rome"], 3).await;
    lose(&wired).expect("the message was sent");
    let past_deadline = Deadline::default().get() + Duration::from_secs(1);
    for _ in 0..3 {
        wired.clock.advance(past_deadline);
        read_by_many(&player, &id).await;
        lose(&wired).expect("its work is sent again");
        assert!(lose(&wired).is_none(), "by one request only");
    }

    // when it is overdue once more, then it is over, and nothing more is sent.
    wired.clock.advance(past_deadline);
    read_by_many(&player, &id).await;
    let game = player.game(&id).await;
    assert_eq!(game["status"], "FINISHED");
    assert_eq!(game["questions_limit"], 0);
    assert!(game["failure"].is_string());
    player.asks(&id).await.fails(409, "game_failed");
    assert!(wired.memory.queue().is_empty());
}

#[tokio::test]
async fn a_game_is_created_even_where_its_message_cannot_be_sent() {
    // Given a queue with room for one message, which is taken,
    let policy = QueuePolicy {
        capacity: 1,
        ..QueuePolicy::default()
    };
    let mut wired = Wired::new(policy).await;
    let player = wired.player("ada");
    player.start(&["Rome"], 3).await;

    // when another game is started, then it is there;
    let id = player.start(&["Rome"], 3).await;
    assert_eq!(wired.memory.queue().len(), 1);

    // and when it is read past its deadline, it is prepared.
    wired.employ(&Scripted::always(Act::Write));
    drained(&wired).await;
    wired
        .clock
        .advance(Deadline::default().get() + Duration::from_secs(1));
    assert_eq!(player.prepared(&id).await["status"], "READY");
}

async fn started_under_a_key(player: &Player) -> Reply {
    let request = player.request(reqwest::Method::POST, "/games");
    let request = request.header("idempotency-key", "one");
    Reply::to(request.json(&json!({"keywords": ["Rome"]}))).await
}

#[tokio::test]
async fn repeats_under_an_idempotency_key_send_the_work_once_per_deadline() {
    // Given a game that was started under a key, and 500 times again,
    let wired = Wired::new(QueuePolicy::default()).await;
    let player = wired.player("ada");
    started_under_a_key(&player).await.is(201);
    for _ in 0..500 {
        started_under_a_key(&player).await.is(200);
    }
    lose(&wired).expect("its work is sent");
    assert!(lose(&wired).is_none(), "once");

    // when it is started again past its deadline, then its work is sent once more.
    wired
        .clock
        .advance(Deadline::default().get() + Duration::from_secs(1));
    for _ in 0..5 {
        let game = started_under_a_key(&player).await.is(200).body;
        assert_eq!(game["status"], "PENDING");
    }
    lose(&wired).expect("its work is sent again");
    assert!(lose(&wired).is_none(), "once");
}
