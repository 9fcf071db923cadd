//! The stored form of tasks, which stores keep as JSON or in any other format of serde.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Accents, Choice, Estimate, MultipleChoice, Sequence, ShortAnswer, SingleChoice, Task, Unit,
};
use crate::value::Decimal;

/// The stored form. A change that older versions cannot read gets a new variant.
#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
enum Stored {
    #[serde(rename = "1")]
    First(Fields),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Fields {
    Single {
        solution: String,
        wrong: Vec<String>,
    },
    Multiple {
        right: Vec<String>,
        wrong: Vec<String>,
    },
    Number {
        value: String,
        tolerance: String,
        span: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    Text {
        solution: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        further: Vec<String>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        accents_matter: bool,
    },
    Order {
        items: Vec<String>,
    },
}

/// The stored form, with a version.
///
/// ```
/// use quizcraft_core::{Choice, Sequence, Task};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let items = ["Mercury", "Venus", "Earth"].map(Choice::restore).to_vec();
/// let task = Task::from(Sequence::new(items)?);
/// let json = serde_json::to_string(&task)?;
/// assert_eq!(json, r#"{"version":"1","kind":"order","items":["Mercury","Venus","Earth"]}"#);
/// assert_eq!(serde_json::from_str::<Task>(&json)?, task);
/// assert!(serde_json::from_str::<Task>(&json.replace("order", "essay")).is_err());
/// # Ok(())
/// # }
/// ```
impl Serialize for Task {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Stored::First(Fields::from(self)).serialize(serializer)
    }
}

/// Restores a stored task without checking the rules of new ones.
impl<'de> Deserialize<'de> for Task {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored::First(fields) = Stored::deserialize(deserializer)?;
        fields.restore().map_err(serde::de::Error::custom)
    }
}

impl From<&Task> for Fields {
    fn from(task: &Task) -> Self {
        match task {
            Task::Single(task) => Self::Single {
                solution: task.solution().to_string(),
                wrong: texts(task.wrong()),
            },
            Task::Multiple(task) => Self::Multiple {
                right: texts(task.right()),
                wrong: texts(task.wrong()),
            },
            Task::Number(task) => Self::Number {
                value: task.value().to_string(),
                tolerance: task.tolerance().to_string(),
                span: task.span().to_string(),
                unit: task.unit().map(ToString::to_string),
            },
            Task::Text(task) => Self::Text {
                solution: task.solution().to_string(),
                further: texts(task.accepted().skip(1)),
                accents_matter: task.accents() == Accents::Matter,
            },
            Task::Order(task) => Self::Order {
                items: texts(task.items()),
            },
        }
    }
}

impl Fields {
    fn restore(self) -> Result<Task, crate::value::DecimalError> {
        Ok(match self {
            Self::Single { solution, wrong } => {
                SingleChoice::restore(Choice::restore(solution), choices(wrong)).into()
            }
            Self::Multiple { right, wrong } => {
                MultipleChoice::restore(choices(right), choices(wrong)).into()
            }
            Self::Number {
                value,
                tolerance,
                span,
                unit,
            } => {
                let [value, tolerance, span]: [Decimal; 3] =
                    [value.parse()?, tolerance.parse()?, span.parse()?];
                let estimate = Estimate::restore(value, tolerance, span);
                estimate.with_unit(unit.map(Unit::restore)).into()
            }
            Self::Text {
                solution,
                further,
                accents_matter,
            } => {
                let accents = if accents_matter {
                    Accents::Matter
                } else {
                    Accents::Ignored
                };
                ShortAnswer::restore(Choice::restore(solution), choices(further), accents).into()
            }
            Self::Order { items } => Sequence::restore(choices(items)).into(),
        })
    }
}

fn texts<'a>(choices: impl IntoIterator<Item = &'a Choice>) -> Vec<String> {
    choices.into_iter().map(ToString::to_string).collect()
}

fn choices(texts: Vec<String>) -> Vec<Choice> {
    texts.into_iter().map(Choice::restore).collect()
}
