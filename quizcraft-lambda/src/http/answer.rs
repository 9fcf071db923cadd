//! Responses as API Gateway takes them (payload format 2.0).

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use axum::body::to_bytes;
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};
use lambda_http::Body;
use quizcraft_http::Problem;

/// Turns a response into the answer to API Gateway: cookies by themselves, and a body that is not
/// text as base64.
pub(super) async fn of(response: Response) -> ApiGatewayV2httpResponse {
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(body) => answer(parts, body.into()),
        // A body that fails while it is read has an error that only the log learns.
        Err(error) => {
            let (parts, body) = Problem::Internal(error.into()).into_response().into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
            answer(parts, body.into())
        }
    }
}

fn answer(parts: http::response::Parts, bytes: Vec<u8>) -> ApiGatewayV2httpResponse {
    let mut headers = parts.headers;
    let cookies = headers.get_all(SET_COOKIE).iter().map(text).collect();
    headers.remove(SET_COOKIE);
    let body = body(bytes);
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = parts.status.as_u16().into();
    answer.cookies = cookies;
    answer.headers = if is_plain(&headers) {
        headers
    } else {
        joined(&headers)
    };
    answer.is_base64_encoded = matches!(body, Some(Body::Binary(_)));
    answer.body = body;
    answer
}

/// Text is what is UTF-8, whatever its type says: API Gateway hands on both forms to the letter, and
/// text is the shorter one.
fn body(bytes: Vec<u8>) -> Option<Body> {
    match String::from_utf8(bytes) {
        Ok(text) if text.is_empty() => None,
        Ok(text) => Some(Body::Text(text)),
        Err(error) => Some(Body::Binary(error.into_bytes())),
    }
}

/// Returns whether each header has one value, of ASCII, as almost all responses have them.
fn is_plain(headers: &HeaderMap) -> bool {
    headers.len() == headers.keys_len() && headers.values().all(|value| value.to_str().is_ok())
}

/// Headers with one value each: API Gateway takes no more, and several mean the same as a list
/// ([RFC 9110, 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)).
fn joined(headers: &HeaderMap) -> HeaderMap {
    let join = |name: &HeaderName| {
        let values = headers.get_all(name).iter().map(text);
        let list = HeaderValue::try_from(values.collect::<Vec<_>>().join(", "));
        list.ok().map(|list| (name.clone(), list))
    };
    headers.keys().filter_map(join).collect()
}

/// Returns the value of a header as the text that stands in the answer. What is not UTF-8 is
/// Latin-1, of which the values of headers once were; the runtime would end the process over it.
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

    async fn answer(response: Response) -> Value {
        serde_json::to_value(of(response).await).unwrap()
    }

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
        let answer = answer(response).await;
        let headers = &answer["headers"];
        assert_eq!(
            headers["content-disposition"],
            "attachment; filename=\"café\""
        );
        assert_eq!(headers["vary"], "origin, accept");
        assert_eq!(answer["cookies"], json!(["a=1", "b=é", "c=é"]));
        assert!(headers.get("set-cookie").is_none());
    }

    #[tokio::test]
    async fn a_body_keeps_its_bytes_whatever_its_type_says() {
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
                let answer = answer(response).await;
                assert_eq!(answer["body"], body);
                assert_eq!(answer["isBase64Encoded"], is_base64);
            }
        }
    }

    #[tokio::test]
    async fn a_body_that_fails_is_an_error_of_the_service() {
        let parts = [Ok("half of it"), Err("the disk is full")];
        let answer = answer(Response::new(Body::from_stream(stream::iter(parts)))).await;
        assert_eq!(answer["statusCode"], 500);
        let body = answer["body"].as_str().unwrap();
        assert!(
            body.contains("internal") && !body.contains("disk"),
            "{body}"
        );
    }
}
