use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;

use super::lock;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};

/// A writer that returns scripted results, one per call, and records its briefs.
///
/// ```
/// use quizcraft_core::gateway::WriteError;
/// use quizcraft_contract::ScriptedWriter;
/// use quizcraft_core::Failure;
///
/// let nothing = Failure::restore("I know nothing about that.");
/// let writer = ScriptedWriter::default()
///     .then(Err(WriteError::temporary("try again")))
///     .then(Err(WriteError::Impossible(nothing)));
/// assert!(writer.briefs().is_empty());
/// ```
#[derive(Debug, Default)]
pub struct ScriptedWriter(Mutex<Script>);

#[derive(Debug, Default)]
struct Script {
    results: VecDeque<Result<Drafts, WriteError>>,
    briefs: Vec<Brief>,
}

impl ScriptedWriter {
    /// Appends a result. Calls consume the results in order.
    #[must_use]
    pub fn then(self, result: Result<Drafts, WriteError>) -> Self {
        lock(&self.0).results.push_back(result);
        self
    }

    /// Returns the briefs of all calls so far.
    pub fn briefs(&self) -> Vec<Brief> {
        lock(&self.0).briefs.clone()
    }
}

#[async_trait]
impl QuestionWriter for ScriptedWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let mut script = lock(&self.0);
        script.briefs.push(brief.clone());
        let result = script.results.pop_front();
        result.unwrap_or_else(|| panic!("no result is scripted for this call: {brief:?}"))
    }
}
