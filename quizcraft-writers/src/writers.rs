//! The combinator.

use std::fmt;
use std::iter;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, WriteError};

use crate::call::call;
use crate::composition::Composition;
use crate::outcome::Failures;

/// A writer that is composed of others, in order.
///
/// Fills a brief from the first to the last writer. A later writer receives the brief for
/// [what is missing](Brief::after), with the drafts so far, and is not called once the limit is reached and every
/// keyword has questions. The drafts keep their order, their writers and their sources: those of the first writer
/// come first.
///
/// # Unknown keywords
///
/// A writer can [say](quizcraft_core::Drafts::unknown) about which keywords it has no questions. A keyword is unknown
/// as long as every writer says so that contributed to the game. The next writer then receives the brief for
/// [the share](Brief::share_for) of the unknown keywords, even if the limit is reached, with all drafts so far. As
/// many drafts of the earlier writers as necessary give their places to its drafts: those at the end of the writer
/// that has the most. If it returns fewer drafts than its share, or an error, the earlier writers keep the other
/// places, so the game has at least as many as without it.
///
/// Nothing is reserved in a game of one question, nor if the drafts of the known keywords do not fill their own share:
/// then a later writer receives the brief for what is missing, on all keywords. A writer that says nothing counts as
/// one that knows every keyword. The composition itself names the keywords that are unknown in the end.
///
/// # Drafts
///
/// Every draft passes the same checks, whichever writer wrote it. A dropped draft is not replaced by
/// its writer, but by the next ones:
///
/// - Drafts of kinds that the brief does not request are dropped, then those above the limit, then restored
///   drafts that break the rules of new ones.
/// - Drafts with a flaw are dropped: [`Review::flaws`](quizcraft_review::Review::flaws) with the keywords of the
///   brief. The review knows no aliases of keywords. Aliases only add flaws, so it never drops a draft that a
///   writer has reviewed with aliases of its own.
/// - No draft asks for the same as another, or as one of [`Brief::written`]: no two have the same fingerprint, the
///   same content, or the same prompt and solution. The later one is dropped.
/// - No draft reveals the solution of another ([`spoilers`](quizcraft_review::spoilers()) over the whole game and
///   [`Brief::written`]). The draft of the later writer is dropped, also where it is the one whose solution is
///   revealed. Of drafts of one writer, the one in most such pairs is dropped, of several the last. A later
///   writer takes no place of an earlier one, except for unknown keywords.
/// - What the player was [asked before](Brief::asked) does not count towards the limit, so that later writers can
///   write something else. It is used only if the drafts of all writers are too few, and then what was asked
///   longest ago first.
///
/// # Errors
///
/// - [`Impossible`](WriteError::Impossible) only if every writer returns it. The player reads the reason of the
///   last writer, with the suggestions of the first one that has any ([`Failure::then`](quizcraft_core::Failure::then)).
///   The last writer is called only for what no other could write, so its reason says what is missing, and perhaps
///   when it can be written. The exception is a reason that [gives way](quizcraft_core::Failure::giving_way) to that
///   of an earlier writer.
/// - [`Temporary`](WriteError::Temporary) and [`OutOfTime`](WriteError::OutOfTime) of any writer: the next writers
///   are called. If the game has five drafts then, or a third of the limit if that is less, it is returned.
///   Otherwise the first such error is returned, with its time to wait.
/// - [`NeedsLease`](WriteError::NeedsLease) is returned at once. The caller calls again under a lease, and the
///   earlier writers write their drafts again: a writer that is not deterministic for each game may return
///   others. To a brief that allows or refuses expense no writer may return it, so it counts as no drafts.
/// - A writer that panics counts as one without drafts. If there are no drafts at all, the error is `Temporary`.
/// - No writer is called once the brief [is overdue](Brief::is_overdue); that counts as `OutOfTime`.
///
/// The future holds nothing but the drafts so far and the future of one writer, so it is safe to drop at any time
/// if theirs are.
///
/// # Logs
///
/// Logs for each writer, with the game's id and the writer's number, how many drafts it returned and how many were
/// dropped for which reason; never keywords or texts.
///
/// # Examples
///
/// ```
/// use std::sync::Arc;
///
/// use async_trait::async_trait;
/// use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
/// use quizcraft_core::{Choice, Clarification, Draft, Drafts, Failure, GameId, Keywords};
/// use quizcraft_core::{PlayerId, Prompt, QuestionsLimit};
/// use quizcraft_writers::Writers;
///
/// /// Knows one question.
/// struct OfTheDay;
///
/// #[async_trait]
/// impl QuestionWriter for OfTheDay {
///     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
///         let wrong = ["Lead", "Silver", "Tin"].map(Choice::restore);
///         let draft = Draft::restore_single(
///             Prompt::restore("Which metal is liquid at room temperature?"),
///             Choice::restore("Mercury"),
///             wrong.to_vec(),
///             Clarification::restore("Mercury melts at -39 °C."),
///         );
///         Drafts::new(vec![draft]).map_err(WriteError::temporary)
///     }
/// }
///
/// /// Knows nothing.
/// struct Ignorant;
///
/// #[async_trait]
/// impl QuestionWriter for Ignorant {
///     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
///         Err(WriteError::Impossible(Failure::restore("I know nothing about that.")))
///     }
/// }
///
/// # futures_util::FutureExt::now_or_never(async {
/// let writers = Writers::new(Arc::new(Ignorant)).then(Arc::new(OfTheDay));
/// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let brief = Brief::new(game, player, Keywords::new(["metals"])?, QuestionsLimit::DEFAULT);
/// assert_eq!(writers.write(&brief).await?.iter().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap().unwrap();
/// ```
#[derive(Clone)]
pub struct Writers {
    first: Arc<dyn QuestionWriter>,
    later: Vec<Arc<dyn QuestionWriter>>,
}

