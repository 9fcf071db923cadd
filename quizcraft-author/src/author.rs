//! The writer with a language model.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, DraftPool, Expense, QuestionWriter, WriteError};
use quizcraft_core::{Draft, Drafts, Kind, WriterName};
use quizcraft_review::Review;

use crate::breaker::Breaker;
use crate::budget::Ledger;
use crate::calls::{BudgetedModel, RetryingResearch, Server, patience};
use crate::day::Tally;
use crate::failure::Reason;
use crate::game::Game;
use crate::gate::Topic;
use crate::known::Known;
use crate::pool::{Drawn, Pool, together};
use crate::retry::Backoff;
use crate::{
    Budget, ChatModel, CircuitOpen, DenyList, Progress, Report, Research, Timer, TokensPerDay,
};

/// The version of the prompts, which is part of the name of the writer.
const PROMPTS: u32 = 1;
/// The time between the end of writing and the deadline of a brief, in which the caller stores the questions.
const MARGIN: Duration = Duration::from_secs(2);

/// A writer that has a language model write questions from articles.
///
/// - It writes single choices only: with the default [`Budget`] up to 25 for a game, and no more than the articles
///   have sentences.
/// - Its questions cost money, so it writes them only under a lease on the game ([`WriteError::NeedsLease`]).
/// - Each question has the article as its source, and a fingerprint of the article and the solution. It writes about
///   sentences of which the player was not asked before, and about others only if there are too few of them.
/// - With a [pool](Self::with_pool), it uses what was written and verified for earlier games: without a lease and a call if
///   this reaches the limit, also if expense is refused, and without what the player was asked before. It writes about
///   sentences of which the pool has no question. If the articles have too few of them, it repeats what the player was
///   asked before, the longest ago first, but not in a game for which the model may not be called: its player reads why.
///   If the rest cannot be written, a game opens with what the pool has that is new to the player: always after a
///   permanent error, and after a transient one with at least five questions or a third of the limit.
/// - It makes a call only if the [`Budget`] of the game allows it. At the end of the time it returns the questions
///   that passed every stage.
/// - A call that the end of its stage cuts off counts as a failure if it ran for at least a fifth of the time of the
///   [`Budget`], and if the server replied to no other call meanwhile. After five consecutive failures of the model or of the collection of articles, it fails every brief for a minute
///   without calling that server. All games of one author share this state, so a process should have one author.
/// - It logs counts, durations and reasons, but neither keywords nor articles, prompts, replies or questions.
///
/// # Examples
///
/// The feature `http` has implementations of the gateways. Here, no article is found:
///
/// ```
/// use std::sync::Arc;
/// use std::time::{Duration, Instant};
///
/// use async_trait::async_trait;
/// use quizcraft_author::{
///     Article, ArticleTitle, Author, ChatModel, ChatReply, ChatRequest, ModelError, ModelName, Research,
///     ResearchError, Timer,
/// };
/// use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, WriteError};
/// use quizcraft_core::{GameId, Keywords, PlayerId, QuestionsLimit};
///
/// struct Nothing(ModelName);
///
/// #[async_trait]
/// impl Research for Nothing {
///     fn collection(&self) -> &str {
///         "nothing"
///     }
///     async fn titles(&self, _: &str) -> Result<Vec<ArticleTitle>, ResearchError> {
///         Ok(Vec::new())
///     }
///     async fn article(&self, _: &ArticleTitle) -> Result<Option<Article>, ResearchError> {
///         Ok(None)
///     }
/// }
///
/// #[async_trait]
/// impl ChatModel for Nothing {
///     fn name(&self) -> &ModelName {
///         &self.0
///     }
///     async fn complete(&self, _: &ChatRequest) -> Result<ChatReply, ModelError> {
///         Err(ModelError::Permanent { source: "no server".into() })
///     }
/// }
///
/// #[async_trait]
/// impl Timer for Nothing {
///     fn now(&self) -> Instant {
///         Instant::now()
///     }
///     async fn sleep(&self, _: Duration) {
///         std::future::pending().await
///     }
/// }
///
/// # futures_util::FutureExt::now_or_never(async {
/// let nothing = Arc::new(Nothing(ModelName::new("none")?));
/// let author = Author::new(nothing.clone(), nothing.clone(), nothing);
/// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let brief = Brief::new(game, player, Keywords::new(["Atlantis"])?, QuestionsLimit::DEFAULT);
/// assert!(matches!(author.write(&brief).await, Err(WriteError::NeedsLease)));
/// let brief = brief.with_expense(Expense::Allowed);
/// let error = author.write(&brief).await.unwrap_err();
/// assert!(matches!(error, WriteError::Impossible(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap().unwrap();
/// ```
pub struct Author {
    research: Arc<dyn Research>,
    model: Arc<dyn ChatModel>,
    timer: Arc<dyn Timer>,
    budget: Budget,
    denied: DenyList,
    pool: Option<Arc<dyn DraftPool>>,
    tokens_per_day: Option<TokensPerDay>,
    progress: Arc<dyn Progress>,
    research_breaker: Breaker,
    model_breaker: Breaker,
    backoff: Backoff,
}

