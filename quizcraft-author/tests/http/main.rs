//! The clients of models and encyclopedias, against servers that reply as scripted.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic fails the test"
)]

mod anthropic;
mod html;
mod kiwix;
mod mediawiki;
mod meter;
mod openai;
mod secrets;
mod server;
mod transport;
mod values;

use quizcraft_author::{
    Article, ArticleTitle, BaseUrl, ChatRequest, HttpClient, HttpError, ModelName, ReplySchema,
    ResearchError, Timeouts,
};
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

/// Returns the titles as texts.
fn names(titles: &[ArticleTitle]) -> Vec<&str> {
    titles.iter().map(ArticleTitle::as_str).collect()
}

/// Returns the sentences of an article.
fn sentences(article: &Article) -> Vec<&str> {
    article.sentences().map(|(_, sentence)| sentence).collect()
}

/// Returns the cause of a permanent error.
fn permanent(error: ResearchError) -> HttpError {
    match error {
        ResearchError::Permanent { source } => *source.downcast().unwrap(),
        other => panic!("expected a permanent error, not {other:?}"),
    }
}

/// Returns the cause of a transient error.
fn temporary(error: ResearchError) -> HttpError {
    match error {
        ResearchError::Temporary { source, .. } => *source.downcast().unwrap(),
        other => panic!("expected a transient error, not {other:?}"),
    }
}
