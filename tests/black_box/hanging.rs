//! Writers that hang: other games are prepared, and the server can end.

use std::iter::repeat_n;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use quizcraft_core::{GameRequest, PlayerId, Stage};
use quizcraft_local::Worker;
use quizcraft_memory::{Memory, QueuePolicy, WriterThreads, WritingPolicy};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::{Act, Scripted, Wired, eventually};

/// As long as work that was delivered stays hidden.
const VISIBILITY: Duration = Duration::from_secs(30);

/// As many workers as `quizcraft serve` has.
const WORKERS: usize = 2;

/// The ways to hang: a thread is blocked, or what never happens is awaited.
fn ways() -> [Act; 2] {
    [Act::Block, Act::Hang(Arc::new(Semaphore::new(0)))]
}

/// A writer that hangs so many times, and writes then.
fn hanging(act: Act, times: usize) -> Scripted {
    Scripted::first(repeat_n(act, times), Act::Write)
}

/// Threads that give a writer much more time than it takes to write, and not for ever.
fn threads(writer: &Scripted) -> WriterThreads {
    let policy = WritingPolicy {
        limit: Duration::from_secs(1),
        ..WritingPolicy::default()
    };
    WriterThreads::new(Arc::new(writer.clone()), policy)
}

async fn wired(writer: &Scripted) -> Wired {
    let mut wired = Wired::new(QueuePolicy::default()).await;
    let threads = threads(writer);
    for _ in 0..WORKERS {
        wired.employ_with(threads.clone());
    }
    wired
}

#[tokio::test]
async fn writers_that_hang_stop_the_preparation_of_no_other_game() {
    for act in ways() {
        // Given more games over which the writer hangs than there are workers,
        let writer = hanging(act, 2 * WORKERS);
        let wired = wired(&writer).await;
        let player = wired.player("ada");
        for _ in 0..2 * WORKERS {
            player.start(&["silence"], 3).await;
        }

        // when another game is started, then it is prepared and can be played.
        let id = player.ready(&["Rome"], 3).await;
        player.finish(&id).await;
        assert_eq!(writer.calls(), 2 * WORKERS + 1);
    }
}

#[tokio::test]
async fn work_over_which_the_writer_hangs_is_tried_again_and_then_put_aside() {
    for act in ways() {
        // Given a game over which the writer hangs,
        let writer = hanging(act, 3);
        let wired = wired(&writer).await;
        let player = wired.player("ada");
        let id = player.start(&["silence"], 3).await;

        // when its work is delivered as often as the queue allows,
        for times in 1..=3 {
            let called = async || (writer.calls() == times).then_some(());
            eventually("the writer is called", called).await;
            wired.clock.advance(VISIBILITY);
        }

        // then it is among the dead letters, and the writer is free for other games.
        let queue = wired.memory.queue();
        let put_aside = async || queue.is_empty().then_some(queue.dead_letters());
        let dead = eventually("the work is put aside", put_aside).await;
        let dead: Vec<_> = dead.iter().map(|work| work.game().to_string()).collect();
        assert_eq!(dead, [id]);
        player.ready(&["Rome"], 3).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_stopped_tells_its_writer_to_stop() {
    for act in ways() {
        // Given a worker whose writer hangs,
        let awaits = matches!(act, Act::Hang(_));
        let (memory, writer) = (Memory::new(), hanging(act, 1));
        let policy = WritingPolicy {
            limit: Duration::from_hours(1),
            ..WritingPolicy::default()
        };
        let threads = WriterThreads::new(Arc::new(writer.clone()), policy);
        let worker = Worker::new(memory.quiz(), memory.queue(), threads.clone());
        let request = GameRequest::parse(["silence"], None).unwrap();
        let player = PlayerId::from_bytes([7; 32]);
        let _ = memory.quiz().start(&player, request, None).await.unwrap();
        let mut workers = JoinSet::new();
        workers.spawn(worker.run());
        let called = async || (writer.calls() == 1).then_some(());
        eventually("the writer is called", called).await;
        assert_eq!(threads.abandoned(), 0);

        // when the worker is stopped,
        workers.shutdown().await;

        // then it waits for the writer no longer, and one that can stop does.
        if awaits {
            threads.wait_for_abandoned().await;
        } else {
            assert_eq!(threads.abandoned(), 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_stopped_opens_no_game() {
    // Given a worker whose writer is about to write,
    let (memory, release) = (Memory::new(), Arc::new(Semaphore::new(0)));
    let writer = Scripted::always(Act::Hang(Arc::clone(&release)));
    let threads = threads(&writer);
    let worker = Worker::new(memory.quiz(), memory.queue(), threads.clone());
    let request = GameRequest::parse(["Rome"], None).unwrap();
    let player = PlayerId::from_bytes([7; 32]);
    let started = memory.quiz().start(&player, request, None).await.unwrap();
    let mut workers = JoinSet::new();
    workers.spawn(worker.run());
    let called = async || (writer.calls() == 1).then_some(());
    eventually("the writer is called", called).await;

    // when the worker is stopped, and the writer may write only then,
    workers.shutdown().await;
    release.add_permits(1);
    threads.wait_for_abandoned().await;

    // then nothing of it is stored.
    let game = memory.quiz().view(&player, &started.game().id()).await;
    assert!(matches!(game.unwrap().stage(), Stage::Pending(_)));
}

#[test]
fn a_runtime_whose_writers_hang_ends() {
    for act in ways() {
        // Given a worker whose writer hangs,
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (memory, writer) = (Memory::new(), hanging(act, 1));
        runtime.block_on(async {
            let worker = Worker::new(memory.quiz(), memory.queue(), threads(&writer));
            let request = GameRequest::parse(["silence"], None).unwrap();
            let player = PlayerId::from_bytes([7; 32]);
            let _ = memory.quiz().start(&player, request, None).await.unwrap();
            tokio::spawn(worker.run());
            let called = async || (writer.calls() == 1).then_some(());
            eventually("the writer is called", called).await;
        });

        // when its runtime is told to end, then it does.
        let (ended, end) = mpsc::channel();
        std::thread::spawn(move || {
            drop(runtime);
            ended.send(()).unwrap();
        });
        end.recv_timeout(Duration::from_secs(30)).unwrap();
    }
}
