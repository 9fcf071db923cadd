//! The option of traces in a build that has none. It is hidden, and rejected with the feature that adds it:
//! otherwise an operator would wait for traces that are never sent.

use clap::Args;

use super::Secret;
use crate::failure::Failure;
use crate::traces::Traces;

#[derive(Debug, Clone, Args)]
pub(crate) struct TraceOptions {
    /// The OpenTelemetry collector
    #[arg(long, env = "QUIZCRAFT_OTLP_ENDPOINT", value_name = "URL", hide = true)]
    otlp_endpoint: Option<Secret>,
}

impl TraceOptions {
    /// Returns none, or an error if there is a collector.
    pub(crate) const fn start(&self) -> Result<Option<Traces>, Failure> {
        match self.otlp_endpoint {
            Some(_) => Err(Failure::NoTraces),
            None => Ok(None),
        }
    }
}
