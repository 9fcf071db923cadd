//! Single and multiple choice.

use std::collections::HashSet;

use super::{TaskError, check_options, may_repeat};
use crate::question::response::{InvalidResponse, Response};
use crate::question::{Choice, Kind, Score};

/// A choice of one option among several, of which one is right. It scores 1 or 0.
///
/// ```
/// use quizcraft_core::{Choice, SingleChoice, TaskError};
///
/// let single = |wrong: &[&str]| {
///     let wrong = wrong.iter().map(|&text| Choice::restore(text)).collect();
///     SingleChoice::new(Choice::restore("Mercury"), wrong)
/// };
/// assert!(single(&["Lead", "Tin"]).is_ok());
/// assert_eq!(single(&["Mer\u{ad}cury"]), Err(TaskError::Repeated), "they look the same");
/// let none = single(&[]).unwrap_err();
/// assert_eq!(none.to_string(), "a question of the kind single has 2 to 8 options, not 1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SingleChoice {
    solution: Choice,
    wrong: Vec<Choice>,
}

/// A choice of all right options among several.
///
/// The score is `(r - w) / n` and at least 0, where `r` right and `w` wrong options are chosen and `n` options
/// are right. The number of right options is not shown.
///
/// ```
/// use quizcraft_core::{Choice, MultipleChoice, Task, TaskError};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let options = |texts: &[&str]| texts.iter().map(Choice::new).collect::<Result<Vec<_>, _>>();
/// let task = Task::from(MultipleChoice::new(options(&["2", "3", "5"])?, options(&["4"])?)?);
/// let score = |raw: &[&str]| -> Result<_, Box<dyn std::error::Error>> {
///     let raw = quizcraft_core::RawResponse::List(raw.iter().map(|&text| text.into()).collect());
///     Ok(task.score(&task.parse(&raw)?).thousandths())
/// };
/// assert_eq!(score(&["2", "3"])?, 667);
/// assert_eq!(score(&["2", "3", "5", "4"])?, 667);
/// assert_eq!(score(&["4"])?, 0);
///
/// let unmixed = MultipleChoice::new(options(&["2", "3", "5"])?, vec![]);
/// assert_eq!(unmixed, Err(TaskError::NotMixed));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultipleChoice {
    right: Vec<Choice>,
    wrong: Vec<Choice>,
}

impl SingleChoice {
    /// The minimum number of options of a new question.
    pub const MIN_OPTIONS: usize = 2;
    /// The maximum number of options of a new question.
    pub const MAX_OPTIONS: usize = 8;

    /// Creates a single choice.
    ///
    /// # Errors
    ///
    /// A [`TaskError`] if there are too few or too many options, if two are equal, or if a restored text
    /// breaks the rules of new text.
    pub fn new(solution: Choice, wrong: Vec<Choice>) -> Result<Self, TaskError> {
        let task = Self { solution, wrong };
        task.check().map(|()| task)
    }

    /// Restores a stored single choice. Of options that are equal in their comparable form, only the first is
    /// kept.
    ///
    /// ```
    /// use quizcraft_core::{Choice, SingleChoice};
    ///
    /// let wrong = ["Lead", "Tin", "Lead"].map(Choice::restore);
    /// let single = SingleChoice::restore(Choice::restore("Mercury"), wrong.to_vec());
    /// assert_eq!(single.wrong(), ["Lead", "Tin"].map(Choice::restore));
    /// ```
    #[must_use]
    pub fn restore(solution: Choice, mut wrong: Vec<Choice>) -> Self {
        if may_repeat(std::iter::once(&solution).chain(&wrong)) {
            let mut seen = HashSet::from([solution.comparable()]);
            wrong.retain(|choice| seen.insert(choice.comparable()));
        }
        Self { solution, wrong }
    }

    /// Returns the right option.
    #[must_use]
    pub const fn solution(&self) -> &Choice {
        &self.solution
    }

