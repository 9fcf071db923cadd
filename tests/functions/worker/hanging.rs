//! Writers that hang: their records fail, and their threads do not compete with the next invocation.
//!
//! The writer of the real worker never hangs, so these tests run `prepare_games` with a writer that does, in
//! its own process.

use std::env;
use std::future::pending;
use std::sync::Arc;
use std::thread::park;
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, Work, WriteError};
use quizcraft_core::{Drafts, Failure, GameRequest, IdempotencyKey, PlayerId};
use quizcraft_memory::Memory;

use crate::support::{Function, Launch, eventually};

/// The variable that says how the writer hangs.
const HANG_MODE: &str = "WAY_TO_HANG";
const BLOCKING: &str = "blocking";
const AWAITING: &str = "awaiting";

/// Enough time for everything except a writer that hangs.
const TIMEOUT: Duration = Duration::from_secs(4);

/// A writer that hangs for the keyword "silence", and fails the game for all others.
struct HangingWriter {
    mode: String,
}

#[async_trait]
impl QuestionWriter for HangingWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let about = |word: &str| brief.keywords().iter().any(|k| k.as_str() == word);
        if !about("silence") {
            return Err(WriteError::Impossible(Failure::restore("No idea.")));
        }
        if self.mode == AWAITING {
            return pending().await;
        }
        loop {
            park();
        }
    }
}

/// Stores a game in memory, and returns the message about it. Its id is derived from the keyword, so a
/// restarted process has the same games.
async fn started(memory: &Memory, keyword: &str) -> String {
    let request = GameRequest::parse([keyword], None).unwrap();
    let key = IdempotencyKey::new(keyword).unwrap();
    let player = PlayerId::from_bytes([7; 32]);
    let started = memory.quiz().start(&player, request, Some(&key)).await;
    serde_json::to_string(&Work::on(started.unwrap().game())).unwrap()
}

/// Runs the function if [`HANG_MODE`] is set. The other tests start this program with only this test.
#[tokio::test]
async fn function_whose_writer_hangs() {
    let Ok(mode) = env::var(HANG_MODE) else {
        return;
    };
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .init();
    let memory = Memory::new();
    for keyword in ["silence", "Rome"] {
        started(&memory, keyword).await;
    }
    let writer = Arc::new(HangingWriter { mode });
    let served = quizcraft_lambda::prepare_games(memory.quiz(), writer, None).await;
    served.expect("events come until the process is ended");
}

async fn function(mode: &str) -> Function {
    let program = env::current_exe().unwrap();
    let launch = Launch::of(program.to_str().unwrap()).env(HANG_MODE, mode);
    let test = "worker::hanging::function_whose_writer_hangs";
    let args = ["--exact", "--nocapture", test].into_iter();
    args.fold(launch, Launch::arg).start().await
}

/// Returns how often the process logged a restart.
fn restarts(function: &Function) -> usize {
    let log = function.stderr();
    let restarts = log
        .iter()
        .filter(|line| line.contains("restarting the process"));
    restarts.count()
}

/// Returns the names of the threads of a process.
#[cfg(target_os = "linux")]
fn threads(pid: u32) -> Vec<String> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let name = |task: std::io::Result<std::fs::DirEntry>| {
        // A thread that has ended meanwhile has no name.
        std::fs::read_to_string(task.ok()?.path().join("comm")).ok()
    };
    tasks.filter_map(name).collect()
}

/// Delivers a batch with one record for which the writer hangs and one for which it does not, and then a
/// batch with only the latter. Asserts that only the first record fails.
async fn assert_continues_after_hanging(function: &Function) {
    let memory = Memory::new();
    let silence = started(&memory, "silence").await;
    let rome = started(&memory, "Rome").await;
    let batch = [&silence, &rome];
    function.delivers_for(&batch, TIMEOUT).await.fail(&[0]);
    function.delivers(&[&rome]).await.are_done();
    #[cfg(target_os = "linux")]
    eventually("no writer runs", async || {
        let threads = threads(function.pid());
        let mut writers = threads
            .iter()
            .filter(|name| name.starts_with("quiz-writer"));
        writers.next().is_none().then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_process_whose_writer_blocks_a_thread_restarts_between_two_events() {
    let function = function(BLOCKING).await;
    for _ in 0..2 {
        assert_continues_after_hanging(&function).await;
    }
    let restarted = async || (restarts(&function) == 2).then_some(());
    eventually("there is a line per restart", restarted).await;
}

#[tokio::test]
async fn a_process_whose_writer_awaits_forever_does_not_restart() {
    let function = function(AWAITING).await;
    // On a busy machine, the thread of a cancelled writer may end late and count as blocked. Unlike a blocked
    // one, it is not late every time.
    for round in 1..=5 {
        assert_continues_after_hanging(&function).await;
        if restarts(&function) < round {
            return;
        }
    }
    panic!("the process restarts every time");
}
