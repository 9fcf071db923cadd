use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use super::wiki_server::question_about;

/// The server of a language model in the test process, with the APIs of OpenAI and Anthropic. It writes questions about
/// the sentences of [`WikiServer`](super::WikiServer), and solves them. It stops when it is dropped.
pub(crate) struct ModelServer {
    base: String,
    state: Arc<Script>,
    task: AbortHandle,
}

/// What the server replies, and what it received.
#[derive(Default)]
struct Script {
    failure: Mutex<Option<(StatusCode, &'static str)>>,
    requests: Mutex<Vec<ModelRequest>>,
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
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Script::default());
        let app = Router::new()
            .fallback(complete)
            .with_state(Arc::clone(&state));
        let serving = axum::serve(listener, app).into_future();
        let task = tokio::spawn(serving).abort_handle();
        Self { base, state, task }
    }

    /// Returns the URL of the API of OpenAI.
    pub(crate) fn url(&self) -> String {
        format!("{}/v1", self.base)
    }

    /// Returns the URL of the API of Anthropic.
    pub(crate) fn root(&self) -> &str {
        &self.base
    }

    /// Rejects all further requests with this status, and asks for a retry in 100 seconds.
    pub(crate) fn fail(&self, status: u16) {
        self.fail_for(status, "100");
    }

    /// Rejects all further requests with this status, and asks for a retry in so many seconds.
    pub(crate) fn fail_for(&self, status: u16, seconds: &'static str) {
        let status = StatusCode::from_u16(status).unwrap();
        *self.state.failure.lock().unwrap() = Some((status, seconds));
    }

    pub(crate) fn requests(&self) -> Vec<ModelRequest> {
        self.state.requests.lock().unwrap().clone()
    }
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        self.task.abort();
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
        headers,
        body: body.clone(),
    });
    if let Some((status, seconds)) = *state.failure.lock().unwrap() {
        // Servers may echo keys.
        return (status, [("retry-after", seconds)], body.to_string()).into_response();
    }
    let reply = match uri.path() {
        "/v1/chat/completions" => openai(&body),
        "/v1/messages" => anthropic(&body),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    axum::Json(reply).into_response()
}

fn openai(body: &Value) -> Value {
    let schema = &body["response_format"]["json_schema"];
    let message = body["messages"][1]["content"].as_str().unwrap();
    let reply = reply(schema["name"].as_str().unwrap(), &schema["schema"], message);
    json!({
        "choices": [{"message": {"content": reply.to_string()}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 400, "completion_tokens": 100},
    })
}

fn anthropic(body: &Value) -> Value {
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
        "usage": {"input_tokens": 400, "output_tokens": 100},
    })
}

fn reply(name: &str, schema: &Value, message: &str) -> Value {
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
