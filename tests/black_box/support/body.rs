//! Assertions on response bodies: exactly the documented fields, with their types.

use serde_json::{Value, json};

/// Returns the sorted field names of an object.
#[track_caller]
pub(crate) fn keys(body: &Value) -> Vec<&str> {
    let object = body.as_object();
    let object = object.unwrap_or_else(|| panic!("expected an object: {body}"));
    let mut keys: Vec<_> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[track_caller]
pub(crate) fn assert_game(game: &Value) {
    let fields = [
        "creation_time",
        "failure",
        "id",
        "keywords",
        "kinds",
        "questions_answered",
        "questions_correct",
        "questions_limit",
        "score",
        "status",
        "suggestions",
    ];
    assert_eq!(keys(game), fields);
    let id = game["id"].as_str().expect("an id");
    assert!(id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit()));
    let statuses = ["PENDING", "READY", "FINISHED"];
    assert!(statuses.contains(&game["status"].as_str().unwrap()));
    let keywords = game["keywords"].as_array().expect("keywords");
    assert!(keywords.iter().all(Value::is_string));
    assert!(keywords.is_sorted_by_key(|keyword| keyword.as_str()));
    let number = |name: &str| game[name].as_u64().expect("a number");
    assert!(number("questions_answered") <= number("questions_limit"));
    assert!(number("questions_correct") <= number("questions_answered"));
    assert_eq!(number("creation_time") % 1000, 0, "expected whole seconds");
    assert!(game["failure"].is_null() || game["failure"].is_string());
    let suggestions = game["suggestions"].as_array().expect("suggestions");
    assert!(suggestions.iter().all(Value::is_string));
    assert!(suggestions.is_empty() || game["failure"].is_string());
    assert_eq!(game["kinds"], json!(["single"]));
    assert_eq!(game["score"], game["questions_correct"]);
}

#[track_caller]
pub(crate) fn assert_posed(posed: &Value) {
    assert_eq!(keys(posed), ["index", "kind", "options", "prompt", "unit"]);
    assert_eq!(
        (&posed["kind"], &posed["unit"]),
        (&json!("single"), &json!(null))
    );
    assert!(posed["index"].as_u64().is_some_and(|index| index >= 1));
    assert_text(&posed["prompt"]);
    let options = posed["options"].as_array().expect("options");
    assert!((2..=8).contains(&options.len()));
    options.iter().for_each(assert_text);
}

#[track_caller]
pub(crate) fn assert_feedback(feedback: &Value) {
    let fields = [
        "clarification",
        "correct",
        "index",
        "result",
        "score",
        "solution",
        "source",
    ];
    assert_eq!(keys(feedback), fields);
    let is_right = feedback["result"].as_bool().expect("a bool");
    assert_eq!(feedback["score"], u8::from(is_right));
    assert_eq!(feedback["correct"], feedback["solution"]);
    assert!(feedback["index"].is_u64());
    assert_text(&feedback["solution"]);
    assert_text(&feedback["clarification"]);
}

/// Asserts that a summary has all fields, and that those about the answer are null before it.
#[track_caller]
pub(crate) fn assert_summary(summary: &Value) {
    let after_answer = [
        "choice",
        "clarification",
        "correct",
        "response",
        "result",
        "score",
        "solution",
    ];
    let mut fields = vec!["index", "is_answered", "kind", "prompt", "source"];
    fields.extend(after_answer);
    fields.sort_unstable();
    assert_eq!(keys(summary), fields);
    assert!(summary["index"].is_u64());
    assert_text(&summary["prompt"]);
    let answered = summary["is_answered"].as_bool().expect("a bool");
    for name in after_answer {
        assert_eq!(summary[name].is_null(), !answered, "{name} of {summary}");
    }
    if answered {
        let right = summary["choice"] == summary["solution"];
        assert_eq!(summary["result"], right);
        assert_eq!(summary["response"], summary["choice"]);
        assert_eq!(summary["correct"], summary["solution"]);
        assert_eq!(summary["score"], u8::from(right));
    } else {
        assert!(summary["source"].is_null());
    }
    assert_eq!(summary["kind"], "single");
}

#[track_caller]
fn assert_text(value: &Value) {
    assert!(value.as_str().is_some_and(|text| !text.trim().is_empty()));
}
