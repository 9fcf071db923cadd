//! The command `questions`, as text and as JSON.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::{Outcome, quizcraft};

async fn printed(args: &[&str]) -> Outcome {
    Outcome::of(quizcraft([&["questions"], args].concat())).await
}

async fn as_json(args: &[&str]) -> Vec<Value> {
    let outcome = printed(&[args, &["--format", "json"]].concat()).await;
    assert!(outcome.status.success(), "{outcome:?}");
    serde_json::from_str(&outcome.stdout).unwrap()
}

fn prompts(questions: &[Value]) -> HashSet<&str> {
    let prompts = questions.iter().map(|question| &question["prompt"]);
    prompts.map(|prompt| prompt.as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_requested_number_of_distinct_questions_is_printed() {
    for count in [1, 15, 120] {
        let count_text = count.to_string();
        let questions = as_json(&["history", "--count", &count_text]).await;
        assert_eq!(questions.len(), count);
        assert_eq!(prompts(&questions).len(), count);
        for question in questions {
            let solution = question["solution"].as_str().unwrap();
            let wrong = question["wrong"].as_array().unwrap();
            assert!((1..=7).contains(&wrong.len()), "{question}");
            assert!(wrong.iter().all(|choice| choice != solution), "{question}");
            assert!(!question["clarification"].as_str().unwrap().is_empty());
            assert_eq!(question["kind"], "single");
            assert_eq!(question["correct"], solution);
        }
    }
}

#[tokio::test]
async fn the_seed_determines_the_questions() {
    let first = as_json(&["capitals, Europe", "--seed", "7"]).await;
    assert_eq!(first, as_json(&["capitals, Europe", "--seed", "7"]).await);
    assert_ne!(first, as_json(&["capitals, Europe", "--seed", "8"]).await);
}

#[tokio::test]
async fn the_text_format_numbers_questions_and_marks_solutions() {
    let outcome = printed(&["chemistry", "--count", "3"]).await;
    let lines: Vec<_> = outcome.stdout.lines().collect();
    for number in 1..=3 {
        let start = format!("{number}. ");
        assert!(lines.iter().any(|line| line.starts_with(&start)));
    }
    let right = lines.iter().filter(|line| line.starts_with("   + "));
    assert_eq!(right.count(), 3, "{}", outcome.stdout);
}

#[tokio::test]
async fn errors_are_reported_in_one_line() {
    for args in [
        &["xyzzy-unknown-keyword"][..],
        &[],
        &["music", "--count", "many"],
        &["music", "--format", "xml"],
    ] {
        let outcome = printed(args).await;
        assert!(!outcome.status.success(), "{outcome:?}");
        assert!(outcome.stderr.starts_with("error:"), "{outcome:?}");
        assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
    }
}

#[tokio::test]
async fn the_greatest_seed_is_accepted() {
    let greatest = u64::MAX.to_string();
    let questions = as_json(&["music", "--count", "100", "--seed", &greatest]).await;
    assert!((15..=50).contains(&questions.len()), "{}", questions.len());
}

#[tokio::test]
async fn only_the_requested_kinds_are_printed() {
    let every = "single,multiple,number,text,order";
    for kinds in [every, "single,order", "single"] {
        let questions = as_json(&["capitals, Europe", "--kinds", kinds, "--count", "40"]).await;
        assert!(!questions.is_empty());
        for question in questions {
            let kind = question["kind"].as_str().unwrap();
            assert!(
                kinds.split(',').any(|requested| requested == kind),
                "{question}"
            );
        }
        let text = printed(&["capitals, Europe", "--kinds", kinds, "--count", "40"]).await;
        assert!(
            text.status.success() && text.stdout.starts_with("1. "),
            "{text:?}"
        );
    }
}
