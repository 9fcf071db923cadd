//! What stands around every route: ids and traces, limits, CORS, and the one format for errors.
//!
//! All of it is one service, whose settings are behind one pointer. axum clones the service of a route for
//! each request, and boxes the future and the body of each layer that has types of its own; so a layer
//! costs a request more than what it does.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::Route;
use axum::routing::future::RouteFuture;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Method};
use tower::layer::layer_fn;
use tower::{Service, service_fn};
use tracing::{Instrument, Span};

use crate::body_limit;
use crate::cors::{Cors, CorsHeaders};
use crate::limits::Limits;
use crate::panics::unless_it_panics;
use crate::problem::{InOneFormat, Problem};
use crate::request_id;
use crate::route_name::method_name;
use crate::time_limit::{Time, in_time};
use crate::traced_body::traced;
use crate::unread_body::LentBody;

/// Puts the layers around a router.
pub(crate) fn around(router: Router, limits: &Limits) -> Router {
    let layers = Arc::new(Layers {
        cors: limits.cors_origin.clone().map(Cors::new),
        limits: limits.clone(),
    });
    router.layer(layer_fn(move |route| {
        around_route(route, Arc::clone(&layers))
    }))
}

/// What holds for every request.
struct Layers {
    limits: Limits,
    cors: Option<Cors>,
}

/// What is known of a request while its route answers.
struct Exchange {
    id: HeaderValue,
    span: Span,
    time: Time,
    cors: Option<CorsHeaders>,
    body: Option<LentBody>,
}

fn around_route(
    mut route: Route,
    layers: Arc<Layers>,
) -> impl Service<
    Request,
    Response = Response,
    Error = Infallible,
    Future: Future<Output = Result<Response, Infallible>> + Send,
> + Clone
+ Send
+ Sync {
    service_fn(move |request: Request| {
        let (exchange, request) = layers.begin(request);
        let answer = request.map(|request| route.call(request));
        exchange.end(answer)
    })
}

impl Layers {
    /// Begins an exchange. The request is for its route, unless the layers answer it.
    fn begin(&self, mut request: Request) -> (Exchange, Result<Request, Response>) {
        let time = Time::of(&mut request, self.limits.time);
        let id = request_id::identify(request.headers_mut());
        let span = span(&request, &id);
        let (body, request) = LentBody::lend(request);
        let (cors, request) = self.admit(request);
        let exchange = Exchange {
            id,
            span,
            time,
            cors,
            body,
        };
        (exchange, request)
    }

    /// Returns what the answer is to say to a page, and what of the request its route may see; or
    /// else the answer, without a route.
    fn admit(&self, request: Request) -> (Option<CorsHeaders>, Result<Request, Response>) {
        let headers = request.headers();
        match &self.cors {
            Some(cors) if request.method() == Method::OPTIONS => {
                (None, Err(cors.preflight(headers)))
            }
            cors => {
                let cors = cors.as_ref().map(|cors| cors.headers(headers));
                let limited = body_limit::limited(request);
                (cors, limited.map_err(IntoResponse::into_response))
            }
        }
    }
}

impl Exchange {
    /// Answers the request, as its route does or the layers did.
    async fn end(
        self,
        answer: Result<RouteFuture<Infallible>, Response>,
    ) -> Result<Response, Infallible> {
        let span = self.span.clone();
        let answer = async {
            tracing::debug!("started processing request");
            let response = match answer {
                Ok(route) => in_time(unless_it_panics(route), &self.time).await,
                Err(response) => response,
            };
            let response = self.complete(response).await;
            Ok(response)
        };
        answer.instrument(span).await
    }

    /// Makes the answer of a route the answer to the request.
    async fn complete(self, response: Response) -> Response {
        let mut response = in_one_format(response);
        if let Some(cors) = self.cors {
            cors.add_to(response.headers_mut());
        }
        if let Some(body) = self.body {
            body.read_or_close(response.headers_mut(), &self.time).await;
        }
        request_id::tell(response.headers_mut(), self.id);
        let status = response.status().as_u16();
        let micros = u64::try_from(self.time.elapsed().as_micros()).unwrap_or(u64::MAX);
        tracing::info!(status, micros, "answered");
        traced(response, self.span)
    }
}

/// Gives what the framework refuses the body that all errors have.
fn in_one_format(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<InOneFormat>().is_some() {
        return response;
    }
    let formatted = Problem::from(status).into_response();
    let mut headers = response.into_parts().0.headers;
    for about_the_body in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
        headers.remove(about_the_body);
    }
    (headers, formatted).into_response()
}

/// Returns the span of a request: its id, method and route; not its path, which may name anything.
/// Whatever the level, an error has them.
fn span(request: &Request, id: &HeaderValue) -> Span {
    tracing::error_span!(
        "request",
        id = id.to_str().ok(),
        method = method_name(request.method()),
        route = request
            .extensions()
            .get::<MatchedPath>()
            .map(MatchedPath::as_str),
    )
}