impl Author {
    /// Creates an author with the default budget and an empty deny list.
    #[must_use]
    pub fn new(
        research: Arc<dyn Research>,
        model: Arc<dyn ChatModel>,
        timer: Arc<dyn Timer>,
    ) -> Self {
        Self {
            research,
            model,
            timer,
            budget: Budget::default(),
            denied: DenyList::default(),
            pool: None,
            tokens_per_day: None,
            progress: Arc::new(()),
            research_breaker: Breaker::default(),
            model_breaker: Breaker::default(),
            backoff: Backoff::default(),
        }
    }

    /// Returns the author with a budget for each game.
    #[must_use]
    pub fn with_budget(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// Returns the author with words and phrases about which it writes nothing.
    #[must_use]
    pub fn with_deny_list(self, denied: DenyList) -> Self {
        Self { denied, ..self }
    }

    /// Returns the author with a pool of drafts. Games use its drafts first, and keep new ones in it. Authors with the
    /// same pool share drafts of the same [collection](Research::collection), model and version of the prompts.
    #[must_use]
    pub fn with_pool(self, pool: Arc<dyn DraftPool>) -> Self {
        let pool = Some(pool);
        Self { pool, ..self }
    }

    /// Returns the author with a limit of the tokens of all games per day. At the limit, it makes no call until the next
    /// day. [`TokensPerDay`] tells when tokens are counted.
    #[must_use]
    pub fn with_tokens_per_day(self, tokens: TokensPerDay) -> Self {
        let tokens_per_day = Some(tokens);
        Self {
            tokens_per_day,
            ..self
        }
    }

    /// Returns the author with an observer of its games.
    #[must_use]
    pub fn with_progress(self, progress: Arc<dyn Progress>) -> Self {
        Self { progress, ..self }
    }

    /// Returns the open circuit of the model, or `None` if the model is called.
    #[must_use]
    pub fn model_circuit(&self) -> Option<CircuitOpen> {
        self.model_breaker.check(self.timer.now()).err()
    }

    /// Returns the open circuit of the collection of articles, or `None` if the collection is called.
    #[must_use]
    pub fn research_circuit(&self) -> Option<CircuitOpen> {
        self.research_breaker.check(self.timer.now()).err()
    }

    /// Returns the name of the writer in its drafts: the model, and the version of the prompts.
    #[must_use]
    pub fn name(&self) -> WriterName {
        // The name of a model is short enough.
        WriterName::restore(format!(
            "model {}, prompts {PROMPTS}",
            self.model.name().as_str()
        ))
    }

    /// Writes the questions that [`QuestionWriter::write`] returns, with a report of their cost.
    ///
    /// # Errors
    ///
    /// The errors of [`QuestionWriter::write`], in the first part of the result.
    pub async fn compose(&self, brief: &Brief) -> (Result<Drafts, WriteError>, Report) {
        let topics = match self.topics(brief) {
            Err(error) => return (Err(error), Report::default()),
            Ok(topics) => topics,
        };
        let (review, name) = (Review::new(brief.keywords()), self.name());
        let pool = self.pool(brief, &name);
        let drawn = match &pool {
            Some(pool) => pool.draw(&topics, &self.denied, &review).await,
            None => Drawn::default(),
        };
        let (pooled, unused) = (drawn.drafts, drawn.unused);
        let (written, mut report) = match brief.after(pooled.clone()) {
            None => (Ok(Vec::new()), Report::default()),
            Some(rest) => {
                let known = Known::new(&rest, unused);
                self.write_rest(&rest, known, topics, pool, &review, &name)
                    .await
            }
        };
        let count = &mut report.passed.pooled;
        *count = count.saturating_add(pooled.len());
        (together(brief, pooled, written), report)
    }

    /// Returns the topics of a game, or the error of a brief about which nothing can be written.
    fn topics(&self, brief: &Brief) -> Result<Vec<Topic>, WriteError> {
        if !brief.kinds().contains(Kind::Single) {
            return Err(Reason::OtherKinds.error(brief));
        }
        let topics = Topic::of(brief.keywords(), &self.denied);
        if topics.is_empty() {
            return Err(Reason::Denied.error(brief));
        }
        Ok(topics)
    }

    /// Returns the pool for a game. A game that is out of time does not read it.
    fn pool<'a>(&'a self, brief: &'a Brief, writer: &'a WriterName) -> Option<Pool<'a>> {
        let now = self.timer.now();
        self.deadline(brief, now)
            .filter(|deadline| *deadline > now)?;
        Some(Pool {
            gateway: self.pool.as_deref()?,
            timer: &*self.timer,
            collection: self.research.collection(),
            writer,
            brief,
        })
    }

    /// Has the model write what the pool lacks.
    async fn write_rest(
        &self,
        brief: &Brief,
        known: Known<'_>,
        topics: Vec<Topic>,
        pool: Option<Pool<'_>>,
        review: &Review<'static>,
        writer: &WriterName,
    ) -> (Result<Vec<Draft>, WriteError>, Report) {
        let deadline = match self.admit(brief).await {
            Err(error) => return (Err(error), Report::default()),
            Ok(deadline) => deadline,
        };
        let ledger = Ledger::new(self.budget);
        let tally = Tally::new(
            self.tokens_per_day.as_ref(),
            &ledger,
            &*self.timer,
            deadline,
        );
        let [research, model] =
            [&self.research_breaker, &self.model_breaker].map(|breaker| Server {
                timer: &*self.timer,
                breaker,
                backoff: &self.backoff,
                deadline,
                patience: patience(&self.budget),
            });
        let mut game = Game {
            brief,
            topics,
            pool,
            known,
            denied: &self.denied,
            review,
            writer,
            research: RetryingResearch {
                research: &*self.research,
                server: research,
            },
            model: BudgetedModel {
                model: &*self.model,
                server: model,
                ledger: &ledger,
                tally: &tally,
            },
            budget: self.budget,
            progress: &*self.progress,
            report: Report::default(),
            last_error: None,
        };
        let result = game.write().await;
        let report = game.report();
        self.progress.finished(&report);
        tally.finish().await;
        (result, report)
    }

    /// Returns the deadline of a game, or the error of a brief for which the model may not be called.
    async fn admit(&self, brief: &Brief) -> Result<Instant, WriteError> {
        if let Expense::Refused(limit) = brief.expense() {
            return Err(Reason::Refused(limit).error(brief));
        }
        let now = self.timer.now();
        for breaker in [&self.research_breaker, &self.model_breaker] {
            let open = |open: CircuitOpen| WriteError::temporary(open).after(open.rest());
            breaker.check(now).map_err(open)?;
        }
        let deadline = self.deadline(brief, now);
        let deadline = deadline.filter(|deadline| *deadline > now);
        let deadline = deadline.ok_or(WriteError::OutOfTime)?;
        // Checked before the caller takes the lease, which counts as a game of the player.
        self.check_day(brief, deadline).await?;
        match brief.expense() {
            Expense::Allowed => Ok(deadline),
            _ => Err(WriteError::NeedsLease),
        }
    }

    /// Returns an error if the tokens of the day are spent, or if their number is unknown.
    async fn check_day(&self, brief: &Brief, deadline: Instant) -> Result<(), WriteError> {
        match &self.tokens_per_day {
            Some(day) => day.check(brief, &*self.timer, deadline).await,
            None => Ok(()),
        }
    }

    /// Returns when the author stops. It is `None` if the brief leaves no time.
    fn deadline(&self, brief: &Brief, now: Instant) -> Option<Instant> {
        let own = now.checked_add(self.budget.time())?;
        match brief.deadline() {
            None => Some(own),
            Some(deadline) => Some(own.min(deadline.checked_sub(MARGIN)?)),
        }
    }
}

#[async_trait]
impl QuestionWriter for Author {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let (result, report) = self.compose(brief).await;
        if !matches!(result, Err(WriteError::NeedsLease)) {
            report.log(brief, result.as_ref().err());
        }
        result
    }
}

/// The gateways hold keys, so only the limits are printed.
impl fmt::Debug for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Author")
            .field("model", self.model.name())
            .field("budget", &self.budget)
            .field("denied", &self.denied)
            .field("tokens_per_day", &self.tokens_per_day)
            .finish_non_exhaustive()
    }
}
