//! The options of traces.

use std::str::FromStr;

use clap::Args;
use url::Url;

use super::Secret;
use crate::failure::Failure;
use crate::traces::Traces;

#[derive(Debug, Clone, Args)]
pub(crate) struct TraceOptions {
    /// The OpenTelemetry collector that traces are sent to, with OTLP over HTTP, such as
    /// `http://localhost:4318`; without one, there are none
    #[arg(
        long,
        env = "QUIZCRAFT_OTLP_ENDPOINT",
        value_name = "URL",
        hide_env_values = true
    )]
    otlp_endpoint: Option<Secret>,
}

/// The URL to which an exporter posts traces.
#[derive(Debug, Clone)]
pub(crate) struct OtlpEndpoint(Url);

/// A URL is not that of a collector. The error does not contain the URL, which may contain a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidEndpoint {
    #[error("is not a URL that starts with http:// or https://")]
    Url,
    #[error("must not contain a user name or a password; set OTEL_EXPORTER_OTLP_HEADERS")]
    Credentials,
    #[error("must not contain a query or a fragment")]
    Query,
}

impl TraceOptions {
    /// Starts to export traces, if there is a collector.
    pub(crate) fn start(&self) -> Result<Option<Traces>, Failure> {
        let Some(Secret(url)) = &self.otlp_endpoint else {
            return Ok(None);
        };
        let endpoint = url.parse().map_err(Failure::OtlpEndpoint)?;
        Traces::start(&endpoint).map(Some).map_err(Failure::Traces)
    }
}

impl OtlpEndpoint {
    /// Returns the URL for traces.
    pub(crate) const fn url(&self) -> &Url {
        &self.0
    }
}

impl FromStr for OtlpEndpoint {
    type Err = InvalidEndpoint;

    /// Parses the URL of a collector, to which the specification appends a path for each signal.
    fn from_str(text: &str) -> Result<Self, InvalidEndpoint> {
        let mut url = Url::parse(text).map_err(|_| InvalidEndpoint::Url)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidEndpoint::Url);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidEndpoint::Credentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidEndpoint::Query);
        }
        let mut path = url.path_segments_mut().map_err(|()| InvalidEndpoint::Url)?;
        path.pop_if_empty().extend(["v1", "traces"]);
        drop(path);
        Ok(Self(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_traces_is_appended() {
        for (given, expected) in [
            ("http://localhost:4318", "http://localhost:4318/v1/traces"),
            ("http://localhost:4318/", "http://localhost:4318/v1/traces"),
            (
                "https://otel.example/otlp",
                "https://otel.example/otlp/v1/traces",
            ),
        ] {
            let endpoint: OtlpEndpoint = given.parse().unwrap();
            assert_eq!(endpoint.url().as_str(), expected);
        }
    }

    #[test]
    fn other_urls_are_rejected() {
        for (given, expected) in [
            ("", InvalidEndpoint::Url),
            ("localhost:4318", InvalidEndpoint::Url),
            ("grpc://localhost:4317", InvalidEndpoint::Url),
            ("http://", InvalidEndpoint::Url),
            ("http://ada:secret@localhost", InvalidEndpoint::Credentials),
            ("http://localhost?key=secret", InvalidEndpoint::Query),
            ("http://localhost#traces", InvalidEndpoint::Query),
        ] {
            assert_eq!(
                given.parse::<OtlpEndpoint>().unwrap_err(),
                expected,
                "{given}"
            );
        }
    }
}
