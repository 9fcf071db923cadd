use std::str::FromStr;

use crate::url::http_url;

/// The URL of an AWS service, in place of its default endpoint.
#[derive(Clone, Debug)]
pub(super) struct Endpoint(String);

/// The text is not a valid endpoint URL.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "expected an http or https URL without a user, a query or a fragment, such as http://127.0.0.1:8000"
)]
pub(super) struct InvalidEndpoint;

impl FromStr for Endpoint {
    type Err = InvalidEndpoint;

    fn from_str(text: &str) -> Result<Self, InvalidEndpoint> {
        http_url(text)
            .map(|_| Self(text.to_owned()))
            .ok_or(InvalidEndpoint)
    }
}

impl From<Endpoint> for String {
    fn from(Endpoint(url): Endpoint) -> Self {
        url
    }
}
