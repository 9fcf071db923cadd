use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use quizcraft_identity::Email;
use quizcraft_identity::Refusal;
use quizcraft_identity::{BearerToken, Claims, Identities};
use tokio::sync::watch;

/// The response to the n-th call (from 1).
type Answers = Box<dyn Fn(usize, &Claims) -> Result<Email, Refusal> + Send + Sync>;

/// Identities that count their calls.
pub(crate) struct Asked {
    answers: Answers,
    times: AtomicUsize,
    open: watch::Sender<bool>,
}

impl Asked {
    /// Derives an address from each subject.
    pub(crate) fn by_subject() -> Self {
        Self::answering(|_, claims| {
            let subject = claims
                .subject()
                .replace(|c: char| !c.is_alphanumeric(), "-");
            Ok(Email::new(&format!("{subject}@example.org")).unwrap())
        })
    }

    pub(crate) fn answering(
        answers: impl Fn(usize, &Claims) -> Result<Email, Refusal> + Send + Sync + 'static,
    ) -> Self {
        Self {
            answers: Box::new(answers),
            times: AtomicUsize::new(0),
            open: watch::Sender::new(true),
        }
    }

    pub(crate) fn times(&self) -> usize {
        self.times.load(Ordering::SeqCst)
    }

    /// Blocks every call until released.
    pub(crate) fn open(&self, open: bool) {
        self.open.send_replace(open);
    }
}

#[async_trait]
impl Identities for Asked {
    async fn email(&self, _: &BearerToken, claims: &Claims) -> Result<Email, Refusal> {
        let time = self.times.fetch_add(1, Ordering::SeqCst) + 1;
        let mut open = self.open.subscribe();
        open.wait_for(|open| *open).await.unwrap();
        (self.answers)(time, claims)
    }
}