    /// Returns the wrong options.
    #[must_use]
    pub fn wrong(&self) -> &[Choice] {
        &self.wrong
    }

    pub(super) fn check(&self) -> Result<(), TaskError> {
        let range = (Self::MIN_OPTIONS, Self::MAX_OPTIONS);
        check_options(Kind::Single, range, self.options())
    }

    fn options(&self) -> impl Iterator<Item = &Choice> + Clone {
        std::iter::once(&self.solution).chain(&self.wrong)
    }

    /// Returns the option with exactly this text.
    pub(super) fn parse(&self, text: &str) -> Result<Response, InvalidResponse> {
        let option = option(self.options(), text)?;
        Ok(Response::Single(option.clone()))
    }

    pub(super) fn score(&self, choice: &Choice) -> Score {
        Score::full_if(*choice == self.solution)
    }
}

impl MultipleChoice {
    /// The minimum number of options of a new question.
    pub const MIN_OPTIONS: usize = 3;
    /// The maximum number of options of a new question.
    pub const MAX_OPTIONS: usize = 8;

    /// Creates a multiple choice.
    ///
    /// # Errors
    ///
    /// A [`TaskError`] if there are too few or too many options, if none is right or none is wrong, if two are
    /// equal, or if a restored text breaks the rules of new text.
    pub fn new(right: Vec<Choice>, wrong: Vec<Choice>) -> Result<Self, TaskError> {
        let task = Self { right, wrong };
        task.check().map(|()| task)
    }

    /// Restores a stored multiple choice.
    #[must_use]
    pub const fn restore(right: Vec<Choice>, wrong: Vec<Choice>) -> Self {
        Self { right, wrong }
    }

    /// Returns the right options.
    #[must_use]
    pub fn right(&self) -> &[Choice] {
        &self.right
    }

    /// Returns the wrong options.
    #[must_use]
    pub fn wrong(&self) -> &[Choice] {
        &self.wrong
    }

    pub(super) fn check(&self) -> Result<(), TaskError> {
        if self.right.is_empty() || self.wrong.is_empty() {
            return Err(TaskError::NotMixed);
        }
        let range = (Self::MIN_OPTIONS, Self::MAX_OPTIONS);
        check_options(Kind::Multiple, range, self.options())
    }

    fn options(&self) -> impl Iterator<Item = &Choice> + Clone {
        self.right.iter().chain(&self.wrong)
    }

    pub(super) fn parse(&self, texts: &[String]) -> Result<Response, InvalidResponse> {
        let chosen = texts
            .iter()
            .map(|text| option(self.options(), text).cloned());
        let chosen: Vec<Choice> = chosen.collect::<Result<_, _>>()?;
        let distinct: HashSet<_> = chosen.iter().collect();
        match (chosen.len(), distinct.len()) {
            (0, _) => Err(InvalidResponse::NothingChosen),
            (all, distinct) if distinct < all => Err(InvalidResponse::Repeated),
            _ => Ok(canonical(chosen)),
        }
    }

    pub(super) fn score(&self, chosen: &[Choice]) -> Score {
        let right = chosen.iter().filter(|choice| self.right.contains(choice));
        let right = right.count();
        let wrong = chosen.len().saturating_sub(right);
        match right.saturating_sub(wrong) {
            0 => Score::NONE,
            points => Score::share(points, self.right.len()),
        }
    }
}

/// Returns the set of chosen options, sorted by their text.
pub(super) fn canonical(mut chosen: Vec<Choice>) -> Response {
    chosen.sort_unstable();
    Response::Multiple(chosen)
}

/// Returns the option with exactly this text.
pub(super) fn option<'a>(
    mut options: impl Iterator<Item = &'a Choice>,
    text: &str,
) -> Result<&'a Choice, InvalidResponse> {
    let found = options.find(|option| option.as_str() == text);
    found.ok_or(InvalidResponse::NoSuchOption)
}
