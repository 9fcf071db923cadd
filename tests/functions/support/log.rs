use serde_json::Value;

use super::{Function, eventually};

impl Function {
    /// Waits for `count` lines with this message, and returns them. Asserts that there are no more.
    pub(crate) async fn lines(&self, message: &str, count: usize) -> Vec<Value> {
        let what = format!("{count} lines: {message}");
        let lines = eventually(&what, async || {
            let lines = with_message(self.log(), message);
            (lines.len() >= count).then_some(lines)
        });
        let lines = lines.await;
        assert_eq!(lines.len(), count, "{message}");
        lines
    }
}

fn with_message(log: Vec<Value>, message: &str) -> Vec<Value> {
    let lines = log.into_iter();
    lines.filter(|line| line["message"] == message).collect()
}

/// Asserts that a line has the embedded metric format of CloudWatch.
#[track_caller]
pub(crate) fn assert_embedded_metrics(line: &Value) {
    let now = line["_aws"]["Timestamp"].as_u64().expect("a timestamp");
    assert!(
        (1_700_000_000_000..10_000_000_000_000).contains(&now),
        "ms: {now}"
    );
    let directives = line["_aws"]["CloudWatchMetrics"].as_array();
    for directive in directives.expect("a list of directives") {
        assert_eq!(directive["Namespace"], "QuizCraft");
        let sets = directive["Dimensions"].as_array().expect("a list of sets");
        assert!(!sets.is_empty(), "CloudWatch needs at least one set");
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

/// Returns the dimensions of a metric in a line.
pub(crate) fn dimensions(line: &Value, metric: &str) -> Vec<Value> {
    let directives = line["_aws"]["CloudWatchMetrics"].as_array().unwrap();
    let names = |directive: &&Value| {
        let metrics = directive["Metrics"].as_array().unwrap();
        metrics.iter().any(|found| found["Name"] == metric)
    };
    let found = directives.iter().filter(names);
    found
        .map(|directive| directive["Dimensions"].clone())
        .collect()
}
