//! What the local server shows beside the API.

use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// `/health`, `/openapi.json` and the Swagger UI at `/docs`.
pub(super) fn pages() -> Router {
    // Without a validator, the page sends requests to this server only.
    let config = Config::new(["/openapi.json"]).validator_url("none");
    let docs = SwaggerUi::new("/docs").url("/openapi.json", quizcraft_http::openapi());
    let docs = docs.config(config);
    Router::new().route("/health", get(health)).merge(docs)
}

async fn health() -> Json<serde_json::Value> {
    Json(json!({"status": "ok"}))
}
