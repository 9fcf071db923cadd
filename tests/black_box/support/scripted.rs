use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::park;

use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Choice, Clarification, Draft, Drafts, Failure, Prompt};
use tokio::sync::Semaphore;

/// What a writer does when it is called.
#[derive(Clone)]
pub(crate) enum Act {
    /// Writes as many questions as were asked for.
    Write,
    /// Waits to be released, and writes then.
    Hang(Arc<Semaphore>),
    /// Blocks its thread, and never writes.
    Block,
    /// Dies.
    Panic,
    /// Cannot write just now.
    Fail,
    /// Never will be able to write these.
    GiveUp,
}

/// A writer that acts as it is told: first by the script, and then the same for ever.
///
/// No two of its questions have an option in common.
#[derive(Clone)]
pub(crate) struct Scripted(Arc<State>);

struct State {
    script: Mutex<VecDeque<Act>>,
    then: Act,
    calls: AtomicUsize,
}

impl Scripted {
    pub(crate) fn always(act: Act) -> Self {
        Self::first([], act)
    }

    pub(crate) fn first(script: impl IntoIterator<Item = Act>, then: Act) -> Self {
        Self(Arc::new(State {
            script: Mutex::new(script.into_iter().collect()),
            then,
            calls: AtomicUsize::new(0),
        }))
    }

    /// How often it was called.
    pub(crate) fn calls(&self) -> usize {
        self.0.calls.load(Ordering::SeqCst)
    }

    fn next(&self) -> Act {
        let act = self.0.script.lock().unwrap().pop_front();
        self.0.calls.fetch_add(1, Ordering::SeqCst);
        act.unwrap_or_else(|| self.0.then.clone())
    }
}

#[async_trait]
impl QuestionWriter for Scripted {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        match self.next() {
            Act::Write => {}
            Act::Hang(release) => release.acquire().await.unwrap().forget(),
            Act::Block => loop {
                park();
            },
            Act::Panic => panic!("the writer dies, as the test wants it"),
            Act::Fail => return Err(WriteError::Temporary("a secret of the inside".into())),
            Act::GiveUp => return Err(WriteError::Impossible(Failure::restore("No idea."))),
        }
        let drafts = (1..=brief.limit().get()).map(draft).collect();
        Ok(Drafts::new(drafts).unwrap())
    }
}

fn draft(number: u16) -> Draft {
    let option = |name: &str| Choice::new(format!("{name} of {number}")).unwrap();
    Draft::new(
        Prompt::new(format!("What is number {number}?")).unwrap(),
        option("right"),
        ["one", "two", "three"].map(option).to_vec(),
        Clarification::new(format!("It is so because of {number}.")).unwrap(),
    )
    .unwrap()
}
