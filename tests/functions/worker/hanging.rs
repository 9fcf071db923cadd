//! Writers that hang: their records are given back, and the next invocation has the process to itself.
//!
//! The real worker's own writer never hangs. What the function is made of is run here in a process of
//! its own, with a writer that does.

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

/// How the writer hangs.
const WAY: &str = "WAY_TO_HANG";
const BLOCKING: &str = "blocking";
const AWAITING: &str = "awaiting";

/// Time enough for everything but a writer that hangs.
const TIME: Duration = Duration::from_secs(4);

/// Hangs over games about silence, and knows nothing about anything else.
struct OverSilence {
    way: String,
}

#[async_trait]
impl QuestionWriter for OverSilence {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let about = |word: &str| brief.keywords().iter().any(|k| k.as_str() == word);
        if !about("silence") {
            return Err(WriteError::Impossible(Failure::restore("No idea.")));
        }
        if self.way == AWAITING {
            return pending().await;
        }
        loop {
            park();
        }
    }
}

/// The message on a game about this, which is stored in memory. Its id follows from the keyword, so a
/// process that starts anew has the same games.
async fn started(memory: &Memory, keyword: &str) -> String {
    let request = GameRequest::parse([keyword], None).unwrap();
    let key = IdempotencyKey::new(keyword).unwrap();
    let player = PlayerId::from_bytes([7; 32]);
    let started = memory.quiz().start(&player, request, Some(&key)).await;
    serde_json::to_string(&Work::on(started.unwrap().game())).unwrap()
}

/// A function, where Lambda starts it: this program starts itself with nothing but this to run.
#[tokio::test]
async fn function_whose_writer_hangs() {
    let Ok(way) = env::var(WAY) else { return };
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .init();
    let memory = Memory::new();
    for keyword in ["silence", "Rome"] {
        started(&memory, keyword).await;
    }
    let writer = Arc::new(OverSilence { way });
    let served = quizcraft_lambda::prepare_games(memory.quiz(), writer).await;
    served.expect("events come until the process is ended");
}

async fn function(way: &str) -> Function {
    let program = env::current_exe().unwrap();
    let launch = Launch::of(program.to_str().unwrap()).env(WAY, way);
    let test = "worker::hanging::function_whose_writer_hangs";
    let args = ["--exact", "--nocapture", test].into_iter();
    args.fold(launch, Launch::arg).start().await
}

/// How often the process said that it starts anew.
fn restarts(function: &Function) -> usize {
    let log = function.stderr();
    let restarts = log.iter().filter(|line| line.contains("starts anew"));
    restarts.count()
}

/// The names of the threads of a process.
#[cfg(target_os = "linux")]
fn threads(pid: u32) -> Vec<String> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let name = |task: std::io::Result<std::fs::DirEntry>| {
        // One that has ended meanwhile has no name.
        std::fs::read_to_string(task.ok()?.path().join("comm")).ok()
    };
    tasks.filter_map(name).collect()
}

/// Delivers a record over which the writer hangs beside one over which it does not, and then another
/// of these.
async fn hangs_and_goes_on(function: &Function) {
    let memory = Memory::new();
    let silence = started(&memory, "silence").await;
    let rome = started(&memory, "Rome").await;
    let batch = [&silence, &rome];
    function.delivers_for(&batch, TIME).await.fail(&[0]);
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
async fn a_process_whose_writer_blocks_a_thread_starts_anew_between_two_events() {
    let function = function(BLOCKING).await;
    for _ in 0..2 {
        hangs_and_goes_on(&function).await;
    }
    let restarted = async || (restarts(&function) == 2).then_some(());
    eventually("a line for each", restarted).await;
}

#[tokio::test]
async fn a_process_whose_writer_awaits_for_ever_goes_on() {
    let function = function(AWAITING).await;
    // On a busy machine the thread of a writer that awaits may be late to end, and counts as hanging
    // then. It is not late every time, as one that blocks is.
    for round in 1..=5 {
        hangs_and_goes_on(&function).await;
        if restarts(&function) < round {
            return;
        }
    }
    panic!("the process starts anew every time");
}
