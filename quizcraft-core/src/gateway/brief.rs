use std::time::Instant;

use crate::game::{Game, Keywords, Pending, Stage};
use crate::question::{Asked, Draft, Kinds, QuestionsLimit};
use crate::value::{GameId, Keyword, PlayerId};

/// The assignment of a writer: keywords, number and kinds of questions, the player, what the player was asked
/// before, and the deadline.
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use quizcraft_core::gateway::Brief;
/// use quizcraft_core::{GameId, Keywords, PlayerId, QuestionsLimit};
///
/// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let brief = Brief::new(game, player, Keywords::new(["Rome"])?, QuestionsLimit::DEFAULT);
/// assert_eq!(brief.deadline(), None);
///
/// let now = Instant::now();
/// let (sooner, later) = (now + Duration::from_secs(5), now + Duration::from_secs(20));
/// let brief = brief.by(sooner).by(later);
/// assert!(!brief.is_overdue(now));
/// assert!(brief.is_overdue(sooner), "a second deadline does not extend the first");
/// # Ok::<(), quizcraft_core::KeywordsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    game: GameId,
    player: PlayerId,
    keywords: Keywords,
    limit: QuestionsLimit,
    kinds: Kinds,
    asked: Asked,
    written: Vec<Draft>,
    expense: Expense,
    deadline: Option<Instant>,
}

/// Whether a writer may do what costs money or much time for a brief.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expense {
    /// Not yet: a writer that has to returns [`WriteError::NeedsLease`](super::WriteError::NeedsLease), and is called
    /// again under a lease on the game.
    #[default]
    NeedsLease,
    /// The caller holds the lease on the game, so no other worker calls a writer for it.
    Allowed,
    /// No: the game or its player has reached a limit. A writer writes what it can without expense.
    Refused(RefusedExpense),
}

/// The limit that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusedExpense {
    /// A lease on this game was taken [as often as allowed](crate::Lease::MAX_ATTEMPTS).
    Attempts,
    /// As many games of the player have been written under a lease within this hour as the operator
    /// [allows](crate::Quiz::with_expensive_games_per_hour).
    GamesPerHour,
}

impl Brief {
    /// Creates a brief for at most `limit` single choice questions about `keywords` for a game of `player`. A
    /// limit above [`QuestionsLimit::MAX`], which a stored game may have, is reduced to it.
    #[must_use]
    pub fn new(game: GameId, player: PlayerId, keywords: Keywords, limit: QuestionsLimit) -> Self {
        Self {
            game,
            player,
            keywords,
            limit: limit.min(QuestionsLimit::GREATEST),
            kinds: Kinds::default(),
            asked: Asked::default(),
            written: Vec::new(),
            expense: Expense::default(),
            deadline: None,
        }
    }

    /// Returns the brief for questions of these kinds.
    #[must_use]
    pub fn with_kinds(self, kinds: Kinds) -> Self {
        Self { kinds, ..self }
    }

    /// Returns the brief with what the player was asked before about the same keywords.
    #[must_use]
    pub fn with_asked(self, asked: Asked) -> Self {
        Self { asked, ..self }
    }

