use std::str::FromStr;

use crate::web;

/// Where a service is, if not where it always is: a URL.
#[derive(Clone, Debug)]
pub(super) struct Endpoint(String);

/// The text was no URL of a service.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("is no URL of a service, such as http://127.0.0.1:8000")]
pub(super) struct InvalidEndpoint;

impl FromStr for Endpoint {
    type Err = InvalidEndpoint;

    fn from_str(text: &str) -> Result<Self, InvalidEndpoint> {
        web::url(text)
            .map(|_| Self(text.to_owned()))
            .ok_or(InvalidEndpoint)
    }
}

impl From<Endpoint> for String {
    fn from(Endpoint(url): Endpoint) -> Self {
        url
    }
}
