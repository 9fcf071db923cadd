use std::fmt;

use super::Verdict;

/// The score of a response, from 0 to 1, in thousandths.
///
/// ```
/// use quizcraft_core::{Score, Verdict};
///
/// let partial = Score::of_thousandths(667).ok_or("at most 1000")?;
/// assert_eq!(partial.to_string(), "0.667");
/// assert_eq!(Verdict::from(partial), Verdict::Wrong);
/// assert_eq!(Verdict::from(Score::FULL), Verdict::Right);
/// assert_eq!(Score::of_thousandths(1001), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u16);

impl Score {
    /// The score of a wrong response, 0.
    pub const NONE: Self = Self(0);
    /// The score of a right response, 1.
    pub const FULL: Self = Self(1_000);
    /// The greatest score of a response that is not right.
    const GREATEST_PARTIAL: Self = Self(999);

    /// Returns the score of so many thousandths, or `None` if they are above 1,000.
    #[must_use]
    pub const fn of_thousandths(thousandths: u16) -> Option<Self> {
        if thousandths <= Self::FULL.0 {
            Some(Self(thousandths))
        } else {
            None
        }
    }

    /// Returns [`FULL`](Self::FULL) if the condition holds and [`NONE`](Self::NONE) otherwise.
    pub(super) const fn full_if(is_right: bool) -> Self {
        if is_right { Self::FULL } else { Self::NONE }
    }

    /// Returns the score of `part` out of `whole`, rounded to the nearest thousandth. Only the whole scores
    /// 1.
    pub(super) fn share(part: usize, whole: usize) -> Self {
        if part >= whole {
            return Self::FULL;
        }
        let thousandths = part
            .saturating_mul(2_000)
            .saturating_add(whole)
            .checked_div(whole.saturating_mul(2));
        Self::partial(thousandths.and_then(|n| u16::try_from(n).ok()).unwrap_or(0))
    }

    /// Returns a score below 1.
    pub(super) fn partial(thousandths: u16) -> Self {
        Self(thousandths).min(Self::GREATEST_PARTIAL)
    }

    /// Returns the thousandths, 0 to 1,000.
    #[must_use]
    pub const fn thousandths(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0.into(), f)
    }
}

/// A response is right if it scores 1.
impl From<Score> for Verdict {
    fn from(score: Score) -> Self {
        if score == Score::FULL {
            Self::Right
        } else {
            Self::Wrong
        }
    }
}

/// The sum of the scores of a game's responses, in thousandths.
///
/// ```
/// use quizcraft_core::{Score, TotalScore};
///
/// let total = TotalScore::default().plus(Score::FULL).plus(Score::of_thousandths(500).unwrap());
/// assert_eq!((total.thousandths(), total.to_string().as_str()), (1500, "1.5"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TotalScore(u32);

impl TotalScore {
    /// Restores a stored sum.
    #[must_use]
    pub const fn of_thousandths(thousandths: u32) -> Self {
        Self(thousandths)
    }

    /// Returns the sum of so many scores of 1.
    #[must_use]
    pub fn of_right(correct: u16) -> Self {
        Self(u32::from(correct).saturating_mul(Score::FULL.0.into()))
    }

    /// Returns the sum with one more score.
    #[must_use]
    pub fn plus(self, score: Score) -> Self {
        Self(self.0.saturating_add(score.0.into()))
    }

    /// Returns the thousandths.
    #[must_use]
    pub const fn thousandths(self) -> u32 {
        self.0
    }
}

impl fmt::Display for TotalScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, f)
    }
}

/// Formats thousandths as a decimal number.
fn show(thousandths: u32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (whole, rest) = (thousandths / 1_000, thousandths % 1_000);
    let fraction = format!("{rest:03}");
    match fraction.trim_end_matches('0') {
        "" => write!(f, "{whole}"),
        digits => write!(f, "{whole}.{digits}"),
    }
}
