//! Items to put into order.

use std::collections::HashSet;

use super::choices::option;
use super::{TaskError, check_options};
use crate::question::response::{InvalidResponse, Response};
use crate::question::{Choice, Kind, Score};

/// Items to put into the right order. The score is the share of pairs that are in the right order.
///
/// ```
/// use quizcraft_core::{Choice, Sequence, Task};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let planets = ["Mercury", "Venus", "Earth"].map(Choice::restore);
/// let task = Task::from(Sequence::new(planets.to_vec())?);
/// let swapped = task.parse(&["Venus", "Mercury", "Earth"].into())?;
/// assert_eq!(task.score(&swapped).thousandths(), 667, "two of three pairs are right");
/// assert!(task.parse(&["Venus", "Mercury"].into()).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    items: Vec<Choice>,
}

impl Sequence {
    /// The minimum number of items of a new question.
    pub const MIN_ITEMS: usize = 3;
    /// The maximum number of items of a new question.
    pub const MAX_ITEMS: usize = 8;

    /// Creates a sequence of items that are in the right order.
    ///
    /// # Errors
    ///
    /// A [`TaskError`] if there are too few or too many items, if two are equal, or if a restored text breaks
    /// the rules of new text.
    pub fn new(items: Vec<Choice>) -> Result<Self, TaskError> {
        let task = Self { items };
        task.check().map(|()| task)
    }

    /// Restores a stored sequence.
    #[must_use]
    pub const fn restore(items: Vec<Choice>) -> Self {
        Self { items }
    }

    /// Returns the items in the right order.
    #[must_use]
    pub fn items(&self) -> &[Choice] {
        &self.items
    }

    pub(super) fn check(&self) -> Result<(), TaskError> {
        let range = (Self::MIN_ITEMS, Self::MAX_ITEMS);
        check_options(Kind::Order, range, self.items.iter())
    }

    pub(super) fn parse(&self, texts: &[String]) -> Result<Response, InvalidResponse> {
        let given = texts.iter().map(|text| option(self.items.iter(), text));
        let given: Vec<&Choice> = given.collect::<Result<_, _>>()?;
        let distinct: HashSet<_> = given.iter().collect();
        let items = self.items.len();
        if given.len() != items || distinct.len() != items {
            return Err(InvalidResponse::NotEachOnce { items });
        }
        Ok(Response::Order(given.into_iter().cloned().collect()))
    }

    pub(super) fn score(&self, given: &[Choice]) -> Score {
        let place = |item: &Choice| self.items.iter().position(|own| own == item);
        let places: Vec<_> = given.iter().map(place).collect();
        let mut right = 0_usize;
        let mut all = 0_usize;
        for (index, before) in places.iter().enumerate() {
            for after in places.iter().skip(index.saturating_add(1)) {
                all = all.saturating_add(1);
                right = right.saturating_add(usize::from(before.is_some() && before < after));
            }
        }
        if given.len() == self.items.len() {
            Score::share(right, all)
        } else {
            Score::NONE
        }
    }
}
