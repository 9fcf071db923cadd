use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use lambda_http::request::LambdaRequest;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// An event of an HTTP API that a request can be made of.
pub(super) struct HttpEvent(Box<ApiGatewayV2httpRequest>);

impl HttpEvent {
    pub(super) fn into_request(self) -> LambdaRequest {
        LambdaRequest::ApiGatewayV2(*self.0)
    }
}

/// Reads an event, and looks for what the library takes for granted: it would panic. What is wrong
/// is told without what it was, since errors are logged.
impl<'de> Deserialize<'de> for HttpEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let event = ApiGatewayV2httpRequest::deserialize(deserializer)
            .map_err(|_| D::Error::custom("the event is no request of an HTTP API, payload 2.0"))?;
        check(&event).map_err(D::Error::custom)?;
        Ok(Self(Box::new(event)))
    }
}

fn check(event: &ApiGatewayV2httpRequest) -> Result<(), &'static str> {
    if !event
        .raw_path
        .as_deref()
        .is_some_and(|path| path.starts_with('/'))
    {
        return Err("the event has no path");
    }
    let query = event.raw_query_string.as_deref().unwrap_or_default();
    if format!("/?{query}").parse::<Uri>().is_err() {
        return Err("the query string of the event is none");
    }
    let body = event.body.as_deref().unwrap_or_default();
    if event.is_base64_encoded && STANDARD.decode(body).is_err() {
        return Err("the body of the event is not base64, though it says so");
    }
    Ok(())
}
