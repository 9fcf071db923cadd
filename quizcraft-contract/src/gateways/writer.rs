use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;

use super::lock;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};

/// A writer that gives what its script says, call by call, and notes what it was asked for.
///
/// ```
/// use quizcraft_core::gateway::WriteError;
/// use quizcraft_contract::ScriptedWriter;
/// use quizcraft_core::Failure;
///
/// let nothing = Failure::restore("I know nothing about that.");
/// let writer = ScriptedWriter::default()
///     .then(Err(WriteError::Temporary("one moment, please".into())))
///     .then(Err(WriteError::Impossible(nothing)));
/// assert!(writer.briefs().is_empty());
/// ```
#[derive(Debug, Default)]
pub struct ScriptedWriter(Mutex<Script>);

#[derive(Debug, Default)]
struct Script {
    to_come: VecDeque<Result<Drafts, WriteError>>,
    briefs: Vec<Brief>,
}

impl ScriptedWriter {
    /// Returns the same writer, which gives this to the call after those that it has a line for
    /// already.
    #[must_use]
    pub fn then(self, line: Result<Drafts, WriteError>) -> Self {
        lock(&self.0).to_come.push_back(line);
        self
    }

    /// Returns what it was asked for so far, call by call.
    pub fn briefs(&self) -> Vec<Brief> {
        lock(&self.0).briefs.clone()
    }
}

#[async_trait]
impl QuestionWriter for ScriptedWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let mut script = lock(&self.0);
        script.briefs.push(brief.clone());
        let line = script.to_come.pop_front();
        line.unwrap_or_else(|| panic!("the writer has no line for this call: {brief:?}"))
    }
}
