use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::FakeServer;
use super::model_server::{ModelRequest, reply};

/// The API Converse of Bedrock in the test process. Its model writes as that of `ModelServer`.
pub(crate) struct BedrockServer {
    server: FakeServer,
    script: Arc<Script>,
}

/// What the server replies, and what it received.
#[derive(Default)]
struct Script {
    /// The replies to the next requests.
    next: Mutex<VecDeque<Answer>>,
    /// The reply to all other requests.
    then: Mutex<Answer>,
    requests: Mutex<Vec<ModelRequest>>,
}

/// A reply of the server.
#[derive(Clone, Default)]
pub(crate) enum Answer {
    /// The model calls the tool.
    #[default]
    Call,
    /// The model sends a text with these characters around what the input of the tool would be.
    Text(&'static str, &'static str),
    /// The model stops for this reason, without a content.
    Stop(&'static str),
    /// An error with a status, a code and a message. It quotes the prompt, as messages of Bedrock can.
    Error(u16, &'static str, &'static str),
    /// The same, with the header `Retry-After`.
    RetryAfter(u16, &'static str, &'static str),
    /// A response with status 200 that is no JSON, and quotes the request.
    Garbage,
    /// The model rejects requests with this member, a JSON pointer, with a message of Bedrock.
    Rejecting(&'static str, &'static str),
    /// No response.
    Hang,
}

impl BedrockServer {
    pub(crate) async fn start() -> Self {
        let script = Arc::new(Script::default());
        let app = Router::new().fallback(converse);
        let server = FakeServer::start(app.with_state(Arc::clone(&script))).await;
        Self { server, script }
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// Sets the reply to the next request that has none yet.
    pub(crate) fn next(&self, answer: Answer) {
        self.script.next.lock().unwrap().push_back(answer);
    }

    /// Sets the reply to all requests for which `next` was not called.
    pub(crate) fn always(&self, answer: Answer) {
        *self.script.then.lock().unwrap() = answer;
    }

    pub(crate) fn requests(&self) -> Vec<ModelRequest> {
        self.script.requests.lock().unwrap().clone()
    }
}

async fn converse(
    State(script): State<Arc<Script>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    script.requests.lock().unwrap().push(ModelRequest {
        path: format!("{method} {}", uri.path()),
        headers,
        body: body.clone(),
    });
    let next = script.next.lock().unwrap().pop_front();
    let answer = next.unwrap_or_else(|| script.then.lock().unwrap().clone());
    respond(answer, &body).await
}

async fn respond(answer: Answer, body: &Value) -> Response {
    match answer {
        Answer::Call => axum::Json(call(body)).into_response(),
        Answer::Text(before, after) => {
            let text = format!("{before}{}{after}", input(body));
            let content = json!([{"reasoningContent": {"redactedContent": ""}}, {"text": text}]);
            axum::Json(message(&content, "end_turn")).into_response()
        }
        Answer::Stop(reason) => axum::Json(message(&json!([]), reason)).into_response(),
        Answer::Error(status, code, message) => error(status, code, message, body),
        Answer::RetryAfter(status, code, after) => {
            ([("retry-after", after)], error(status, code, "", body)).into_response()
        }
        Answer::Garbage => format!("<html>{body}").into_response(),
        Answer::Rejecting(member, message) if body.pointer(member).is_some() => {
            error(400, "ValidationException", message, body)
        }
        Answer::Rejecting(..) => {
            let content = json!([{"text": input(body).to_string()}]);
            axum::Json(message(&content, "end_turn")).into_response()
        }
        Answer::Hang => std::future::pending().await,
    }
}

/// The codes of errors are in a header.
fn error(status: u16, code: &str, message: &str, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    let kind = [("x-amzn-errortype", code)];
    let prompt = &body["messages"];
    let quoting = json!({"message": format!("{message} {prompt}")});
    (status, kind, axum::Json(quoting)).into_response()
}

fn call(body: &Value) -> Value {
    let name = &tool(body)["name"];
    let call = json!({"toolUse": {"toolUseId": "1", "name": name, "input": input(body)}});
    message(&json!([call]), "tool_use")
}

fn tool(body: &Value) -> &Value {
    &body["toolConfig"]["tools"][0]["toolSpec"]
}

/// Returns the reply of the model as JSON.
fn input(body: &Value) -> Value {
    let (tool, message) = (tool(body), &body["messages"][0]["content"][0]["text"]);
    reply(
        tool["name"].as_str().unwrap(),
        &tool["inputSchema"]["json"],
        message.as_str().unwrap(),
    )
}

/// Tokens of the request that are cached are counted separately.
fn message(content: &Value, reason: &str) -> Value {
    json!({
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": reason,
        "usage": {
            "inputTokens": 300,
            "cacheReadInputTokens": 70,
            "cacheWriteInputTokens": 30,
            "outputTokens": 100,
            "totalTokens": 500,
        },
        "metrics": {"latencyMs": 7},
    })
}
