//! While writers hang, other games are prepared and the server can stop.

use std::iter::repeat_n;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use quizcraft_core::{GameId, GameRequest, PlayerId, Stage};
use quizcraft_memory::{Memory, QueuePolicy, Worker, WriterThreads, WritingPolicy};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::{Action, InProcessServer, ScriptedWriter, eventually};

/// The visibility timeout of the queue.
const VISIBILITY: Duration = Duration::from_secs(30);

/// The number of workers of the server.
const WORKERS: usize = 2;

/// Returns the ways to hang: blocking the thread, or awaiting a future that never completes.
fn ways_to_hang() -> [Action; 2] {
    [Action::Block, Action::Hang(Arc::new(Semaphore::new(0)))]
}

/// Returns a writer that hangs for the first `times` calls.
fn hanging(act: Action, times: usize) -> ScriptedWriter {
    ScriptedWriter::first(repeat_n(act, times), Action::Write)
}

/// Returns threads with a time limit that only hanging calls exceed.
fn threads(writer: &ScriptedWriter) -> WriterThreads {
    let policy = WritingPolicy {
        limit: Duration::from_secs(1),
        ..WritingPolicy::default()
    };
    WriterThreads::new(Arc::new(writer.clone()), policy)
}

const PLAYER: PlayerId = PlayerId::from_bytes([7; 32]);

/// Starts a worker, and a game whose questions the writer is called for.
async fn start_worker(
    memory: &Memory,
    threads: &WriterThreads,
    writer: &ScriptedWriter,
) -> (JoinSet<()>, GameId) {
    let worker = Worker::new(memory.quiz(), memory.queue(), threads.clone());
    let request = GameRequest::parse(["Rome"], None).unwrap();
    let started = memory.quiz().start(&PLAYER, request, None).await.unwrap();
    let mut workers = JoinSet::new();
    workers.spawn(worker.run());
    let called = async || (writer.calls() == 1).then_some(());
    eventually("the writer is called", called).await;
    (workers, started.game().id())
}

async fn start_server(writer: &ScriptedWriter) -> InProcessServer {
    let mut server = InProcessServer::new(QueuePolicy::default()).await;
    let threads = threads(writer);
    for _ in 0..WORKERS {
        server.start_worker_with(threads.clone());
    }
    server
}

#[tokio::test]
async fn hanging_writers_do_not_block_other_games() {
    for act in ways_to_hang() {
        // Given more games on which the writer hangs than there are workers,
        let writer = hanging(act, 2 * WORKERS);
        let server = start_server(&writer).await;
        let player = server.player("ada");
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
async fn work_on_which_the_writer_hangs_is_retried_and_then_a_dead_letter() {
    for act in ways_to_hang() {
        // Given a game on which the writer always hangs,
        let writer = hanging(act, 3);
        let server = start_server(&writer).await;
        let player = server.player("ada");
        let id = player.start(&["silence"], 3).await;

        // when its work is delivered as often as the queue allows,
        for times in 1..=3 {
            let called = async || (writer.calls() == times).then_some(());
            eventually("the writer is called", called).await;
            server.clock.advance(VISIBILITY);
        }

        // then it is a dead letter, and the writer is available for other games.
        let queue = server.memory.queue();
        let dead_letters = async || queue.is_empty().then_some(queue.dead_letters());
        let dead = eventually("the work is a dead letter", dead_letters).await;
        let dead: Vec<_> = dead.iter().map(|work| work.game().to_string()).collect();
        assert_eq!(dead, [id]);
        player.ready(&["Rome"], 3).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_a_worker_cancels_its_writer() {
    for act in ways_to_hang() {
        // Given a worker whose writer hangs,
        let awaits = matches!(act, Action::Hang(_));
        let (memory, writer) = (Memory::new(), hanging(act, 1));
        let policy = WritingPolicy {
            limit: Duration::from_hours(1),
            ..WritingPolicy::default()
        };
        let threads = WriterThreads::new(Arc::new(writer.clone()), policy);
        let (mut workers, _) = start_worker(&memory, &threads, &writer).await;
        assert_eq!(threads.abandoned(), 0);

        // when the worker is stopped,
        workers.shutdown().await;

        // then it does not wait for the writer, and a writer that awaits is cancelled.
        if awaits {
            threads.wait_for_abandoned().await;
        } else {
            assert_eq!(threads.abandoned(), 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_worker_opens_no_game() {
    // Given a worker whose writer waits,
    let (memory, release) = (Memory::new(), Arc::new(Semaphore::new(0)));
    let writer = ScriptedWriter::always(Action::Hang(Arc::clone(&release)));
    let threads = threads(&writer);
    let (mut workers, game) = start_worker(&memory, &threads, &writer).await;

    // when the worker is stopped before the writer is released,
    workers.shutdown().await;
    release.add_permits(1);
    threads.wait_for_abandoned().await;

    // then no question is stored.
    let game = memory.quiz().view(&PLAYER, &game).await;
    assert!(matches!(game.unwrap().stage(), Stage::Pending(_)));
}

#[test]
fn a_runtime_shuts_down_while_writers_hang() {
    for act in ways_to_hang() {
        // Given a worker whose writer hangs,
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (memory, writer) = (Memory::new(), hanging(act, 1));
        let threads = threads(&writer);
        let _workers = runtime.block_on(start_worker(&memory, &threads, &writer));

        // when its runtime is dropped, then it shuts down.
        let (ended, end) = mpsc::channel();
        std::thread::spawn(move || {
            drop(runtime);
            ended.send(()).unwrap();
        });
        end.recv_timeout(Duration::from_secs(30)).unwrap();
    }
}
