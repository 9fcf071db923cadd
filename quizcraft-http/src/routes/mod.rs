//! The routes and their OpenAPI documentation.

mod games;
mod health;
mod questions;
mod responses;

use std::sync::Arc;

use axum::Router;
use axum::routing::MethodRouter;
use utoipa::OpenApi;

use crate::api::Api;

/// Generates routers and the OpenAPI document from one list. They are separate functions, because a server
/// does not need the document at start.
macro_rules! routes {
    ($($(#[$doc:meta])* $router:ident { $($path:literal => $($method:ident $module:ident::$handler:ident),+;)+ })+) => {
        $(
            $(#[$doc])*
            pub(crate) fn $router() -> Router<Arc<Api>> {
                Router::new()$(.route($path, MethodRouter::new()$(.$method($module::$handler))+))+
            }
        )+

        /// The OpenAPI document of the handlers.
        #[derive(OpenApi)]
        #[openapi(paths($($($($module::$handler),+),+),+))]
        pub(crate) struct Documented;
    };
}

routes! {
    /// Returns the routes of games and questions, relative to their mount point.
    quiz {
        "/games" => get games::list, post games::start;
        "/games/{game}" => get games::view;
        "/games/{game}/questions" => get questions::list;
        "/games/{game}/questions/ask" => post questions::ask;
        "/games/{game}/questions/answer" => post questions::answer;
        "/games/{game}/questions/{question}" => get questions::view;
    }
    /// Returns the routes of health probes, relative to their mount point.
    health {
        "/livez" => get health::live;
        "/readyz" => get health::ready;
    }
}
