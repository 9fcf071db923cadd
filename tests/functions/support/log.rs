use std::collections::BTreeSet;

use serde_json::{Value, json};

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

/// Asserts that a line has the embedded metric format of CloudWatch, with the function as the only
/// dimension.
#[track_caller]
pub(crate) fn assert_embedded_metrics(line: &Value) {
    let now = line["_aws"]["Timestamp"].as_u64().expect("a timestamp");
    assert!(
        (1_700_000_000_000..10_000_000_000_000).contains(&now),
        "ms: {now}"
    );
    let directives = line["_aws"]["CloudWatchMetrics"].as_array();
    let [directive] = directives.expect("a list of directives").as_slice() else {
        panic!("expected one directive: {line}");
    };
    assert_eq!(directive["Namespace"], "QuizCraft");
    assert_eq!(directive["Dimensions"], json!([["function"]]), "{line}");
    let function = line["function"].as_str().unwrap_or_default();
    assert!(["api", "worker"].contains(&function), "{line}");
    let metrics = directive["Metrics"].as_array().expect("metrics");
    assert!(!metrics.is_empty(), "{line}");
    for metric in metrics {
        let name = metric["Name"].as_str().expect("a name");
        assert!(
            line[name].is_number(),
            "{name} is a number at the top of {line}"
        );
        let units = ["Count", "Milliseconds", "Seconds"];
        assert!(units.contains(&metric["Unit"].as_str().unwrap()), "{line}");
    }
    let names: BTreeSet<_> = metrics
        .iter()
        .map(|metric| metric["Name"].as_str())
        .collect();
    assert_eq!(names.len(), metrics.len(), "each metric once: {line}");
}
