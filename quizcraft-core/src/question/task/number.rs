//! Estimates of a number.

use std::fmt;

use super::TaskError;
use crate::question::Score;
use crate::question::response::{InvalidResponse, Response};
use crate::value::Decimal;
use crate::value::text::bounded_text;

bounded_text! {
    /// The unit of a number, in one line, such as `m` or `million inhabitants`.
    Unit, at most 50 characters, One
}

/// An estimate of a number.
///
/// A response scores 1 within the tolerance of the value, and 0 from the span on. Between them the score falls
/// linearly. Neither is shown before the answer.
///
/// ```
/// use quizcraft_core::{Decimal, Estimate, RawResponse, Task, Unit};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let height = Estimate::new("8848.86".parse()?, Decimal::from(50), Decimal::from(1050))?;
/// let task = Task::from(height.with_unit(Unit::new("m")?));
/// let score = |raw: &str| task.parse(&raw.into()).map(|number| task.score(&number).thousandths());
/// assert_eq!(score("8850")?, 1000);
/// assert_eq!(score("8298.86")?, 500);
/// assert_eq!(score("4810")?, 0);
/// assert!(score("high").is_err());
/// assert_eq!(task.parse(&RawResponse::Number("8850".into()))?, task.parse(&"8850.0".into())?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    value: Decimal,
    tolerance: Decimal,
    span: Decimal,
    unit: Option<Unit>,
}

impl Estimate {
    /// Creates an estimate without a unit. Tolerance and span are distances from the value.
    ///
    /// # Errors
    ///
    /// [`TaskError::Tolerance`] if the tolerance is negative or above the span.
    pub fn new(value: Decimal, tolerance: Decimal, span: Decimal) -> Result<Self, TaskError> {
        let task = Self::restore(value, tolerance, span);
        task.check().map(|()| task)
    }

    /// Restores a stored estimate without a unit.
    #[must_use]
    pub const fn restore(value: Decimal, tolerance: Decimal, span: Decimal) -> Self {
        Self {
            value,
            tolerance,
            span,
            unit: None,
        }
    }

    /// Returns the estimate with a unit, or without one.
    #[must_use]
    pub fn with_unit(self, unit: impl Into<Option<Unit>>) -> Self {
        Self {
            unit: unit.into(),
            ..self
        }
    }

    /// Returns the value.
    #[must_use]
    pub const fn value(&self) -> Decimal {
        self.value
    }

    /// Returns the distance from the value up to which a response scores 1.
    #[must_use]
    pub const fn tolerance(&self) -> Decimal {
        self.tolerance
    }

    /// Returns the distance from the value from which a response scores 0.
    #[must_use]
    pub const fn span(&self) -> Decimal {
        self.span
    }

    /// Returns the unit.
    #[must_use]
    pub const fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    pub(super) fn check(&self) -> Result<(), TaskError> {
        if self.tolerance < Decimal::ZERO || self.span < self.tolerance {
            return Err(TaskError::Tolerance);
        }
        let unit = self.unit.as_ref().map_or(Ok(()), Unit::check);
        unit.map_err(TaskError::Unit)
    }

    pub(super) fn score(&self, number: Decimal) -> Score {
        let distance = self.value.distance(number);
        if distance <= self.tolerance {
            return Score::FULL;
        }
        if distance >= self.span {
            return Score::NONE;
        }
        let left = self.span.minus(distance);
        let thousandths = left.thousandths_of(self.span.minus(self.tolerance));
        Score::partial(thousandths.unwrap_or(0))
    }
}

/// The value with its unit.
impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.unit {
            Some(unit) => write!(f, "{} {unit}", self.value),
            None => write!(f, "{}", self.value),
        }
    }
}

pub(super) fn parse(text: &str) -> Result<Response, InvalidResponse> {
    let number = text.parse().map_err(InvalidResponse::Number)?;
    Ok(Response::Number(number))
}
