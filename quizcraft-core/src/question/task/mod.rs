//! What a question asks for, by kind: how a response is parsed, normalised and scored.

mod choices;
mod number;
mod sequence;
mod stored;
mod text;

use std::borrow::Cow;

use super::response::{InvalidResponse, RawResponse, Response};
use super::{Choice, Kind, Score};
use crate::value::TextError;
use crate::value::text::compared;

pub use choices::{MultipleChoice, SingleChoice};
pub use number::{Estimate, Unit};
pub use sequence::Sequence;
pub use text::{Accents, ShortAnswer};

/// What a question asks for, and how a response to it is scored. It knows neither a player nor a game.
///
/// ```
/// use quizcraft_core::{Choice, InvalidResponse, MultipleChoice, RawResponse, Task};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let options = |texts: &[&str]| texts.iter().map(Choice::new).collect::<Result<Vec<_>, _>>();
/// let moons = MultipleChoice::new(options(&["Io", "Europa"])?, options(&["Titan"])?)?;
/// let task = Task::from(moons);
///
/// let (half, same) = (task.parse(&["Io"].into())?, task.parse(&["Europa", "Io"].into())?);
/// assert_eq!(task.score(&half).thousandths(), 500);
/// assert_eq!(task.score(&same).thousandths(), 1000);
/// assert_eq!(same, task.correct(), "the order of the options means nothing");
/// let none: RawResponse = ["Mars"].into();
/// assert_eq!(task.parse(&none), Err(InvalidResponse::NoSuchOption));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Task {
    /// Choose the right one of several options.
    Single(SingleChoice),
    /// Choose all right ones of several options.
    Multiple(MultipleChoice),
    /// Estimate a number.
    Number(Estimate),
    /// Write a short text.
    Text(ShortAnswer),
    /// Put items into the right order.
    Order(Sequence),
}

/// The task of a draft is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TaskError {
    /// There are too few or too many options or items.
    #[error("a question of the kind {kind} has {min} to {max} options, not {actual}")]
    Options {
        /// The kind.
        kind: Kind,
        /// The minimum number.
        min: usize,
        /// The maximum number.
        max: usize,
        /// The actual number.
        actual: usize,
    },
    /// Two options, items or accepted texts are equal in their comparable form.
    #[error("two options are the same")]
    Repeated,
    /// A multiple choice needs a right and a wrong option.
    #[error("at least one option must be right, and at least one wrong")]
    NotMixed,
    /// An option, an item or an accepted text breaks the rules of new text.
    #[error("an option {0}")]
    Option(TextError),
    /// The unit breaks the rules of new text.
    #[error("the unit {0}")]
    Unit(TextError),
    /// The tolerance is negative or above the span.
    #[error("the tolerance must be at least 0 and at most the span")]
    Tolerance,
}

