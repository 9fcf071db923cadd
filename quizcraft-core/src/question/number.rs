use std::fmt;
use std::num::NonZeroU16;

/// The maximum number of questions that a client requests for a game.
///
/// 1 to 50 for a new game, by default 15; stored games may have had other limits.
///
/// ```
/// use quizcraft_core::QuestionsLimit;
///
/// assert_eq!(QuestionsLimit::default().get(), 15);
/// let error = QuestionsLimit::new(51).unwrap_err();
/// assert_eq!(error.to_string(), "a game has 1 to 50 questions, not 51");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuestionsLimit(NonZeroU16);

/// The questions limit is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a game has 1 to {max} questions, not {0}", max = QuestionsLimit::MAX)]
pub struct QuestionsLimitError(i64);

impl QuestionsLimit {
    /// The maximum number of questions of a new game.
    pub const MAX: u16 = 50;
    /// The maximum limit of a new game.
    pub(crate) const GREATEST: Self = Self(NonZeroU16::MIN.saturating_add(Self::MAX - 1));
    /// The limit if the client does not request one.
    pub const DEFAULT: Self = Self(NonZeroU16::MIN.saturating_add(14));

    /// Creates a limit for a new game.
    ///
    /// # Errors
    ///
    /// [`QuestionsLimitError`] if it is not from 1 to [`MAX`](Self::MAX).
    pub fn new(limit: i64) -> Result<Self, QuestionsLimitError> {
        u16::try_from(limit)
            .ok()
            .filter(|&limit| limit <= Self::MAX)
            .and_then(NonZeroU16::new)
            .map(Self)
            .ok_or(QuestionsLimitError(limit))
    }

    /// Restores the limit of a stored game.
    #[must_use]
    pub const fn restore(limit: NonZeroU16) -> Self {
        Self(limit)
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0.get()
    }

    /// Returns the number of questions with which a game is opened, if the others cannot be written now: five, or a
    /// third of the limit if that is less.
    ///
    /// ```
    /// use quizcraft_core::QuestionsLimit;
    ///
    /// let enough = |limit| Ok::<_, quizcraft_core::QuestionsLimitError>(QuestionsLimit::new(limit)?.enough());
    /// assert_eq!((enough(1)?, enough(10)?, enough(50)?), (1, 4, 5));
    /// # Ok::<(), quizcraft_core::QuestionsLimitError>(())
    /// ```
    #[must_use]
    pub fn enough(self) -> usize {
        usize::from(self.get().div_ceil(3)).min(5)
    }
}

impl Default for QuestionsLimit {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The number of a question in its game, counted from 1.
///
/// ```
/// use quizcraft_core::QuestionIndex;
///
/// assert_eq!(QuestionIndex::new(1), Some(QuestionIndex::FIRST));
/// assert_eq!(QuestionIndex::new(0), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionIndex(NonZeroU16);

impl QuestionIndex {
    /// The first question.
    pub const FIRST: Self = Self(NonZeroU16::MIN);
    /// An index that no question can have.
    const NONE: Self = Self(NonZeroU16::MAX);

    /// Returns the index with this number, or `None` if no question can have it.
    #[must_use]
    pub fn new(number: i64) -> Option<Self> {
        let index = u16::try_from(number).ok().and_then(NonZeroU16::new);
        index.map(Self).filter(|index| *index < Self::NONE)
    }

    /// Returns the index with this number from a client. A number that no question can have yields an
    /// index that no lookup finds.
    ///
    /// ```
    /// use quizcraft_core::QuestionIndex;
    ///
    /// assert_eq!(Some(QuestionIndex::named(2)), QuestionIndex::new(2));
    /// assert_eq!(QuestionIndex::new(70_000), None);
    /// assert_eq!(QuestionIndex::named(70_000), QuestionIndex::named(-1), "no question has this index");
    /// ```
    #[must_use]
    pub fn named(number: i64) -> Self {
        Self::new(number).unwrap_or(Self::NONE)
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0.get()
    }

    /// Returns all indices in ascending order.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (1..=u16::MAX).filter_map(NonZeroU16::new).map(Self)
    }
}

impl fmt::Display for QuestionIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