impl Writers {
    /// Creates a composition of one writer.
    #[must_use]
    pub fn new(first: Arc<dyn QuestionWriter>) -> Self {
        Self {
            first,
            later: Vec::new(),
        }
    }

    /// Returns the composition with one more writer, which is called after the others.
    #[must_use]
    pub fn then(mut self, next: Arc<dyn QuestionWriter>) -> Self {
        self.later.push(next);
        self
    }

    /// Fills a game from the first to the last writer. Returns what they failed with.
    async fn fill(
        &self,
        game: &mut Composition<'_>,
        brief: &Brief,
    ) -> Result<Failures, WriteError> {
        let mut failures = Failures::default();
        for (number, writer) in (1..).zip(self.iter()) {
            let Some(own) = game.next() else {
                break;
            };
            if own.is_overdue(Instant::now()) {
                failures.add(WriteError::OutOfTime);
                break;
            }
            match call(writer, &own).await {
                Ok(Ok(drafts)) => {
                    let counts = game.add(number, &own, &drafts);
                    counts.log(brief.game(), number);
                    if !counts.has_usable() {
                        failures.add_unusable("all drafts of a writer were dropped");
                    }
                }
                Ok(Err(WriteError::NeedsLease)) if brief.expense() == Expense::NeedsLease => {
                    return Err(WriteError::NeedsLease);
                }
                Ok(Err(error)) => {
                    log_error(brief, number, &error);
                    failures.add(error);
                }
                Err(_) => {
                    tracing::error!(game = %brief.game(), writer = number, "writer panicked");
                    failures.add_unusable("a writer panicked");
                }
            }
        }
        Ok(failures)
    }

    fn iter(&self) -> impl Iterator<Item = &dyn QuestionWriter> {
        let all = iter::once(&self.first).chain(&self.later);
        all.map(|writer| &**writer)
    }
}

impl fmt::Debug for Writers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writers({})", self.iter().count())
    }
}

#[async_trait]
impl QuestionWriter for Writers {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let mut game = Composition::new(brief);
        let failures = self.fill(&mut game, brief).await?;
        let unknown = game.unknown().to_vec();
        let drafts = failures.outcome(game.finish(), brief.limit())?;
        Ok(drafts.with_unknown(unknown))
    }
}

/// Logs which error a writer returned. Its message may contain keywords.
fn log_error(brief: &Brief, number: usize, error: &WriteError) {
    let kind = match error {
        WriteError::Impossible(_) => "impossible",
        WriteError::Temporary { .. } => "temporary",
        WriteError::OutOfTime => "out of time",
        _ => "other",
    };
    tracing::info!(game = %brief.game(), writer = number, error = kind, "no drafts received");
}
