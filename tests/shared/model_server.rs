#![allow(dead_code, reason = "no suite needs all of it")]

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::fake_server::FakeServer;
use super::wiki_server::question_about;

/// The server of a language model in the test process, with the APIs of OpenAI and Anthropic. It writes questions about
/// the sentences of [`WikiServer`](super::WikiServer), and solves them.
pub(crate) struct ModelServer {
    server: FakeServer,
    state: Arc<Script>,
}

/// What the server replies, and what it received.
#[derive(Default)]
struct Script {
    mode: Mutex<Mode>,
    /// A key that is rejected.
    revoked: Mutex<Option<String>>,
    bill: Mutex<Bill>,
    requests: Mutex<Vec<ModelRequest>>,
}

/// The behaviour of the server.
#[derive(Clone, Copy, Default)]
enum Mode {
    #[default]
    Reply,
    /// Rejects with this status, and requests a retry in so many seconds.
    Fail(StatusCode, &'static str),
    Hang,
}

/// The tokens that the server tells in each reply.
#[derive(Clone, Copy)]
struct Bill {
    input: u32,
    output: u32,
}

impl Default for Bill {
    fn default() -> Self {
        Self {
            input: 400,
            output: 100,
        }
    }
}

/// A request that the server received.
#[derive(Clone)]
pub(crate) struct ModelRequest {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl ModelServer {
    pub(crate) async fn start() -> Self {
        let state = Arc::new(Script::default());
        let app = Router::new()
            .fallback(complete)
            .with_state(Arc::clone(&state));
        let server = FakeServer::start(app).await;
        Self { server, state }
    }

    /// Returns the URL of the API of OpenAI.
    pub(crate) fn url(&self) -> String {
        format!("{}/v1", self.server.url())
    }

    /// Returns the URL of the API of Anthropic.
    pub(crate) fn root(&self) -> String {
        self.server.url()
    }

    /// Rejects all further requests with this status, and requests a retry in 100 seconds.
    pub(crate) fn fail(&self, status: u16) {
        self.fail_for(status, "100");
    }

    /// Rejects all further requests with this status, and requests a retry in so many seconds.
    pub(crate) fn fail_for(&self, status: u16, seconds: &'static str) {
        let status = StatusCode::from_u16(status).unwrap();
        *self.state.mode.lock().unwrap() = Mode::Fail(status, seconds);
    }

    /// Never replies to further requests.
    pub(crate) fn hang(&self) {
        *self.state.mode.lock().unwrap() = Mode::Hang;
    }

    /// Rejects all further requests with this key.
    pub(crate) fn revoke(&self, key: &str) {
        *self.state.revoked.lock().unwrap() = Some(format!("Bearer {key}"));
    }

    /// Tells these tokens in all further replies.
    pub(crate) fn bill(&self, input: u32, output: u32) {
        *self.state.bill.lock().unwrap() = Bill { input, output };
    }

    pub(crate) fn requests(&self) -> Vec<ModelRequest> {
        self.state.requests.lock().unwrap().clone()
    }
}

async fn complete(
    State(state): State<Arc<Script>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    state.requests.lock().unwrap().push(ModelRequest {
        path: uri.path().to_owned(),
        headers: headers.clone(),
        body: body.clone(),
    });
    let revoked = state.revoked.lock().unwrap().clone();
    if revoked.is_some_and(|key| headers["authorization"] == key) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mode = *state.mode.lock().unwrap();
    match mode {
        Mode::Reply => respond(&uri, &body, *state.bill.lock().unwrap()),
        // Servers may echo keys and prompts.
        Mode::Fail(status, seconds) => {
            (status, [("retry-after", seconds)], body.to_string()).into_response()
        }
        Mode::Hang => std::future::pending().await,
    }
}

fn respond(uri: &Uri, body: &Value, bill: Bill) -> Response {
    let reply = match uri.path() {
        "/v1/chat/completions" => openai(body, bill),
        "/v1/messages" => anthropic(body, bill),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    axum::Json(reply).into_response()
}

fn openai(body: &Value, bill: Bill) -> Value {
    let schema = &body["response_format"]["json_schema"];
    let message = body["messages"][1]["content"].as_str().unwrap();
    let reply = reply(schema["name"].as_str().unwrap(), &schema["schema"], message);
    json!({
        "choices": [{"message": {"content": reply.to_string()}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": bill.input, "completion_tokens": bill.output},
    })
}

fn anthropic(body: &Value, bill: Bill) -> Value {
    let tool = &body["tools"][0];
    let message = body["messages"][0]["content"].as_str().unwrap();
    let reply = reply(
        tool["name"].as_str().unwrap(),
        &tool["input_schema"],
        message,
    );
    json!({
        "content": [{"type": "tool_use", "id": "1", "name": tool["name"], "input": reply}],
        "stop_reason": "tool_use",
        "usage": {"input_tokens": bill.input, "output_tokens": bill.output},
    })
}

/// Returns what the model replies to a message, by the name of its schema.
pub(super) fn reply(name: &str, schema: &Value, message: &str) -> Value {
    match name {
        "questions" => questions(schema, message),
        _ => answers(message),
    }
}

/// Writes a question about each sentence that may be cited, as many as are asked for.
fn questions(schema: &Value, message: &str) -> Value {
    let cited = &schema["properties"]["questions"]["items"]["properties"]["sentence"]["enum"];
    let may_be_cited = |number: u64| cited.as_array().unwrap().contains(&json!(number));
    let count = message.split_once("\nWrite ").unwrap().1;
    let count: usize = count.split(' ').next().unwrap().parse().unwrap();
    let lines = message.lines();
    let sentences = lines.filter_map(|line| line.strip_prefix('[')?.split_once("] "));
    let numbered = sentences.map(|(number, text)| (number.parse().unwrap(), text));
    let cited = numbered.filter(|(number, _)| may_be_cited(*number));
    let questions = cited.filter_map(|(number, text)| question_about(number, text));
    json!({"questions": questions.take(count).collect::<Vec<_>>()})
}

/// Answers each question with the option that stands in its sentences.
fn answers(message: &str) -> Value {
    let answer = |part: &str| {
        let lines = || part.lines();
        let number = lines().find_map(|line| line.strip_prefix("Question ")?.split_once(": "));
        let number: u32 = number.unwrap().0.parse().unwrap();
        let text: Vec<_> = lines().filter(|line| line.starts_with('[')).collect();
        let options: Vec<_> = lines()
            .filter_map(|line| line.split_once(") "))
            .filter(|(letter, _)| letter.len() == 1)
            .collect();
        let is_proven = |option: &str| text.iter().any(|line| line.contains(option));
        let proven = options.iter().find(|(_, option)| is_proven(option));
        let letter = proven.or(options.last()).unwrap().0;
        json!({"question": number, "answer": letter})
    };
    let answers: Vec<_> = message.split("Title: ").skip(1).map(answer).collect();
    json!({"answers": answers})
}
