//! The health check and the documentation of the API.

use axum::body::Bytes;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Json, Router};
use http::header::CONTENT_TYPE;
use quizcraft_http::QuietResponse;
use serde_json::json;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::web::Policy;
use crate::failure::Failure;

/// Returns the routes `/health`, `/openapi.json` and `/docs` (Swagger UI).
///
/// The document is converted to JSON once. Swagger UI would convert it for each request.
///
/// # Errors
///
/// Returns an error if the document cannot be converted to JSON.
pub(super) fn pages() -> Result<Router, Failure> {
    let document = serde_json::to_vec(&quizcraft_http::openapi()).map_err(Failure::Document)?;
    let document = Bytes::from(document);
    let document = async move || ([(CONTENT_TYPE, "application/json")], document.clone());
    // The default validator would send the document to another server.
    let config = Config::new(["/openapi.json"]).validator_url("none");
    let docs = SwaggerUi::new("/docs").config(config);
    let router = Router::new()
        .route("/health", get(health))
        .route("/openapi.json", get(document));
    let docs = Router::from(docs).layer(map_response(async |page: Response| {
        (Policy::of_documentation(), page)
    }));
    Ok(router.merge(docs))
}

/// Responds as long as the server runs. `/livez` and `/readyz` of the API tell more.
async fn health() -> (Extension<QuietResponse>, Json<serde_json::Value>) {
    (Extension(QuietResponse), Json(json!({"status": "ok"})))
}
