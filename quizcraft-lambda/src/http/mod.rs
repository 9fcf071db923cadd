//! Requests of API Gateway, as an axum router understands them, and its answers.

mod event;
mod mapping_key;
mod path;

use std::panic::AssertUnwindSafe;

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use axum::Router;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};
use lambda_http::lambda_runtime::Runtime;
use lambda_http::tower::ServiceExt;
use lambda_http::{Body, Context, Error, IntoResponse, LambdaEvent, service_fn};
use quizcraft_http::Problem;
use tokio::time::timeout;

use crate::deadline::last_moment;
use crate::event::{InvalidEvent, RawEvent};
use event::HttpEvent;

pub(crate) use mapping_key::MappingKey;

/// Serves a router to the HTTP API of API Gateway (payload 2.0), until the process is ended.
///
/// A stage in front of a path is taken away; it must not be called as a route begins. What the JWT
/// authorizer verified stands in the request's extensions, as
/// [`GatewayClaims`](quizcraft_http::auth::GatewayClaims); so does the
/// [`Context`](lambda_http::Context) of the invocation. A request that does not end within the
/// invocation's time is answered in its last moments, with 503, and one that panics with 500. An
/// event that is no such request is answered with an error, and the next one is waited for.
///
/// # Errors
///
/// If the runtime does not answer any more.
///
/// # Panics
///
/// If this is no function: the variables that Lambda sets are missing.
pub async fn serve(router: Router) -> Result<(), Error> {
    serve_noting(router, None, |_, _| ()).await
}

/// Serves a router below this key of a domain of its own, and tells of each event that is no request.
pub(crate) async fn serve_noting(
    router: Router,
    key: Option<MappingKey>,
    note: impl Fn(InvalidEvent, &Context),
) -> Result<(), Error> {
    let function = service_fn(|event: LambdaEvent<RawEvent>| {
        let (event, context) = event.into_parts();
        let event = HttpEvent::read(&event, key.as_ref());
        let event = event.inspect_err(|invalid| note(*invalid, &context));
        let router = router.clone();
        async move { Ok::<_, InvalidEvent>(answer(router, event?, context).await) }
    });
    Runtime::new(function).run().await
}

async fn answer(router: Router, event: HttpEvent, context: Context) -> ApiGatewayV2httpResponse {
    let last_moment = last_moment(&context);
    let answer = router
        .oneshot(event.into_request(context))
        .then(async |Ok(response)| as_answer(response).await);
    // The API's own routes do not let it come to either; routes beside them may.
    match timeout(last_moment, AssertUnwindSafe(answer).catch_unwind()).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => as_answer(Problem::Panicked.into_response()).await,
        Err(_) => as_answer(Problem::OutOfTime.into_response()).await,
    }
}

/// A response as API Gateway takes it: cookies by themselves, and a body that is no text as base64.
async fn as_answer(response: Response) -> ApiGatewayV2httpResponse {
    let (mut parts, body) = IntoResponse::into_response(response).await.into_parts();
    let cookies = parts.headers.get_all(SET_COOKIE).iter().map(text);
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = parts.status.as_u16().into();
    answer.cookies = cookies.collect();
    answer.is_base64_encoded = matches!(body, Body::Binary(_));
    answer.body = Some(body).filter(|body| !matches!(body, Body::Empty));
    parts.headers.remove(SET_COOKIE);
    answer.headers = joined(&parts.headers);
    answer
}

/// Headers with one value each: the gateway takes no more, and several mean the same as a list
/// ([RFC 9110, 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)).
fn joined(headers: &HeaderMap) -> HeaderMap {
    let join = |name: &HeaderName| {
        let values = headers.get_all(name).iter().map(text);
        let list = HeaderValue::try_from(values.collect::<Vec<_>>().join(", "));
        list.ok().map(|list| (name.clone(), list))
    };
    headers.keys().filter_map(join).collect()
}

/// The value of a header as the text that stands in the answer. What is not UTF-8 is Latin-1, of which
/// the values of headers once were; the runtime would end the process over it.
fn text(value: &HeaderValue) -> String {
    let bytes = value.as_bytes();
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::{CONTENT_DISPOSITION, SET_COOKIE, VARY};

    use super::{Response, as_answer};

    #[tokio::test]
    async fn headers_are_lists_of_text_and_cookies_stand_by_themselves() {
        let mut response = Response::new("".into());
        let headers = response.headers_mut();
        let latin_1 = HeaderValue::from_bytes(b"attachment; filename=\"caf\xe9\"").unwrap();
        headers.insert(CONTENT_DISPOSITION, latin_1);
        for value in ["origin", "accept"] {
            headers.append(VARY, HeaderValue::from_static(value));
        }
        for value in [&b"a=1"[..], "b=é".as_bytes(), b"c=\xe9"] {
            headers.append(SET_COOKIE, HeaderValue::from_bytes(value).unwrap());
        }
        let answer = serde_json::to_value(as_answer(response).await).unwrap();
        let headers = &answer["headers"];
        assert_eq!(
            headers["content-disposition"],
            "attachment; filename=\"café\""
        );
        assert_eq!(headers["vary"], "origin, accept");
        assert_eq!(answer["cookies"], serde_json::json!(["a=1", "b=é", "c=é"]));
        assert!(headers.get("set-cookie").is_none());
    }
}
