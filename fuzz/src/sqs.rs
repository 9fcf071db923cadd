use quizcraft_lambda::{Message, read_batch};
use serde_json::Value;

use crate::token::parse_unambiguous_json;

/// An event of the Lambda Runtime API for the function behind the queue.
pub struct SqsRecords<'a>(pub &'a [u8]);

impl SqsRecords<'_> {
    /// Parses the event, and compares every message with a reference parser.
    pub fn check(&self) {
        let batch = read_batch(self.0);
        let Some(event) = parse_unambiguous_json(self.0) else {
            return;
        };
        let Some(records) = event.get("Records").and_then(Value::as_array) else {
            return assert!(batch.is_err(), "a batch without records");
        };
        let messages = batch.expect("a batch");
        assert_eq!(messages.len(), records.len());
        for (message, record) in messages.iter().zip(records) {
            check_message(message, record);
        }
    }
}

fn check_message(message: &Message, record: &Value) {
    if let Some(id) = record.get("messageId").and_then(Value::as_str) {
        assert_eq!(message.message_id(), Some(id));
    }
    let body = record.get("body").and_then(Value::as_str);
    let content = body.and_then(|body| parse_unambiguous_json(body.as_bytes()));
    match message.work() {
        Ok(work) => {
            let content = content.expect("work is an object");
            assert_eq!(work.game().to_string(), content["game_id"]);
            assert_eq!(work.player().to_string(), content["player_id"]);
        }
        Err(_) => {
            let is_id = |name| {
                content
                    .as_ref()
                    .is_some_and(|content| is_id(&content[name]))
            };
            assert!(!(is_id("game_id") && is_id("player_id")), "{record}");
        }
    }
    let shown = format!("{message:?}");
    let hides_content = body.is_none_or(|body| body.len() < 32 || !shown.contains(body));
    assert!(hides_content, "{shown}");
}

fn is_id(value: &Value) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let text = value.as_str().unwrap_or_default();
    text.len() == 64 && text.chars().all(digit)
}
