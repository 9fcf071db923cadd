//! Events as AWS sends them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use quizcraft_core::gateway::Work;
use serde_json::{Value, json};

use crate::store::{EMAIL, Store};

/// Which events a function gets.
#[derive(Clone, Copy)]
pub(crate) enum Events {
    /// Nothing.
    Empty,
    /// Requests of API Gateway to see an open game.
    ViewGame,
    /// Messages of SQS, each with a game of 15 questions to prepare.
    PrepareGame,
}

impl Events {
    /// How many events a function gets after the first one.
    pub(crate) const WARM: u32 = 100;

    /// The first event, and those after it.
    pub(crate) async fn some(self, store: &Store) -> Vec<String> {
        let count = 1 + usize::try_from(Self::WARM).expect("they are not so many");
        match self {
            Self::Empty => vec![json!({}).to_string(); count],
            Self::ViewGame => {
                let path = format!("/default/games/{}", store.open_game());
                vec![request(&path).to_string(); count]
            }
            Self::PrepareGame => {
                let mut messages = Vec::new();
                for _ in 0..count {
                    messages.push(message(&store.pending_game().await).to_string());
                }
                messages
            }
        }
    }

    /// Checks that a function did what an event asks for.
    pub(crate) fn check(self, answer: &[u8]) {
        let answer: Value = serde_json::from_slice(answer).expect("the answer is JSON");
        let expected = match self {
            Self::Empty => answer == json!({}),
            Self::ViewGame => answer.pointer("/statusCode") == Some(&json!(200)),
            Self::PrepareGame => answer.pointer("/batchItemFailures") == Some(&json!([])),
        };
        assert!(expected, "the function answers {answer}");
    }
}

fn request(path: &str) -> Value {
    let until = SystemTime::now() + Duration::from_hours(1);
    let until = until
        .duration_since(UNIX_EPOCH)
        .expect("it is later than 1970");
    json!({
        "version": "2.0",
        "routeKey": "GET /games/{id}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "accept": "application/json",
            "accept-encoding": "gzip, deflate, br",
            "authorization": "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
            "content-length": "0",
            "host": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
            "user-agent": "quizcraft",
            "x-amzn-trace-id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "authorizer": {"jwt": {
                "claims": {
                    "aud": "https://quiz.example.org",
                    "email": EMAIL,
                    "email_verified": "true",
                    "exp": until.as_secs().to_string(),
                    "iss": "https://id.example.org/",
                    "sub": "ada",
                },
                "scopes": null,
            }},
            "domainName": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
            "domainPrefix": "a1b2c3d4e5",
            "http": {
                "method": "GET",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "quizcraft",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "GET /games/{id}",
            "stage": "default",
            "time": "24/Nov/2026:20:00:00 +0000",
            "timeEpoch": 1_795_550_400_000_u64,
        },
        "isBase64Encoded": false,
    })
}

fn message(work: &Work) -> Value {
    json!({"Records": [{
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": serde_json::to_string(work).expect("it is plain"),
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1795550400000",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1795550400100",
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:games",
        "awsRegion": "eu-west-1",
    }]})
}
