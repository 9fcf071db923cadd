//! What a player responds to a question, as clients send it and as stores keep it.

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Choice, Kind};
use crate::value::{Decimal, DecimalError, TextError};

/// A response as a client sends it, before it is compared with a question: a text, a number or a list of
/// texts.
///
/// Its JSON form is that of the API:
///
/// ```
/// use quizcraft_core::RawResponse;
///
/// assert_eq!(serde_json::from_str::<RawResponse>("\"Rome\"")?, RawResponse::from("Rome"));
/// assert_eq!(serde_json::from_str::<RawResponse>("[\"a\", \"b\"]")?, ["a", "b"].into());
/// assert_eq!(serde_json::from_str::<RawResponse>("7.50")?, RawResponse::Number("7.5".into()));
/// assert!(serde_json::from_str::<RawResponse>("{}").is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RawResponse {
    /// A text. It may be a decimal number.
    Text(String),
    /// The digits of a number. A JSON number with more digits than a binary number of 64 bits holds is
    /// rounded; a client that needs them sends a text.
    Number(String),
    /// A list of texts.
    List(Vec<String>),
}

/// A response that a question allows.
///
/// Values are created by [`Task::parse`](crate::Task::parse), and by
/// [`Task::restore`](crate::Task::restore) from stored ones.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Response {
    /// One option.
    Single(Choice),
    /// A set of options, sorted by their text.
    Multiple(Vec<Choice>),
    /// A number.
    Number(Decimal),
    /// A text, as the player wrote it.
    Text(Choice),
    /// All items in the player's order.
    Order(Vec<Choice>),
}

/// The question does not allow the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidResponse {
    /// The response is of a type that this kind of question does not take.
    #[error("the response to a question of the kind {kind} is {expected}", expected = expected_type(*.kind))]
    WrongType {
        /// The kind of the question.
        kind: Kind,
    },
    /// The choice is not an option of the question.
    #[error("the choice is not an option of this question")]
    NoSuchOption,
    /// No option is chosen.
    #[error("choose at least one option")]
    NothingChosen,
    /// An option is chosen twice.
    #[error("an option is chosen more than once")]
    Repeated,
    /// The list does not contain each item once.
    #[error("the response must contain each of the {items} items once")]
    NotEachOnce {
        /// The number of items.
        items: usize,
    },
    /// The text is not an accepted number.
    #[error("the response {0}")]
    Number(DecimalError),
    /// The text breaks a rule of texts.
    #[error("the response {0}")]
    Text(TextError),
}

/// Returns the type of the responses to a kind of question.
const fn expected_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "a string: one of the options",
        Kind::Multiple => "an array of the chosen options",
        Kind::Number => "a number or a decimal string",
        Kind::Text => "a string",
        Kind::Order => "an array of all items in order",
    }
}

impl Response {
    /// Returns the kind of question that this responds to.
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

    /// Returns the chosen option of a single choice, or the text.
    #[must_use]
    pub const fn choice(&self) -> Option<&Choice> {
        match self {
            Self::Single(choice) | Self::Text(choice) => Some(choice),
            Self::Multiple(_) | Self::Number(_) | Self::Order(_) => None,
        }
    }

    /// Returns the response as a client sends it. Equal responses have equal forms, so stores keep this
    /// one.
    #[must_use]
    pub fn to_raw(&self) -> RawResponse {
        let texts = |choices: &[Choice]| choices.iter().map(ToString::to_string).collect();
        match self {
            Self::Single(choice) | Self::Text(choice) => RawResponse::Text(choice.to_string()),
            Self::Multiple(choices) | Self::Order(choices) => RawResponse::List(texts(choices)),
            Self::Number(number) => RawResponse::Number(number.to_string()),
        }
    }
}

impl From<&str> for RawResponse {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<const N: usize> From<[&str; N]> for RawResponse {
    fn from(texts: [&str; N]) -> Self {
        Self::List(texts.map(str::to_owned).to_vec())
    }
}

impl Serialize for RawResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(text) => match text.parse::<Decimal>() {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(text),
            },
            Self::List(texts) => texts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for RawResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawResponse;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number or an array of strings")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<RawResponse, E> {
        Ok(text.into())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<RawResponse, E> {
        Ok(RawResponse::Text(text))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<RawResponse, E> {
        Ok(RawResponse::Number(number.to_string()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<RawResponse, E> {
        Ok(RawResponse::Number(number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<RawResponse, E> {
        Ok(RawResponse::Number(number.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<RawResponse, A::Error> {
        let mut all = Vec::new();
        while let Some(text) = texts.next_element()? {
            all.push(text);
        }
        Ok(RawResponse::List(all))
    }
}
