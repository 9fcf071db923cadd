use serde::Deserialize;
use serde_json::value::RawValue;

use crate::event::{self, InvalidEvent};

/// As much of a message as is needed. What else comes with it may be as it likes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message {
    pub(super) message_id: Option<String>,
    pub(super) body: Option<String>,
}

#[derive(Deserialize)]
struct Batch {
    #[serde(rename = "Records")]
    records: Vec<Message>,
}

/// The messages of a queue that an event brings.
pub(super) fn messages(event: &RawValue) -> Result<Vec<Message>, InvalidEvent> {
    let batch: Batch = event::read(event, "the event is no batch of a queue")?;
    Ok(batch.records)
}
