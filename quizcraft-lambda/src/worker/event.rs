use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A batch of messages of a queue.
pub(super) struct QueueEvent(pub(super) Vec<Message>);

/// As much of a message as is needed. What else comes with it may be as it likes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message {
    pub(super) message_id: Option<String>,
    pub(super) body: Option<String>,
}

#[derive(Deserialize)]
struct RawEvent {
    #[serde(rename = "Records")]
    records: Vec<Message>,
}

/// Reads an event. What is wrong with it is told without what it was, since errors are logged.
impl<'de> Deserialize<'de> for QueueEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let event = RawEvent::deserialize(deserializer);
        let event = event.map_err(|_| D::Error::custom("the event is no batch of a queue"))?;
        Ok(Self(event.records))
    }
}
