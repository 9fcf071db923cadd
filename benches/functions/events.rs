//! Events in the format of AWS.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use quizcraft_core::GameId;
use quizcraft_core::gateway::Work;
use serde_json::{Value, json};

use crate::store::{EMAIL, Store};

/// The number of events after the first one.
pub(crate) const WARM: u32 = 100;

/// The events that a function receives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Events {
    /// Empty events.
    Empty,
    /// API Gateway requests to this route.
    Requests(Route),
    /// The DynamoDB requests of this route.
    Calls(Route),
    /// SQS messages, each with a game of 15 questions to prepare from facts.
    PrepareGame(Model),
}

/// Whether the worker has a language model, which no event of this benchmark needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Model {
    None,
    Configured,
}

/// A route of the API, for a game of 15 questions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    View,
    Questions,
    Ask,
    Answer,
}

/// The next question of a game and its solution.
struct Question {
    game: GameId,
    number: usize,
    total: usize,
    answer: String,
}

impl Events {
    /// Returns the variables of the function, besides those of all functions.
    pub(crate) const fn variables(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::PrepareGame(model) => model.variables(),
            _ => &[],
        }
    }

    /// Returns what distinguishes the function from others of the same program.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::PrepareGame(Model::Configured) => " with a model",
            _ => "",
        }
    }

    /// Returns the first event and the following ones.
    pub(crate) async fn create(self, store: &Store) -> Vec<String> {
        let count = 1 + usize::try_from(WARM).expect("it fits");
        match self {
            Self::Empty => vec![json!({}).to_string(); count],
            Self::Requests(Route::Answer) => {
                let questions = questions(store, count).await;
                questions.iter().map(answer_request).collect()
            }
            Self::Requests(route) => {
                let request = request(route, &store.open_game(), None);
                vec![request; count]
            }
            Self::Calls(Route::Answer) => {
                let questions = questions(store, count).await;
                questions
                    .iter()
                    .map(|question| answer_calls(store, question))
                    .collect()
            }
            Self::Calls(route) => {
                let call = json!({
                    "player": store.player().to_string(),
                    "game": store.open_game().to_string(),
                    "questions": route != Route::View,
                });
                vec![call.to_string(); count]
            }
            Self::PrepareGame(_) => {
                let mut messages = Vec::new();
                for _ in 0..count {
                    messages.push(message(&store.pending_game().await).to_string());
                }
                messages
            }
        }
    }

    /// Asserts that the response of a function is the expected one.
    pub(crate) fn check(self, answer: &[u8]) {
        let answer: Value = serde_json::from_slice(answer).expect("a JSON response");
        let expected = match self {
            Self::Empty => answer == json!({}),
            Self::Requests(_) => answer.pointer("/statusCode") == Some(&json!(200)),
            Self::Calls(Route::View) => answer == json!({"found": true, "questions": 0}),
            Self::Calls(_) => answer == json!({"found": true, "questions": 15}),
            Self::PrepareGame(_) => answer.pointer("/batchItemFailures") == Some(&json!([])),
        };
        assert!(expected, "unexpected response: {answer}");
    }
}

impl Model {
    /// Returns the variables of the worker.
    pub(crate) const fn variables(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::None => &[],
            Self::Configured => &[
                ("MODEL_API", "openai"),
                ("MODEL", "model"),
                ("MODEL_URL", "https://model.example.org/v1"),
                ("MODEL_KEY_SECRET", "model-key"),
                ("MODEL_TOKENS_PER_DAY", "1000000"),
                ("RESEARCH", "wikipedia"),
                ("RESEARCH_CONTACT", "operator@example.org"),
                ("DRAFT_TABLE", "Draft"),
            ],
        }
    }
}

impl Route {
    pub(crate) const ALL: [Self; 4] = [Self::View, Self::Questions, Self::Ask, Self::Answer];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::View => "view a game",
            Self::Questions => "questions",
            Self::Ask => "ask",
            Self::Answer => "answer",
        }
    }

    const fn method(self) -> &'static str {
        match self {
            Self::View | Self::Questions => "GET",
            Self::Ask | Self::Answer => "POST",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::View => "",
            Self::Questions => "/questions",
            Self::Ask => "/questions/ask",
            Self::Answer => "/questions/answer",
        }
    }
}

/// Returns `count` questions to answer.
async fn questions(store: &Store, count: usize) -> Vec<Question> {
    let mut questions = Vec::new();
    while questions.len() < count {
        let (game, answers) = store.game_to_answer().await;
        let total = answers.len();
        let numbered = (1..).zip(answers);
        questions.extend(numbered.map(|(number, answer)| Question {
            game,
            number,
            total,
            answer,
        }));
    }
    questions.truncate(count);
    questions
}

fn answer_request(question: &Question) -> String {
    let body = json!({"question": question.number, "choice": question.answer});
    request(Route::Answer, &question.game, Some(&body.to_string()))
}

fn answer_calls(store: &Store, question: &Question) -> String {
    let is_last = question.number == question.total;
    let call = json!({
        "player": store.player().to_string(),
        "game": question.game.to_string(),
        "questions": true,
        "answer": {
            "question": question.number,
            "choice": question.answer,
            "correct": question.number,
            "limit": question.total,
            "status": if is_last { "FINISHED" } else { "READY" },
        },
    });
    call.to_string()
}

fn request(route: Route, game: &GameId, body: Option<&str>) -> String {
    let (method, suffix) = (route.method(), route.path());
    let path = format!("/default/games/{game}{suffix}");
    let route = format!("{method} /games/{{id}}{suffix}");
    let until = SystemTime::now() + Duration::from_hours(1);
    let until = until.duration_since(UNIX_EPOCH).expect("a time after 1970");
    let mut event = json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "accept": "application/json",
            "accept-encoding": "gzip, deflate, br",
            "authorization": "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
            "content-length": body.map_or(0, str::len).to_string(),
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
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "quizcraft",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": route,
            "stage": "default",
            "time": "24/Nov/2026:20:00:00 +0000",
            "timeEpoch": 1_795_550_400_000_u64,
        },
        "isBase64Encoded": false,
    });
    if let Some(body) = body {
        event["body"] = json!(body);
        event["headers"]["content-type"] = json!("application/json");
    }
    event.to_string()
}

fn message(work: &Work) -> Value {
    json!({"Records": [{
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": serde_json::to_string(work).expect("work serialises"),
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
