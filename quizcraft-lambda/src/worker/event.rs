use quizcraft_core::gateway::Work;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::event::{self, InvalidEvent};

/// As much of a message as is needed. What else comes with it may be as it likes, and what is needed
/// but makes no sense costs the other messages nothing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message {
    #[serde(default, deserialize_with = "text")]
    pub(super) message_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) body: Option<String>,
}

/// A text, if it is one.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(value.as_str().map(str::to_owned))
}

#[derive(Deserialize)]
struct Batch {
    #[serde(rename = "Records")]
    records: Vec<Message>,
}

impl Message {
    /// The work that it is about.
    pub(super) fn work(&self) -> Result<Work, serde_json::Error> {
        serde_json::from_str(self.body.as_deref().unwrap_or_default())
    }
}

/// The messages of a queue that an event brings.
pub(super) fn messages(event: &RawValue) -> Result<Vec<Message>, InvalidEvent> {
    let batch: Batch = event::read(event, InvalidEvent::NoBatch)?;
    Ok(batch.records)
}