// No arm matches a `Task` by a wildcard, so that the compiler reports each function that lacks a new kind.
impl Task {
    /// Returns the kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Single(_) => Kind::Single,
            Self::Multiple(_) => Kind::Multiple,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::Order(_) => Kind::Order,
        }
    }

    /// Returns all options or items, the right ones first. Players MUST NOT see them in this order. A number
    /// and a text have none.
    pub fn options(&self) -> impl Iterator<Item = &Choice> {
        let (first, rest): (&[Choice], &[Choice]) = match self {
            Self::Single(task) => (std::slice::from_ref(task.solution()), task.wrong()),
            Self::Multiple(task) => (task.right(), task.wrong()),
            Self::Order(task) => (task.items(), &[]),
            Self::Number(_) | Self::Text(_) => (&[], &[]),
        };
        first.iter().chain(rest)
    }

    /// Returns the wrong options of a single or multiple choice.
    #[must_use]
    pub fn wrong(&self) -> &[Choice] {
        match self {
            Self::Single(task) => task.wrong(),
            Self::Multiple(task) => task.wrong(),
            Self::Number(_) | Self::Text(_) | Self::Order(_) => &[],
        }
    }

    /// Returns the unit of a number.
    #[must_use]
    pub const fn unit(&self) -> Option<&Unit> {
        match self {
            Self::Number(task) => task.unit(),
            Self::Single(_) | Self::Multiple(_) | Self::Text(_) | Self::Order(_) => None,
        }
    }

    /// Parses a client's response.
    ///
    /// # Errors
    ///
    /// [`InvalidResponse`] if the response has a type that the kind does not take, or if the question does not
    /// allow it.
    pub fn parse(&self, raw: &RawResponse) -> Result<Response, InvalidResponse> {
        match raw {
            RawResponse::Text(text) => match self {
                Self::Single(task) => task.parse(text),
                Self::Number(_) => number::parse(text),
                Self::Text(_) => text::parse(text),
                Self::Multiple(_) | Self::Order(_) => Err(self.wrong_type()),
            },
            RawResponse::Number(text) => match self {
                Self::Number(_) => number::parse(text),
                Self::Single(_) | Self::Multiple(_) | Self::Text(_) | Self::Order(_) => {
                    Err(self.wrong_type())
                }
            },
            RawResponse::List(texts) => match self {
                Self::Multiple(task) => task.parse(texts),
                Self::Order(task) => task.parse(texts),
                Self::Single(_) | Self::Number(_) | Self::Text(_) => Err(self.wrong_type()),
            },
        }
    }

    /// Restores a stored response, which may have been recorded under looser rules: its options need not be
    /// those of the question.
    ///
    /// # Errors
    ///
    /// [`InvalidResponse`] if the response has a type that the kind does not take, or is not a number.
    pub fn restore(&self, raw: RawResponse) -> Result<Response, InvalidResponse> {
        let choices = |texts: Vec<String>| texts.into_iter().map(Choice::restore).collect();
        match raw {
            RawResponse::Text(text) => match self {
                Self::Single(_) => Ok(Response::Single(Choice::restore(text))),
                Self::Number(_) => number::parse(&text),
                Self::Text(_) => Ok(Response::Text(Choice::restore(text))),
                Self::Multiple(_) | Self::Order(_) => Err(self.wrong_type()),
            },
            RawResponse::Number(text) => match self {
                Self::Number(_) => number::parse(&text),
                Self::Single(_) | Self::Multiple(_) | Self::Text(_) | Self::Order(_) => {
                    Err(self.wrong_type())
                }
            },
            RawResponse::List(texts) => match self {
                Self::Multiple(_) => Ok(choices::canonical(choices(texts))),
                Self::Order(_) => Ok(Response::Order(choices(texts))),
                Self::Single(_) | Self::Number(_) | Self::Text(_) => Err(self.wrong_type()),
            },
        }
    }

    const fn wrong_type(&self) -> InvalidResponse {
        InvalidResponse::WrongType { kind: self.kind() }
    }

    /// Returns the form of a response that is equal for responses that mean the same.
    ///
    /// ```
    /// use quizcraft_core::{Accents, Choice, ShortAnswer, Task};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let task = Task::from(ShortAnswer::new(vec![Choice::new("Napoléon")?], Accents::Ignored)?);
    /// let responses = [task.parse(&"napoleon".into())?, task.parse(&" NAPOLÉON ".into())?];
    /// let [first, second] = responses.map(|response| task.normalise(&response).into_owned());
    /// assert_eq!(first, second);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn normalise<'a>(&self, response: &'a Response) -> Cow<'a, Response> {
        match self {
            Self::Text(task) => match response {
                Response::Text(text) => {
                    let form = task.normalise(text.as_str());
                    Cow::Owned(Response::Text(Choice::restore(form)))
                }
                _ => Cow::Borrowed(response),
            },
            Self::Single(_) | Self::Multiple(_) | Self::Number(_) | Self::Order(_) => {
                Cow::Borrowed(response)
            }
        }
    }

    /// Returns whether two responses mean the same.
    #[must_use]
    pub fn equivalent(&self, one: &Response, other: &Response) -> bool {
        one == other || self.normalise(one) == self.normalise(other)
    }

    /// Returns the score of a response. A response of another kind scores 0.
    #[must_use]
    pub fn score(&self, response: &Response) -> Score {
        match (self, response) {
            (Self::Single(task), Response::Single(choice)) => task.score(choice),
            (Self::Multiple(task), Response::Multiple(choices)) => task.score(choices),
            (Self::Number(task), Response::Number(number)) => task.score(*number),
            (Self::Text(task), Response::Text(text)) => task.score(text.as_str()),
            (Self::Order(task), Response::Order(items)) => task.score(items),
            (
                Self::Single(_)
                | Self::Multiple(_)
                | Self::Number(_)
                | Self::Text(_)
                | Self::Order(_),
                _,
            ) => Score::NONE,
        }
    }

    /// Returns the response that scores 1: of a number the exact value, and of a text its first accepted
    /// spelling.
    #[must_use]
    pub fn correct(&self) -> Response {
        match self {
            Self::Single(task) => Response::Single(task.solution().clone()),
            Self::Multiple(task) => choices::canonical(task.right().to_vec()),
            Self::Number(task) => Response::Number(task.value()),
            Self::Text(task) => Response::Text(task.solution().clone()),
            Self::Order(task) => Response::Order(task.items().to_vec()),
        }
    }

    /// Returns the solution as a text that players read.
    pub(super) fn solution(&self) -> Choice {
        let joined = |items: &[Choice]| {
            let texts: Vec<_> = items.iter().map(Choice::as_str).collect();
            Choice::restore(texts.join(", "))
        };
        match self {
            Self::Single(task) => task.solution().clone(),
            Self::Multiple(task) => joined(task.right()),
            Self::Number(task) => Choice::restore(task.to_string()),
            Self::Text(task) => task.solution().clone(),
            Self::Order(task) => joined(task.items()),
        }
    }

    /// Checks the rules that apply to new tasks, but not to restored ones.
    pub(super) fn check(&self) -> Result<(), TaskError> {
        match self {
            Self::Single(task) => task.check(),
            Self::Multiple(task) => task.check(),
            Self::Number(task) => task.check(),
            Self::Text(task) => task.check(),
            Self::Order(task) => task.check(),
        }
    }
}

