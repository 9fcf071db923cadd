use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Function, Outcome};

/// Returns an event of an SQS queue with one record per body.
pub(crate) fn sqs_event<T: AsRef<str>>(bodies: &[T]) -> Value {
    let bodies = bodies.iter().enumerate();
    let records: Vec<_> = bodies
        .map(|(number, body)| record(number, body.as_ref()))
        .collect();
    json!({"Records": records})
}

fn record(number: usize, body: &str) -> Value {
    json!({
        "messageId": message_id(number),
        "receiptHandle": receipt_handle(number),
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1773119783220",
            "SenderId": "AROAEXAMPLE:quizcraft-api",
            "ApproximateFirstReceiveTimestamp": "1773119783225",
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:games",
        "awsRegion": "eu-west-1",
    })
}

/// Returns the id of the record with this index.
pub(crate) fn message_id(number: usize) -> String {
    format!("059f36b4-87a3-44ab-83d2-{number:012}")
}

/// Returns the receipt handle of the record with this index.
pub(crate) fn receipt_handle(number: usize) -> String {
    format!("AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{number:04}")
}

/// The failed records of a batch.
#[derive(Debug)]
pub(crate) struct Delivered {
    failed: Vec<String>,
}

impl Delivered {
    /// Parses the response of the worker.
    #[track_caller]
    pub(crate) fn of(outcome: Outcome) -> Self {
        let Outcome::Response(response) = outcome else {
            panic!("expected a response: {outcome:?}");
        };
        let fields: Vec<_> = response.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["batchItemFailures"], "there are no other fields");
        let failures = response["batchItemFailures"].as_array().unwrap();
        let id = |failure: &Value| failure["itemIdentifier"].as_str().unwrap().to_owned();
        Self {
            failed: failures.iter().map(id).collect(),
        }
    }

    /// Asserts that no record failed.
    #[track_caller]
    pub(crate) fn are_done(&self) {
        assert!(self.failed.is_empty(), "{:?} failed", self.failed);
    }

    /// Asserts that exactly the records with these indices failed.
    #[track_caller]
    pub(crate) fn fail(&self, places: &[usize]) {
        let expected: BTreeSet<_> = places.iter().map(|&place| message_id(place)).collect();
        let failed: BTreeSet<_> = self.failed.iter().cloned().collect();
        assert_eq!(failed, expected);
        assert_eq!(self.failed.len(), failed.len(), "each of them once");
    }

    /// Returns the ids of the failed records.
    pub(crate) fn ids(&self) -> &[String] {
        &self.failed
    }
}

impl Function {
    /// Delivers messages in one event.
    pub(crate) async fn delivers<T: AsRef<str>>(&self, bodies: &[T]) -> Delivered {
        let event = sqs_event(bodies).to_string();
        Delivered::of(self.invoke(event).await)
    }

    /// Delivers messages in one event with this timeout.
    pub(crate) async fn delivers_for<T: AsRef<str>>(
        &self,
        bodies: &[T],
        time: Duration,
    ) -> Delivered {
        let event = sqs_event(bodies).to_string();
        Delivered::of(self.invoke_for(event, time).await)
    }
}
