use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::park;

use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Choice, Clarification, Draft, Drafts, Failure, Prompt};
use tokio::sync::Semaphore;

/// What a scripted writer does in one call.
#[derive(Clone)]
pub(crate) enum Action {
    /// Writes as many questions as the limit allows.
    Write,
    /// Awaits a permit, then writes.
    Hang(Arc<Semaphore>),
    /// Blocks its thread for ever.
    Block,
    /// Panics.
    Panic,
    /// Fails with a transient error.
    Fail,
    /// Fails with a permanent error.
    Impossible,
}

/// A writer that performs the actions of a script, then repeats one action.
///
/// No two of its questions have an option in common.
#[derive(Clone)]
pub(crate) struct ScriptedWriter(Arc<State>);

struct State {
    script: Mutex<VecDeque<Action>>,
    then: Action,
    calls: AtomicUsize,
}

impl ScriptedWriter {
    pub(crate) fn always(act: Action) -> Self {
        Self::first([], act)
    }

    pub(crate) fn first(script: impl IntoIterator<Item = Action>, then: Action) -> Self {
        Self(Arc::new(State {
            script: Mutex::new(script.into_iter().collect()),
            then,
            calls: AtomicUsize::new(0),
        }))
    }

    /// Returns the number of calls.
    pub(crate) fn calls(&self) -> usize {
        self.0.calls.load(Ordering::SeqCst)
    }

    fn next(&self) -> Action {
        let act = self.0.script.lock().unwrap().pop_front();
        self.0.calls.fetch_add(1, Ordering::SeqCst);
        act.unwrap_or_else(|| self.0.then.clone())
    }
}

#[async_trait]
impl QuestionWriter for ScriptedWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        match self.next() {
            Action::Write => {}
            Action::Hang(release) => release.acquire().await.unwrap().forget(),
            Action::Block => loop {
                park();
            },
            Action::Panic => panic!("scripted panic of the writer"),
            Action::Fail => return Err(WriteError::temporary("a secret cause")),
            Action::Impossible => return Err(WriteError::Impossible(Failure::restore("No idea."))),
        }
        let drafts = (1..=brief.limit().get()).map(draft).collect();
        Ok(Drafts::new(drafts).unwrap())
    }
}

fn draft(number: u16) -> Draft {
    let option = |name: &str| Choice::new(format!("{name} of {number}")).unwrap();
    Draft::single(
        Prompt::new(format!("What is number {number}?")).unwrap(),
        option("right"),
        ["one", "two", "three"].map(option).to_vec(),
        Clarification::new(format!("It is so because of {number}.")).unwrap(),
    )
    .unwrap()
}
