//! The pool of verified drafts, as one game uses it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
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

/// The drafts of the pool about the topics of a game.
#[derive(Default)]
pub(crate) struct Drawn {
    /// Those that fit the game and each other, at most as many as the limit.
    pub(crate) drafts: Vec<Draft>,
    /// The others.
    pub(crate) unused: Unused,
}

/// The drafts of the pool that a game does not use.
#[derive(Default)]
pub(crate) struct Unused {
    /// Those that the player was asked before, the longest ago first.
    pub(crate) repeats: Vec<Draft>,
    /// Those that repeat or reveal a question of the game, or have a flaw beside its keywords.
    pub(crate) rejected: Vec<Draft>,
    /// Those that no such game may ask, because of a denied title, the kind, or the limits of today.
    pub(crate) misfits: Vec<Draft>,
}

impl Pool<'_> {
    /// Returns the drafts about the topics. Those for the game are in an order that differs from game to game, and the
    /// topics alternate. A failure counts as an empty pool.
    pub(crate) async fn draw(
        &self,
        topics: &[Topic],
        denied: &DenyList,
        review: &Review<'_>,
    ) -> Drawn {
        let reads = topics.iter().map(|topic| self.read(topic)).collect();
        let mut drawn = Drawn::default();
        let mut new = Vec::new();
        for drafts in join(reads, AT_ONCE).await {
            let is_usable = |draft: &Draft| self.is_usable(draft, denied);
            let (usable, misfits): (Vec<_>, _) = drafts.into_iter().partition(is_usable);
            let (repeats, mut own): (Vec<_>, Vec<_>) = usable.into_iter().partition(|draft| {
                let asked = self.brief.asked();
                asked.contains(draft.fingerprint())
            });
            own.sort_by_cached_key(|draft| draft.fingerprint().rank(self.brief.game()));
            new.push(own);
            drawn.unused.repeats.extend(repeats);
            drawn.unused.misfits.extend(misfits);
        }
        self.sort_by_age(&mut drawn.unused.repeats);
        let mut selection = Selection::beside(self.brief.written().to_vec());
        for draft in interleaved(new) {
            if drawn.drafts.len() >= self.brief.limit().get().into() {
                break;
            }
            match selection.add_draft(draft.clone(), review) {
                Ok(()) => drawn.drafts.push(draft),
                Err(_) => drawn.unused.rejected.push(draft),
            }
        }
        drawn
    }

    /// Sorts drafts that the player was asked before: the longest ago first. Keeps each once.
    fn sort_by_age(&self, drafts: &mut Vec<Draft>) {
        let newest_first = self.brief.asked().iter().zip(0..);
        let ages: HashMap<_, usize> = newest_first.collect();
        drafts.sort_by_key(|own| Reverse(ages.get(&own.fingerprint()).copied()));
        drafts.dedup_by_key(|own| own.fingerprint());
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

    /// Returns whether the game may ask a question, for itself, if the player was not asked before. A pool may hold drafts from before a title was denied, and
    /// drafts that break newer rules.
    fn is_usable(&self, draft: &Draft, denied: &DenyList) -> bool {
        let is_denied = |source: &quizcraft_core::Source| denied.denies(source.title().as_str());
        self.brief.kinds().contains(draft.kind())
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
