//! The topics of the embedded facts, which the page suggests as keywords.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, body::Bytes};
use quizcraft_generator::FactWriter;
use quizcraft_http::Problem;
use serde::Serialize;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

use super::policy::Policy;

/// The body of `/topics`, once a request has asked for it.
type Document = Arc<OnceCell<Bytes>>;

#[derive(Serialize)]
struct TopicsBody {
    topics: Vec<TopicBody>,
}

#[derive(Serialize)]
struct TopicBody {
    /// The name, which is also a keyword.
    name: String,
    /// The number of facts that questions can be composed from.
    facts: usize,
}

/// Returns the route `/topics`.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/topics", get(topics))
        .with_state(Document::default())
}

/// Responds with the topics. They do not change while the server runs.
async fn topics(State(document): State<Document>) -> Result<impl IntoResponse, Problem> {
    let body = document.get_or_try_init(document_of_facts).await?.clone();
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-cache"),
    ];
    Ok((Policy::default(), headers, body))
}

/// Creates the document in a thread of its own: the writer composes an example of each topic.
async fn document_of_facts() -> Result<Bytes, Problem> {
    let document = spawn_blocking(|| serde_json::to_vec(&body(&FactWriter::new()))).await;
    let document = document.map_err(|error| Problem::Internal(error.into()))?;
    let document = document.map_err(|error| Problem::Internal(error.into()))?;
    Ok(document.into())
}

fn body(writer: &FactWriter) -> TopicsBody {
    let topics = writer.topics().map(|topic| TopicBody {
        name: topic.name().to_owned(),
        facts: topic.facts(),
    });
    TopicsBody {
        topics: topics.collect(),
    }
}
