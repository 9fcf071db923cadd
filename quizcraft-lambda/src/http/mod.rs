//! Requests of API Gateway, as an axum router understands them.

mod event;
mod path;

use axum::Router;
use axum::extract::OriginalUri;
use lambda_http::lambda_runtime::Runtime;
use lambda_http::request::RequestContext;
use lambda_http::tower::ServiceBuilder;
use lambda_http::{Adapter, Error, LambdaEvent, Request};
use quizcraft_http::auth::GatewayClaims;

use event::HttpEvent;

/// Serves a router to the HTTP API of API Gateway (payload 2.0), until the process is ended.
///
/// A stage in front of a path is taken away. What the JWT authorizer verified stands in the
/// request's extensions, as [`GatewayClaims`]; so does the [`Context`](lambda_http::Context) of the
/// invocation. An event that is no such request is answered with an error, and the next one is
/// waited for.
///
/// # Errors
///
/// If the runtime does not answer any more.
///
/// # Panics
///
/// If this is no function: the variables that Lambda sets are missing.
pub async fn serve(router: Router) -> Result<(), Error> {
    let router = ServiceBuilder::new().map_request(as_sent).service(router);
    let function = ServiceBuilder::new()
        .map_request(|event: LambdaEvent<HttpEvent>| {
            LambdaEvent::new(event.payload.into_request(), event.context)
        })
        .service(Adapter::from(router));
    Runtime::new(function).run().await
}

/// The request as its sender sent it to the API, wherever that is mounted.
fn as_sent(mut request: Request) -> Request {
    let context = request.extensions().get::<RequestContext>();
    let Some(RequestContext::ApiGatewayV2(context)) = context else {
        return request;
    };
    let claims = context.authorizer.as_ref().and_then(|authorizer| {
        let jwt = authorizer.jwt.as_ref()?;
        Some(GatewayClaims::from_iter(jwt.claims.clone()))
    });
    let stage = context.stage.clone().unwrap_or_default();
    let on_own_domain = path::is_on_own_domain(context.domain_name.as_deref());
    if let Some(claims) = claims {
        request.extensions_mut().insert(claims);
    }
    let inner = path::without_stage(request.uri(), &stage);
    // Where the API has its own domain, the sender knows nothing of the stage.
    let original = if on_own_domain {
        inner.clone()
    } else {
        request.uri().clone()
    };
    request.extensions_mut().insert(OriginalUri(original));
    *request.uri_mut() = inner;
    request
}
