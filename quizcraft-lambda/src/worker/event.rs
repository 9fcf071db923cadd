use std::str::FromStr;

use quizcraft_core::gateway::Work;
use quizcraft_core::{Correlation, KeywordsFingerprint, RequestId};
use serde_json::value::RawValue;

use crate::event::{self, InvalidEvent, Object, parse_object, scalar};
use crate::queue::{KEYWORDS, REQUEST_ID, TRACE_PARENT};

/// A message of an SQS queue, with the fields that are needed. A malformed field does not affect the
/// other messages of the batch.
///
/// `Debug` does not show the body, since it identifies the player.
pub struct Message {
    pub(super) id: Option<String>,
    pub(super) body: Option<String>,
    /// The handle for requests about this delivery.
    pub(super) receipt: Option<String>,
    /// How often the message has been delivered, this time included; approximate, and 1 if unknown.
    pub(super) deliveries: u32,
    pub(super) correlation: Correlation,
    pub(super) keywords: Option<KeywordsFingerprint>,
}

impl Message {
    fn read(record: &RawValue) -> Self {
        let record = Object::read(record).unwrap_or_default();
        let id: Option<&RawValue> = record.value("messageId");
        let deliveries: Option<&RawValue> =
            record.object("attributes").value("ApproximateReceiveCount");
        let deliveries = deliveries.and_then(scalar);
        Self {
            id: id.and_then(scalar),
            body: record.value("body"),
            receipt: record.value("receiptHandle"),
            deliveries: deliveries.and_then(|count| count.parse().ok()).unwrap_or(1),
            correlation: correlation(&record.object("messageAttributes")),
            keywords: attribute(&record.object("messageAttributes"), KEYWORDS),
        }
    }

    /// Returns the id that SQS assigned to the message.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the id of the request that caused the work, if it is in the message attributes.
    #[must_use]
    pub const fn request_id(&self) -> Option<&RequestId> {
        self.correlation.request()
    }

    /// Parses the work in the body of the message, with the request that caused it in the message attributes.
    ///
    /// # Errors
    ///
    /// Returns [`serde_json::Error`] if the body is not the JSON of a [`Work`].
    pub fn work(&self) -> Result<Work, serde_json::Error> {
        let work: Work = serde_json::from_str(self.body.as_deref().unwrap_or_default())?;
        let work = work.with_keywords(self.keywords);
        Ok(work.with_correlation(self.correlation))
    }
}

/// Parses the message attributes that name the request that caused the work. Malformed ones are ignored.
fn correlation(attributes: &Object<'_>) -> Correlation {
    let request = attribute(attributes, REQUEST_ID);
    let trace = attribute(attributes, TRACE_PARENT);
    Correlation::new(request, trace)
}

/// Parses a message attribute. A missing or malformed one is `None`.
fn attribute<T: FromStr>(attributes: &Object<'_>, name: &str) -> Option<T> {
    let text: Option<String> = attributes.object(name).value("stringValue");
    text.and_then(|text| text.parse().ok())
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let message_id = self.message_id();
        f.debug_struct("Message")
            .field("message_id", &message_id)
            .finish_non_exhaustive()
    }
}

/// Parses the messages in an event of an SQS queue. A record that is not an object becomes a message
/// without an id and a body.
///
/// # Errors
///
/// Returns [`InvalidEvent`] if the event is not a batch of records.
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
    messages(event::parse(event)?)
}

/// Parses the messages of an event that is JSON.
pub(super) fn messages(event: &RawValue) -> Result<Vec<Message>, InvalidEvent> {
    let event = parse_object(event, InvalidEvent::NotABatch)?;
    let records: Option<Vec<&RawValue>> = event.value("Records");
    let records = records.ok_or(InvalidEvent::NotABatch)?;
    Ok(records.into_iter().map(Message::read).collect())
}
