//! The routes, and what each of them documents.

mod answers;
mod games;
mod questions;

use std::sync::Arc;

use axum::Router;
use axum::routing::MethodRouter;
use utoipa::OpenApi;

use crate::api::Api;

/// Makes the routes and their documentation of one list. The two stay apart, since every start of a
/// server would wait for the document.
macro_rules! routes {
    ($($path:literal => $($method:ident $module:ident::$handler:ident),+;)+) => {
        /// Returns every route of the API, relative to where it is mounted.
        pub(crate) fn all() -> Router<Arc<Api>> {
            Router::new()$(.route($path, MethodRouter::new()$(.$method($module::$handler))+))+
        }

        /// What the handlers document.
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
