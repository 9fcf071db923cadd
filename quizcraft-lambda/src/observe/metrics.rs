use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use lambda_http::Context;
use serde::Serialize;

/// The CloudWatch namespace of the metrics.
const NAMESPACE: &str = "QuizCraft";

/// The dimensions of every metric: the name of the function. Fields with more values, such as the route
/// and the status, are not dimensions, because CloudWatch bills each combination of values as a metric
/// of its own.
const DIMENSIONS: [&str; 1] = ["function"];

/// A log line in CloudWatch's
/// [embedded metric format](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
///
/// It borrows its fields, since every request writes one.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    #[serde(rename = "_aws", skip_serializing_if = "Head::has_no_metric")]
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
    cloud_watch_metrics: [Directive<'a>; 1],
    timestamp: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    dimensions: [[&'static str; 1]; 1],
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
    /// Creates a line of level INFO of the function with this name.
    pub(super) fn new(function: &'static str, message: &'a str) -> Self {
        Self::with_level("INFO", function, message)
    }

    /// Creates a line of level ERROR of the function with this name.
    pub(super) fn error(function: &'static str, message: &'a str) -> Self {
        Self::with_level("ERROR", function, message)
    }

    fn with_level(level: &'static str, function: &'static str, message: &'a str) -> Self {
        let fields = BTreeMap::new();
        let mut line = Self {
            head: Head::new(),
            fields,
        };
        let [dimension] = DIMENSIONS;
        line.field(dimension, function);
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

    /// Adds a metric. Each name MUST be added once.
    pub(super) fn metric(&mut self, name: &'a str, unit: Unit, value: f64) {
        let [directive] = &mut self.head.cloud_watch_metrics;
        directive.metrics.push(Metric { name, unit });
        self.field(name, value);
    }

    /// Adds a count, unless it is zero: most lines would have mostly zeros.
    pub(super) fn count(&mut self, name: &'a str, count: impl Into<f64>) {
        let count = count.into();
        if count > 0.0 {
            self.metric(name, Unit::Count, count);
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

impl Head<'_> {
    fn new() -> Self {
        let directive = Directive {
            dimensions: [DIMENSIONS],
            metrics: Vec::new(),
            namespace: NAMESPACE,
        };
        Self {
            cloud_watch_metrics: [directive],
            timestamp: now(),
        }
    }

    fn has_no_metric(&self) -> bool {
        let [directive] = &self.cloud_watch_metrics;
        directive.metrics.is_empty()
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
