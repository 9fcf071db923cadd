use serde_json::Value;

use super::{Function, eventually};

impl Function {
    /// The lines of the log with this message, once there are so many, and no more.
    pub(crate) async fn lines(&self, message: &str, count: usize) -> Vec<Value> {
        let what = format!("{count} lines: {message}");
        let lines = eventually(&what, async || {
            let lines = of(self.log(), message);
            (lines.len() >= count).then_some(lines)
        });
        let lines = lines.await;
        assert_eq!(lines.len(), count, "{message}");
        lines
    }
}

fn of(log: Vec<Value>, message: &str) -> Vec<Value> {
    let lines = log.into_iter();
    lines.filter(|line| line["message"] == message).collect()
}

/// Holds a line to the format in which CloudWatch looks for metrics.
#[track_caller]
pub(crate) fn assert_embedded_metrics(line: &Value) {
    let now = line["_aws"]["Timestamp"].as_u64().expect("a moment");
    assert!(
        (1_700_000_000_000..10_000_000_000_000).contains(&now),
        "ms: {now}"
    );
    let directives = line["_aws"]["CloudWatchMetrics"].as_array();
    for directive in directives.expect("a list of directives") {
        assert_eq!(directive["Namespace"], "QuizCraft");
        let sets = directive["Dimensions"].as_array().expect("a list of sets");
        assert!(!sets.is_empty(), "without a set, nothing is shown");
        for dimension in sets.iter().flat_map(|set| set.as_array().expect("a set")) {
            let name = dimension.as_str().expect("a name");
            let value = line[name].as_str().unwrap_or_default();
            assert!(!value.is_empty(), "{name} is a text at the top of {line}");
        }
        for metric in directive["Metrics"].as_array().expect("metrics") {
            let name = metric["Name"].as_str().expect("a name");
            assert!(
                line[name].is_number(),
                "{name} is a number at the top of {line}"
            );
            let units = ["Count", "Milliseconds", "Seconds"];
            assert!(units.contains(&metric["Unit"].as_str().unwrap()), "{line}");
        }
    }
}

/// The dimensions under which a line shows a metric.
pub(crate) fn dimensions(line: &Value, metric: &str) -> Vec<Value> {
    let directives = line["_aws"]["CloudWatchMetrics"].as_array().unwrap();
    let names = |directive: &&Value| {
        let metrics = directive["Metrics"].as_array().unwrap();
        metrics.iter().any(|shown| shown["Name"] == metric)
    };
    let shown = directives.iter().filter(names);
    shown
        .map(|directive| directive["Dimensions"].clone())
        .collect()
}
