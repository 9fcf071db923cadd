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
//! use http::request::Parts;
//! use quizcraft_core::PlayerId;
//! use quizcraft_http::Api;
//! use quizcraft_identity::{Authenticator, Refusal};
//! use quizcraft_memory::Memory;
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
//! let api = Api::new(Memory::new().quiz(), Arc::new(HeaderAuthenticator));
//! let app: Router = Router::new().nest("/arcade", quizcraft_http::router(api));
//! # drop(app);
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
mod document;
mod extract;
mod layers;
mod limits;
mod origin;
mod panics;
mod problem;
mod request_id;
mod request_timeout;
mod route_name;
mod router;
mod routes;
mod traced_body;
mod wire;

pub use api::Api;
pub use document::openapi;
pub use extract::Body;
pub use origin::{InvalidOrigin, Origin};
pub use panics::log_panics;
pub use problem::Problem;
pub use request_timeout::{RequestDeadline, RequestTimeout};
pub use route_name::route_name;
pub use router::{overloaded_router, router, router_with};
