//! Responses for API Gateway (payload format 2.0).

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use axum::body::to_bytes;
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};
use lambda_http::Body;
use quizcraft_http::Problem;

/// Converts a response for API Gateway. Cookies have a field of their own, and a body that is not UTF-8
/// is encoded in base64.
pub(super) async fn to_api_gateway(response: Response) -> ApiGatewayV2httpResponse {
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(body) => convert(parts, body.into()),
        // The client receives a 500; the cause is only logged.
        Err(error) => {
            let (parts, body) = Problem::Internal(error.into()).into_response().into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
            convert(parts, body.into())
        }
    }
}

fn convert(parts: http::response::Parts, bytes: Vec<u8>) -> ApiGatewayV2httpResponse {
    let mut headers = parts.headers;
    let cookies = headers.get_all(SET_COOKIE).iter().map(text).collect();
    headers.remove(SET_COOKIE);
    let body = body(bytes);
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = parts.status.as_u16().into();
    response.cookies = cookies;
    response.headers = if is_single_ascii(&headers) {
        headers
    } else {
        joined(&headers)
    };
    response.is_base64_encoded = matches!(body, Some(Body::Binary(_)));
    response.body = body;
    response
}

/// Returns the body as text if it is UTF-8, whatever its content type. API Gateway forwards text and
/// base64 unchanged, and text is shorter.
fn body(bytes: Vec<u8>) -> Option<Body> {
    match String::from_utf8(bytes) {
        Ok(text) if text.is_empty() => None,
        Ok(text) => Some(Body::Text(text)),
        Err(error) => Some(Body::Binary(error.into_bytes())),
    }
}

/// Returns whether each header has a single ASCII value, as in almost all responses.
fn is_single_ascii(headers: &HeaderMap) -> bool {
    headers.len() == headers.keys_len() && headers.values().all(|value| value.to_str().is_ok())
}

/// Joins the values of each header with commas, since API Gateway accepts one value per header. Both
/// forms mean the same ([RFC 9110, 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)).
fn joined(headers: &HeaderMap) -> HeaderMap {
    let join = |name: &HeaderName| {
        let values = headers.get_all(name).iter().map(text);
        let list = HeaderValue::try_from(values.collect::<Vec<_>>().join(", "));
        list.ok().map(|list| (name.clone(), list))
    };
    headers.keys().filter_map(join).collect()
}

/// Returns the value of a header as text. A value that is not UTF-8 is decoded as Latin-1, the historic
/// encoding of headers. The runtime would panic on it.
fn text(value: &HeaderValue) -> String {
    let bytes = value.as_bytes();
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::stream;
    use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, VARY};
    use serde_json::{Value, json};

    use super::*;

    async fn converted(response: Response) -> Value {
        serde_json::to_value(to_api_gateway(response).await).unwrap()
    }

    #[tokio::test]
    async fn header_values_are_joined_and_cookies_have_a_field_of_their_own() {
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
        let converted = converted(response).await;
        let headers = &converted["headers"];
        assert_eq!(
            headers["content-disposition"],
            "attachment; filename=\"café\""
        );
        assert_eq!(headers["vary"], "origin, accept");
        assert_eq!(converted["cookies"], json!(["a=1", "b=é", "c=é"]));
        assert!(headers.get("set-cookie").is_none());
    }

    #[tokio::test]
    async fn a_body_keeps_its_bytes_for_every_content_type() {
        for kind in [
            "",
            "image/png",
            "text/plain; charset=iso-8859-1",
            "application/json",
        ] {
            for (bytes, body, is_base64) in [
                ("{\"é\": 1}".as_bytes(), "{\"é\": 1}", false),
                (b"caf\xe9", "Y2Fm6Q==", true),
                (b"\x89PNG\x00\xff", "iVBORwD/", true),
            ] {
                let mut response = Response::new(Body::from(bytes));
                let kind = HeaderValue::from_static(kind);
                response.headers_mut().insert(CONTENT_TYPE, kind);
                let converted = converted(response).await;
                assert_eq!(converted["body"], body);
                assert_eq!(converted["isBase64Encoded"], is_base64);
            }
        }
    }

    #[tokio::test]
    async fn a_body_that_fails_causes_a_500_without_the_cause() {
        let parts = [Ok("half of it"), Err("the disk is full")];
        let converted = converted(Response::new(Body::from_stream(stream::iter(parts)))).await;
        assert_eq!(converted["statusCode"], 500);
        let body = converted["body"].as_str().unwrap();
        assert!(
            body.contains("internal") && !body.contains("disk"),
            "{body}"
        );
    }
}
