//! The health check and the documentation of the API.

use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Returns the routes `/health`, `/openapi.json` and `/docs` (Swagger UI).
pub(super) fn pages() -> Router {
    // The default validator would send the document to another server.
    let config = Config::new(["/openapi.json"]).validator_url("none");
    let docs = SwaggerUi::new("/docs").url("/openapi.json", quizcraft_http::openapi());
    let docs = docs.config(config);
    Router::new().route("/health", get(health)).merge(docs)
}

async fn health() -> Json<serde_json::Value> {
    Json(json!({"status": "ok"}))
}
