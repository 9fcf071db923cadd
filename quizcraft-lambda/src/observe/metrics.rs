use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use lambda_http::Context;
use serde_json::{Map, Value, json};

/// Where CloudWatch shows the metrics.
const NAMESPACE: &str = "QuizCraft";

/// A line of the log that CloudWatch reads metrics from, in its
/// [embedded format](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
pub(super) struct Line {
    directives: Vec<Value>,
    fields: Map<String, Value>,
}

/// What a metric is measured in.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    Count,
    Milliseconds,
    Seconds,
}

impl Unit {
    const fn name(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Milliseconds => "Milliseconds",
            Self::Seconds => "Seconds",
        }
    }
}

impl Line {
    /// A line that says what happened.
    pub(super) fn new(message: &str) -> Self {
        Self::at("INFO", message)
    }

    /// A line that says what is wrong.
    pub(super) fn of_error(message: &str) -> Self {
        Self::at("ERROR", message)
    }

    fn at(level: &str, message: &str) -> Self {
        let mut line = Self {
            directives: Vec::new(),
            fields: Map::new(),
        };
        line.field("level", level);
        line.field("message", message);
        line
    }

    /// Adds something to read, which is no metric.
    pub(super) fn field(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    /// Adds the ids that AWS knows an invocation by.
    pub(super) fn invocation(&mut self, context: &Context) {
        self.field("function_request_id", context.request_id.clone());
        self.field("trace_id", context.xray_trace_id.clone());
    }

    /// Adds metrics, of which CloudWatch shows one series for each value of the fields that are
    /// named as dimensions.
    pub(super) fn metrics(&mut self, dimensions: &[&str], metrics: &[(&str, Unit, f64)]) {
        let named =
            |(name, unit, _): &(&str, Unit, f64)| json!({"Name": name, "Unit": unit.name()});
        self.directives.push(json!({
            "Namespace": NAMESPACE,
            "Dimensions": [dimensions],
            "Metrics": metrics.iter().map(named).collect::<Vec<_>>(),
        }));
        for (name, _, value) in metrics {
            self.field(name, *value);
        }
    }

    /// Writes the line. If nobody can read it, that is no reason to stop.
    pub(super) fn write(mut self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = u64::try_from(now.unwrap_or_default().as_millis()).unwrap_or(u64::MAX);
        let directives = self.directives;
        let head = json!({"Timestamp": now, "CloudWatchMetrics": directives});
        self.fields.insert("_aws".to_owned(), head);
        let mut line = Value::Object(self.fields).to_string();
        line.push('\n');
        let _ = io::stdout().lock().write_all(line.as_bytes());
    }
}
