//! The routes and their OpenAPI documentation.

mod games;
mod questions;
mod responses;

use std::sync::Arc;

use axum::Router;
use axum::routing::MethodRouter;
use utoipa::OpenApi;

use crate::api::Api;

/// Generates the router and the OpenAPI document from one list. They are separate functions, because a
/// server does not need the document at start.
macro_rules! routes {
    ($($path:literal => $($method:ident $module:ident::$handler:ident),+;)+) => {
        /// Returns every route of the API, relative to its mount point.
        pub(crate) fn all() -> Router<Arc<Api>> {
            Router::new()$(.route($path, MethodRouter::new()$(.$method($module::$handler))+))+
        }

        /// The OpenAPI document of the handlers.
        #[derive(OpenApi)]
        #[openapi(paths($($($module::$handler),+),+))]
        pub(crate) struct Documented;
    };
}

routes! {
    "/games" => get games::list, post games::start;
    "/games/{game}" => get games::view;
    "/games/{game}/questions" => get questions::list;
    "/games/{game}/questions/ask" => post questions::ask;
    "/games/{game}/questions/answer" => post questions::answer;
    "/games/{game}/questions/{question}" => get questions::view;
}