impl From<SingleChoice> for Task {
    fn from(task: SingleChoice) -> Self {
        Self::Single(task)
    }
}

impl From<MultipleChoice> for Task {
    fn from(task: MultipleChoice) -> Self {
        Self::Multiple(task)
    }
}

impl From<Estimate> for Task {
    fn from(task: Estimate) -> Self {
        Self::Number(task)
    }
}

impl From<ShortAnswer> for Task {
    fn from(task: ShortAnswer) -> Self {
        Self::Text(task)
    }
}

impl From<Sequence> for Task {
    fn from(task: Sequence) -> Self {
        Self::Order(task)
    }
}

/// Checks the number of options, that no two are the same, and the rules of new text for each.
fn check_options<'a>(
    kind: Kind,
    (min, max): (usize, usize),
    options: impl Iterator<Item = &'a Choice> + Clone,
) -> Result<(), TaskError> {
    let actual = options.clone().count();
    if !(min..=max).contains(&actual) {
        return Err(TaskError::Options {
            kind,
            min,
            max,
            actual,
        });
    }
    if repeats(options.clone()) {
        return Err(TaskError::Repeated);
    }
    for option in options {
        option.check().map_err(TaskError::Option)?;
    }
    Ok(())
}

/// Returns `false` if no two options are equal in their comparable form, and may return `true` for more options
/// than a new question has.
fn may_repeat<'a>(options: impl Iterator<Item = &'a Choice> + Clone) -> bool {
    options.clone().nth(SingleChoice::MAX_OPTIONS).is_some() || repeats(options)
}

/// Returns whether two of a few options are equal in their comparable form. Costs one allocation if the options
/// are ASCII.
fn repeats<'a>(mut options: impl Iterator<Item = &'a Choice>) -> bool {
    let mut seen = Vec::with_capacity(SingleChoice::MAX_OPTIONS);
    options.any(|option| {
        let form = compared(option.as_str());
        let repeats = seen.contains(&form);
        seen.push(form);
        repeats
    })
}