    /// Returns the brief for what is missing once these drafts are written, or `None` if they reach the limit.
    ///
    /// ```
    /// use quizcraft_core::gateway::Brief;
    /// # use quizcraft_core::{Choice, Clarification, Draft, GameId, Keywords, PlayerId, Prompt};
    /// # use quizcraft_core::QuestionsLimit;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// # let draft = Draft::single(
    /// #     Prompt::new("Which metal is liquid?")?,
    /// #     Choice::new("Mercury")?,
    /// #     vec![Choice::new("Lead")?],
    /// #     Clarification::new("It melts at -39 °C.")?,
    /// # )?;
    /// let brief = Brief::new(game, player, Keywords::new(["Rome"])?, QuestionsLimit::new(2)?);
    /// let rest = brief.after(vec![draft.clone()]).ok_or("one is missing")?;
    /// assert_eq!((rest.limit().get(), rest.written()), (1, [draft.clone()].as_slice()));
    /// assert_eq!(rest.after(vec![draft]), None);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn after(&self, drafts: Vec<Draft>) -> Option<Self> {
        let missing = usize::from(self.limit.get()).checked_sub(drafts.len())?;
        self.beside(drafts, missing)
    }

    /// Returns the brief for a share of the game about keywords that the writers of these drafts do not know, or
    /// `None` if nothing has to be reserved for them.
    ///
    /// The share is the limit by the number of these keywords among all of the brief: at least one question, and
    /// never all. Nothing is reserved
    ///
    /// - if no keyword of the brief is unknown, or every one,
    /// - in a game of one question,
    /// - if more questions are [missing](Self::after) than the share: then the known keywords lack questions as well.
    ///
    /// ```
    /// use quizcraft_core::gateway::Brief;
    /// # use quizcraft_core::{Choice, Clarification, Draft, GameId, Keywords, PlayerId, Prompt};
    /// # use quizcraft_core::{Keyword, QuestionsLimit};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// # let drafts = vec![Draft::single(
    /// #     Prompt::new("Which metal is liquid?")?,
    /// #     Choice::new("Mercury")?,
    /// #     vec![Choice::new("Lead")?],
    /// #     Clarification::new("It melts at -39 °C.")?,
    /// # )?; 15];
    /// let keywords = Keywords::new(["metals", "Zorvelle"])?;
    /// let brief = Brief::new(game, player, keywords, QuestionsLimit::new(15)?);
    /// let town = Keyword::new("Zorvelle")?;
    /// let share = brief.share_for(std::slice::from_ref(&town), drafts).ok_or("reserved")?;
    /// assert_eq!((share.limit().get(), share.written().len()), (7, 15));
    /// assert!(share.keywords().iter().eq([&town]));
    /// assert_eq!(brief.share_for(&[town], Vec::new()), None);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn share_for(&self, unknown: &[Keyword], drafts: Vec<Draft>) -> Option<Self> {
        let own = self.keywords.iter();
        let keywords = own.filter(|keyword| unknown.contains(keyword)).cloned();
        let keywords = Keywords::restore(keywords);
        let (part, all) = (keywords.iter().len(), self.keywords.iter().len());
        let limit = usize::from(self.limit.get());
        let share = limit.saturating_mul(part).checked_div(all)?.max(1);
        let share = share.min(limit.saturating_sub(1));
        if part == 0 || part == all || limit.saturating_sub(drafts.len()) > share {
            return None;
        }
        let share = self.beside(drafts, share)?;
        Some(Self { keywords, ..share })
    }

    /// Returns the brief for this number of questions beside these drafts, or `None` if the number is no limit.
    fn beside(&self, drafts: Vec<Draft>, questions: usize) -> Option<Self> {
        let limit = QuestionsLimit::new(i64::try_from(questions).ok()?).ok()?;
        let mut brief = Self {
            limit,
            ..self.clone()
        };
        brief.written.extend(drafts);
        Some(brief)
    }

    /// Returns the brief with this rule for what costs money or much time.
    #[must_use]
    pub fn with_expense(self, expense: Expense) -> Self {
        Self { expense, ..self }
    }

    /// Returns the brief with a deadline. If it already has one, the earlier one applies.
    #[must_use]
    pub fn by(self, deadline: Instant) -> Self {
        let deadline = self.deadline.map_or(deadline, |own| own.min(deadline));
        Self {
            deadline: Some(deadline),
            ..self
        }
    }

    /// Returns the brief of a pending game, or `None` if the game is ready, finished or failed.
    ///
    /// ```
    /// use quizcraft_core::gateway::Brief;
    /// use quizcraft_core::{GameId, GameRequest, PlayerId, Timestamp};
    ///
    /// let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([7; 32]));
    /// let new = GameRequest::parse(["Rome"], Some(5))?.begin(id, player, Timestamp::from_secs(0));
    /// assert_eq!(Brief::of(new.game()).map(|brief| brief.limit().get()), Some(5));
    /// # Ok::<(), quizcraft_core::InvalidGame>(())
    /// ```
    #[must_use]
    pub fn of(game: &Game) -> Option<Self> {
        let limit = match game.stage() {
            Stage::Pending(pending) => Pending::limit(pending),
            Stage::Ready(_) | Stage::Finished(_) | Stage::Failed(_) => return None,
        };
        let brief = Self::new(game.id(), game.player(), game.keywords().clone(), limit);
        Some(brief.with_kinds(game.kinds()))
    }

    /// Returns the game that the questions are for. Writers can use it as a seed.
    #[must_use]
    pub const fn game(&self) -> GameId {
        self.game
    }

    /// Returns the player of the game.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }

    /// Returns the keywords of the game.
    #[must_use]
    pub const fn keywords(&self) -> &Keywords {
        &self.keywords
    }

    /// Returns the maximum number of questions.
    #[must_use]
    pub const fn limit(&self) -> QuestionsLimit {
        self.limit
    }

    /// Returns the kinds of questions that the game may contain. Drafts of other kinds are ignored.
    #[must_use]
    pub const fn kinds(&self) -> Kinds {
        self.kinds
    }

    /// Returns what the player was asked before about the same keywords. A writer SHOULD ask for something
    /// else while it can. The list may be incomplete.
    #[must_use]
    pub const fn asked(&self) -> &Asked {
        &self.asked
    }

    /// Returns the drafts that other writers have already written for the game. They do not count towards the
    /// limit. A writer MUST NOT ask for the same, and SHOULD NOT reveal their solutions.
    #[must_use]
    pub fn written(&self) -> &[Draft] {
        &self.written
    }

    /// Returns whether the writer may do what costs money or much time.
    #[must_use]
    pub const fn expense(&self) -> Expense {
        self.expense
    }

    /// Returns the time at which the caller stops waiting for the questions, or `None` if it does not.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Returns whether the deadline has passed at `now`.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.deadline.is_some_and(|deadline| deadline <= now)
    }
}
