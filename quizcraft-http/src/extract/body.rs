use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// Extracts a request body that is a JSON object in UTF-8, without compression. Rejects others with a
/// [`Problem`].
///
/// ```
/// use axum::Router;
/// use axum::routing::post;
/// use http::Request;
/// use quizcraft_http::Body;
/// use serde::Deserialize;
/// use tower::ServiceExt;
///
/// #[derive(Deserialize)]
/// struct Greeting {
///     name: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let greet = async |Body(greeting): Body<Greeting>| format!("Hello, {}!", greeting.name);
/// let app: Router = Router::new().route("/greet", post(greet));
///
/// let json = Request::post("/greet").header("content-type", "application/json");
/// let greeted = json.body(axum::body::Body::from(r#"{"name": "Ada"}"#))?;
/// assert_eq!(app.clone().oneshot(greeted).await?.status(), 200);
/// let text = Request::post("/greet").header("content-type", "text/plain");
/// let rejected = text.body(axum::body::Body::from("Ada"))?;
/// assert_eq!(app.oneshot(rejected).await?.status(), 415);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::UnsupportedMediaType);
        }
        if !is_uncompressed(request.headers()) {
            return Err(Problem::UnsupportedContentCoding);
        }
        let bytes =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.into_response().status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Problem::BodyTooLarge,
                    _ => Problem::InvalidRequest("the body is incomplete".to_owned()),
                })?;
        object(&bytes).map(Self)
    }
}

/// Parses a JSON object. Other values are rejected first: `serde` would accept an array for a struct, and
/// its message for the rest would contain the name of the Rust type.
fn object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if !bytes.trim_ascii_start().starts_with(b"{") {
        let message = "the body is not a JSON object";
        return Err(Problem::InvalidRequest(message.to_owned()));
    }
    serde_json::from_slice(bytes)
        .map_err(|error| Problem::InvalidRequest(format!("malformed body: {error}")))
}

/// Returns whether the media type is `application/json`, with a charset of UTF-8, ASCII or none. Other
/// parameters are ignored.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(media) = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let (essence, parameters) = media.split_once(';').unwrap_or((media, ""));
    let mut charsets = parameters.split(';').filter_map(charset);
    essence.trim().eq_ignore_ascii_case("application/json")
        && charsets
            .all(|name| name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii"))
}

/// Returns the value of a media type's parameter if its name is `charset`.
fn charset(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    let value = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("charset").then_some(value)
}

/// Returns whether the body has no content coding, or `identity`.
fn is_uncompressed(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(CONTENT_ENCODING).iter();
    let mut codings = codings.flat_map(|list| list.as_bytes().split(|byte| *byte == b','));
    codings.all(|coding| {
        let coding = coding.trim_ascii();
        coding.is_empty() || coding.eq_ignore_ascii_case(b"identity")
    })
}
