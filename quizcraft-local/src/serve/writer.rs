//! The writer of questions, on threads with a low priority.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_generator::FactWriter;
use quizcraft_memory::{WriterThreads, WritingPolicy};

use crate::model::Model;

/// The increment of the nice value of a thread that writes questions. It gets about a tenth of the time of a
/// thread that serves requests, if both are ready on one processor.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Returns the writer, on its own threads, since those of the runtime serve requests.
pub(super) fn writer(limit: Duration, model: Option<&Model>) -> WriterThreads {
    let policy = WritingPolicy {
        limit,
        ..WritingPolicy::default()
    };
    let facts: Arc<dyn QuestionWriter> = Arc::new(FactWriter::new());
    let writer = match model {
        Some(model) => model.after(facts),
        None => facts,
    };
    WriterThreads::new(Arc::new(Background(writer)), policy)
}

/// Lowers the priority of the thread that it is called on, which [`WriterThreads`] starts for one call.
struct Background(Arc<dyn QuestionWriter>);

#[async_trait]
impl QuestionWriter for Background {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        lower_priority();
        self.0.write(brief).await
    }
}

/// Lowers the priority of this thread. If that is not permitted, it keeps its priority.
#[cfg(target_os = "linux")]
fn lower_priority() {
    // On Linux, the nice value is an attribute of each thread.
    let _ = rustix::process::nice(NICENESS);
}

/// Elsewhere, the nice value is an attribute of the process.
#[cfg(not(target_os = "linux"))]
const fn lower_priority() {}
