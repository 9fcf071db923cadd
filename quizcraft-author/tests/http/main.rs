//! The clients of models and encyclopedias, against servers that reply as scripted.

mod anthropic;
mod openai;
mod secrets;
mod server;
mod transport;
mod values;

use quizcraft_author::{BaseUrl, ChatRequest, HttpClient, ModelName, ReplySchema, Timeouts};
use serde_json::json;

use server::Server;

/// A client with the default time-outs.
fn client() -> HttpClient {
    HttpClient::new(Timeouts::default())
}

fn base(server: &Server, path: &str) -> BaseUrl {
    BaseUrl::parse(&server.url(path)).unwrap()
}

fn model_name() -> ModelName {
    ModelName::new("model-1").unwrap()
}

fn request() -> ChatRequest {
    ChatRequest {
        instructions: "Write questions.".to_owned(),
        message: "[1] Rome is old.".to_owned(),
        schema: ReplySchema {
            name: "questions",
            json: json!({"type": "object", "properties": {}, "additionalProperties": false}),
        },
        max_tokens: 700,
    }
}
