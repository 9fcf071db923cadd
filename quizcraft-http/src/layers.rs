//! The layer around every route: request ids, tracing, limits, CORS, and the uniform error body.
//!
//! It is a single service with its settings behind one `Arc`, for performance: for each request and
//! layer, axum clones the service and boxes the future and the body.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::Route;
use axum::routing::future::RouteFuture;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Method};
use quizcraft_core::Correlation;
use tower::layer::layer_fn;
use tower::{Service, service_fn};
use tracing::{Instrument, Span, field};

use crate::body_limit;
use crate::body_tracker::BodyTracker;
use crate::cors::{Cors, CorsHeaders};
use crate::limits::Limits;
use crate::panics::catch_panic;
use crate::problem::{HasErrorBody, Problem};
use crate::quiet_response::QuietResponse;
use crate::request_id;
use crate::request_timeout::{Time, with_timeout};
use crate::route_name::method_name;
use crate::traced_body::with_span;

/// Adds the layer to a router.
pub(crate) fn add_layers(router: Router, limits: &Limits) -> Router {
    let layers = Arc::new(Layers {
        cors: limits.cors_origin.clone().map(Cors::new),
        limits: limits.clone(),
    });
    router.layer(layer_fn(move |route| {
        around_route(route, Arc::clone(&layers))
    }))
}

/// The settings of the layer, shared by all requests.
struct Layers {
    limits: Limits,
    cors: Option<Cors>,
}

/// The state of a request while it is processed.
struct Exchange {
    id: HeaderValue,
    span: Span,
    time: Time,
    cors: Option<CorsHeaders>,
    body: Option<BodyTracker>,
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
        let response = request.map(|request| route.call(request));
        exchange.end(response)
    })
}

impl Layers {
    /// Begins an exchange. Returns the request for its route, or the response if the request does not
    /// reach a route.
    fn begin(&self, mut request: Request) -> (Exchange, Result<Request, Response>) {
        let time = Time::of(&mut request, self.limits.time);
        let id = request_id::identify(request.headers_mut());
        let correlation = request_id::correlation(&id, request.headers());
        let span = span(&request, &id, &correlation);
        request.extensions_mut().insert(correlation);
        let (body, request) = BodyTracker::track(request);
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

    /// Returns the CORS headers of the response, and the request with a limited body, or the response to
    /// a preflight request or to a body that is too large.
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
    /// Completes the response of the route or of the layer.
    async fn end(
        mut self,
        response: Result<RouteFuture<Infallible>, Response>,
    ) -> Result<Response, Infallible> {
        let span = self.span.clone();
        let completed = async {
            tracing::debug!("started processing request");
            let response = match response {
                Ok(route) => with_timeout(catch_panic(route), &self.time).await,
                Err(response) => Some(response),
            };
            let response = response.unwrap_or_else(|| self.timed_out().into_response());
            let response = self.complete(response).await;
            Ok(response)
        };
        completed.instrument(span).await
    }

    /// Returns the error of a request that timed out: the client's, if its body did not arrive.
    fn timed_out(&mut self) -> Problem {
        let awaits_body = self.body.as_mut().is_some_and(BodyTracker::was_awaited);
        if !awaits_body {
            return Problem::TimedOut;
        }
        tracing::info!("the client did not send the body in time");
        Problem::BodyTimedOut
    }

    /// Adds what every response has, and logs it.
    async fn complete(self, response: Response) -> Response {
        let mut response = with_error_body(response);
        if let Some(cors) = self.cors {
            cors.add_to(response.headers_mut());
        }
        if let Some(body) = self.body {
            body.drain_or_close(response.headers_mut(), &self.time)
                .await;
        }
        request_id::add_to(response.headers_mut(), self.id);
        let status = response.status().as_u16();
        let micros = u64::try_from(self.time.elapsed().as_micros()).unwrap_or(u64::MAX);
        if response.extensions().get::<QuietResponse>().is_some() {
            tracing::debug!(status, micros, "answered");
        } else {
            tracing::info!(status, micros, "answered");
        }
        with_span(response, self.span)
    }
}

/// Replaces the body of a rejection by axum with the body that all errors have.
fn with_error_body(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<HasErrorBody>().is_some() {
        return response;
    }
    let formatted = Problem::from(status).into_response();
    let mut headers = response.into_parts().0.headers;
    for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
        headers.remove(name);
    }
    (headers, formatted).into_response()
}

/// Returns the span of a request, with its id, method, route and trace. It does not contain the path, which
/// clients choose. The span's level is ERROR, so that it is enabled at every log level.
fn span(request: &Request, id: &HeaderValue, correlation: &Correlation) -> Span {
    tracing::error_span!(
        "request",
        id = id.to_str().ok(),
        method = method_name(request.method()),
        route = request
            .extensions()
            .get::<MatchedPath>()
            .map(MatchedPath::as_str),
        trace_id = correlation
            .trace()
            .map(|trace| field::display(trace.trace_id())),
    )
}
