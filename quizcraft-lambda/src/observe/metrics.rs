use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use lambda_http::Context;
use serde::Serialize;

/// The CloudWatch namespace of the metrics.
const NAMESPACE: &str = "QuizCraft";

/// A log line in CloudWatch's
/// [embedded metric format](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
///
/// It borrows its fields, since every request writes one.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    #[serde(rename = "_aws")]
    head: Head<'a>,
    #[serde(flatten)]
    fields: BTreeMap<&'a str, Value<'a>>,
}

/// The value of a field.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Value<'a> {
    Text(Option<&'a str>),
    Count(u64),
    Measure(f64),
}

/// The metadata from which CloudWatch extracts metrics.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Head<'a> {
    cloud_watch_metrics: Vec<Directive<'a>>,
    timestamp: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    dimensions: [&'a [&'a str]; 1],
    metrics: Vec<Metric<'a>>,
    namespace: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metric<'a> {
    name: &'a str,
    unit: Unit,
}

/// The unit of a metric.
#[derive(Clone, Copy, Serialize)]
pub(super) enum Unit {
    Count,
    Milliseconds,
    Seconds,
}

impl<'a> Line<'a> {
    /// Creates a line of level INFO.
    pub(super) fn new(message: &'a str) -> Self {
        Self::with_level("INFO", message)
    }

    /// Creates a line of level ERROR.
    pub(super) fn error(message: &'a str) -> Self {
        Self::with_level("ERROR", message)
    }

    fn with_level(level: &'static str, message: &'a str) -> Self {
        let head = Head {
            cloud_watch_metrics: Vec::new(),
            timestamp: now(),
        };
        let fields = BTreeMap::new();
        let mut line = Self { head, fields };
        line.field("level", level);
        line.field("message", message);
        line
    }

    /// Adds a field that is not a metric.
    pub(super) fn field(&mut self, name: &'a str, value: impl Into<Value<'a>>) {
        self.fields.insert(name, value.into());
    }

    /// Adds the ids under which AWS logs an invocation.
    pub(super) fn invocation(&mut self, context: &'a Context) {
        self.field("function_request_id", context.request_id.as_str());
        self.field("trace_id", context.xray_trace_id.as_deref());
    }

    /// Adds metrics. CloudWatch keeps one time series per combination of values of the fields that are
    /// named in `dimensions`.
    pub(super) fn metrics(&mut self, dimensions: &'a [&'a str], metrics: &[(&'a str, Unit, f64)]) {
        let named = |&(name, unit, _): &(&'a str, Unit, f64)| Metric { name, unit };
        self.head.cloud_watch_metrics.push(Directive {
            dimensions: [dimensions],
            metrics: metrics.iter().map(named).collect(),
            namespace: NAMESPACE,
        });
        for (name, _, value) in metrics {
            self.field(name, *value);
        }
    }

    /// Writes the line. Errors are ignored, since a lost line must not fail a request.
    pub(super) fn write(self) {
        if let Ok(mut line) = serde_json::to_vec(&self) {
            line.push(b'\n');
            let _ = io::stdout().lock().write_all(&line);
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<f64> for Value<'_> {
    fn from(measure: f64) -> Self {
        Self::Measure(measure)
    }
}

/// Returns the Unix time in milliseconds.
fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    u64::try_from(now.unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
}
