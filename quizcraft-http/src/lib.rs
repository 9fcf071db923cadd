//! QuizCraft's HTTP API as an axum router.
//!
//! [`router`] serves every route at the root and under `/quiz/v1`. Serve it alone, or nest it in an
//! application:
//!
//! ```
//! use std::sync::Arc;
//!
//! use async_trait::async_trait;
//! use axum::Router;
//! use axum::body::{Body, to_bytes};
//! use http::Request;
//! use http::header::{CONTENT_TYPE, LOCATION};
//! use http::request::Parts;
//! use quizcraft_core::PlayerId;
//! use quizcraft_http::Api;
//! use quizcraft_identity::{Authenticator, Refusal};
//! use quizcraft_memory::Memory;
//! use tower::ServiceExt;
//!
//! /// Trusts a header that any client can set: for a demonstration only.
//! struct HeaderAuthenticator;
//!
//! #[async_trait]
//! impl Authenticator for HeaderAuthenticator {
//!     async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
//!         let name = request.headers.get("x-player").and_then(|value| value.to_str().ok());
//!         name.and_then(|name| name.parse().ok()).ok_or(Refusal::NoToken)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let api = Api::new(Memory::new().quiz(), Arc::new(HeaderAuthenticator));
//! let app: Router = Router::new().nest("/arcade", quizcraft_http::router(api));
//!
//! let player = "07".repeat(32);
//! let start = Request::post("/arcade/games")
//!     .header("x-player", &player)
//!     .header(CONTENT_TYPE, "application/json")
//!     .body(Body::from(r#"{"keywords": ["Rome"]}"#))?;
//! let started = app.clone().oneshot(start).await?;
//! assert_eq!(started.status(), 201);
//!
//! // The questions are not written yet, so the client is told when to retry.
//! let game = started.headers()[LOCATION].to_str()?;
//! let ask = Request::post(format!("{game}/questions/ask"))
//!     .header("x-player", &player)
//!     .body(Body::empty())?;
//! let pending = app.oneshot(ask).await?;
//! assert_eq!((pending.status().as_u16(), &pending.headers()["retry-after"]), (409, &"2".parse()?));
//! let body = to_bytes(pending.into_body(), Api::MAX_BODY_BYTES).await?;
//! assert!(body.starts_with(br#"{"errors":[{"code":"game_pending""#));
//! # Ok(())
//! # }
//! ```
//!
//! The usual authenticator is `quizcraft_identity::TokenAuthenticator`, for bearer tokens of an OpenID
//! Connect provider.
//!
//! Every error response has the body `{"errors": [{"code", "message"}]}`, including rejections by axum.
//! [`openapi`] returns the OpenAPI document of the API.

mod api;
mod body_limit;
mod body_tracker;
mod cors;
mod description;
mod document;
mod extract;
mod layers;
mod limits;
mod origin;
mod panics;
mod problem;
mod quiet_response;
mod readiness;
mod request_id;
mod request_timeout;
mod route_name;
mod router;
mod routes;
mod traced_body;
mod wire;

pub use api::Api;
pub use description::Mounts;
pub use document::openapi;
pub use extract::Body;
pub use origin::{InvalidOrigin, Origin};
pub use panics::log_panics;
pub use problem::Problem;
pub use quiet_response::QuietResponse;
pub use readiness::{NotReady, Readiness};
pub use request_timeout::{RequestDeadline, RequestTimeout};
pub use route_name::route_name;
pub use router::{overloaded_router, router, router_with};
