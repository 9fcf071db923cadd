//! The pool of verified drafts, as one game uses it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use quizcraft_core::gateway::{Brief, Causes, DraftPool, GatewayError, PoolKey, WriteError};
use quizcraft_core::{Draft, Drafts, Language, WriterName};
use quizcraft_review::Review;

use crate::calls::{join, within};
use crate::finding::Researched;
use crate::gate::Topic;
use crate::plan::interleaved;
use crate::{DenyList, Selection, Timer};

/// The maximum number of calls of the pool at once.
const AT_ONCE: usize = 5;
/// How long a game waits for the pool before it is written without.
const READ_TIME: Duration = Duration::from_secs(2);
/// How long a game waits until its new drafts are kept. This is a part of the time that an author leaves to its caller.
const KEEP_TIME: Duration = Duration::from_secs(1);

/// A pool of drafts, for the drafts of one writer from one collection of articles.
#[derive(Clone, Copy)]
pub(crate) struct Pool<'a> {
    pub(crate) gateway: &'a dyn DraftPool,
    pub(crate) timer: &'a dyn Timer,
    pub(crate) collection: &'a str,
    pub(crate) writer: &'a WriterName,
    pub(crate) brief: &'a Brief,
}

impl Pool<'_> {
    /// Returns the drafts about the topics that fit the game and each other, at most as many as the limit. Their order
    /// differs from game to game, and the topics alternate. A failure counts as an empty pool.
    pub(crate) async fn draw(
        &self,
        topics: &[Topic],
        denied: &DenyList,
        review: &Review<'_>,
    ) -> Vec<Draft> {
        let reads = topics.iter().map(|topic| self.read(topic)).collect();
        let each = join(reads, AT_ONCE).await;
        let usable = each.into_iter().map(|mut drafts| {
            drafts.retain(|draft| self.is_usable(draft, denied));
            drafts.sort_by_cached_key(|draft| draft.fingerprint().rank(self.brief.game()));
            drafts
        });
        let mut selection = Selection::beside(self.brief.written().to_vec());
        let fitting = interleaved(usable.collect()).into_iter();
        let fitting = fitting.filter(|draft| selection.add_draft(draft.clone(), review).is_ok());
        fitting.take(self.brief.limit().get().into()).collect()
    }

    /// Keeps new drafts under the topics whose articles are their sources. A failure is logged.
    pub(crate) async fn keep(&self, articles: &[Researched], drafts: &[Draft]) {
        let mut by_key = BTreeMap::<PoolKey, Vec<Draft>>::new();
        for article in articles {
            let about = drafts.iter().filter(|draft| article.is_source_of(draft));
            let about: Vec<_> = about.cloned().collect();
            for topic in article.topics() {
                by_key
                    .entry(self.key(topic))
                    .or_default()
                    .extend(about.clone());
            }
        }
        by_key.retain(|_, drafts| !drafts.is_empty());
        let calls = by_key.iter().map(|(key, drafts)| async move {
            let call = within(self.timer, KEEP_TIME, self.gateway.keep(key, drafts));
            self.logged(call.await, "drafts are not kept in the pool");
        });
        join(calls.collect(), AT_ONCE).await;
    }

    async fn read(&self, topic: &Topic) -> Vec<Draft> {
        let key = self.key(topic);
        let call = within(self.timer, READ_TIME, self.gateway.drafts(&key));
        let drafts = self.logged(call.await, "drafts of the pool are not read");
        drafts.unwrap_or_default()
    }

    /// Returns the result of a call. Logs its error; `None` is a call that took too long.
    fn logged<T>(
        &self,
        result: Option<Result<T, GatewayError>>,
        message: &'static str,
    ) -> Option<T> {
        let warn = |error: &dyn Display| {
            tracing::warn!(game = %self.brief.game(), %error, "{message}");
        };
        match result {
            Some(Ok(value)) => return Some(value),
            Some(Err(error)) => warn(&Causes(&error)),
            None => warn(&"the pool does not respond"),
        }
        None
    }

    fn key(&self, topic: &Topic) -> PoolKey {
        // The collection tells the language.
        let language = Language::default();
        let key = PoolKey::new(topic.keyword(), &language, self.writer);
        key.of_collection(self.collection)
    }

    /// Returns whether a game may ask a question, for itself. A pool may hold drafts from before a title was denied, and
    /// drafts that break newer rules.
    fn is_usable(&self, draft: &Draft, denied: &DenyList) -> bool {
        let is_denied = |source: &quizcraft_core::Source| denied.denies(source.title().as_str());
        self.brief.kinds().contains(draft.kind())
            && !self.brief.asked().contains(draft.fingerprint())
            && !draft.source().is_some_and(is_denied)
            && Drafts::new(vec![draft.clone()]).is_ok()
    }
}

/// Returns the drafts of the pool and then those that were written for the rest of the game. If none could be written,
/// the game opens with those of the pool: always after a permanent error, and with [enough](quizcraft_core::QuestionsLimit::enough) after a transient
/// one.
pub(crate) fn together(
    brief: &Brief,
    pooled: Vec<Draft>,
    written: Result<Vec<Draft>, WriteError>,
) -> Result<Drafts, WriteError> {
    let opens = |error: &WriteError| match error {
        WriteError::NeedsLease => false,
        WriteError::Impossible(_) => !pooled.is_empty(),
        _ => pooled.len() >= brief.limit().enough(),
    };
    let written = match written {
        Err(error) if !opens(&error) => return Err(error),
        written => written.unwrap_or_default(),
    };
    Drafts::new([pooled, written].concat()).map_err(WriteError::temporary)
}
