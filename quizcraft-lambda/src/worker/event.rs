use quizcraft_core::gateway::Work;
use serde_json::value::RawValue;

use crate::event::{self, InvalidEvent, Object, scalar};

/// As much of a message of a queue as is needed. What else comes with it may be as it likes, and what
/// is needed but malformed costs the other messages nothing.
///
/// Its `Debug` does not show the body, which tells who plays.
pub struct Message {
    pub(super) message_id: Option<String>,
    pub(super) body: Option<String>,
}

impl Message {
    fn read(record: &RawValue) -> Self {
        let record = Object::read(record).unwrap_or_default();
        let id: Option<&RawValue> = record.value("messageId");
        Self {
            message_id: id.and_then(scalar),
            body: record.value("body"),
        }
    }

    /// Returns the id by which the queue knows the message.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.message_id.as_deref()
    }

    /// Reads the work that the message is about.
    ///
    /// # Errors
    ///
    /// [`serde_json::Error`] if the body is not the JSON of a [`Work`].
    pub fn work(&self) -> Result<Work, serde_json::Error> {
        serde_json::from_str(self.body.as_deref().unwrap_or_default())
    }
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let message_id = self.message_id();
        f.debug_struct("Message")
            .field("message_id", &message_id)
            .finish_non_exhaustive()
    }
}

/// Reads the messages that an event of an SQS queue brings. A record that is not an object is a
/// message with nothing in it.
///
/// # Errors
///
/// [`InvalidEvent`] if the event is not a batch of records.
///
/// # Examples
///
/// ```
/// let event = br#"{"Records": [{"messageId": "1", "body": "not the work of a game"}]}"#;
/// let messages = quizcraft_lambda::read_batch(event)?;
/// assert_eq!(messages[0].message_id(), Some("1"));
/// assert!(messages[0].work().is_err());
/// # Ok::<_, quizcraft_lambda::InvalidEvent>(())
/// ```
pub fn read_batch(event: &[u8]) -> Result<Vec<Message>, InvalidEvent> {
    messages(event::raw(event)?)
}

/// Reads the messages of an event that is known to be JSON.
pub(super) fn messages(event: &RawValue) -> Result<Vec<Message>, InvalidEvent> {
    let event = event::object(event, InvalidEvent::NotABatch)?;
    let records: Option<Vec<&RawValue>> = event.value("Records");
    let records = records.ok_or(InvalidEvent::NotABatch)?;
    Ok(records.into_iter().map(Message::read).collect())
}
