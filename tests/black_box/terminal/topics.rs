//! The list of topics.

use tokio::process::Command;

use crate::support::{Outcome, in_time, quizcraft};

#[tokio::test]
async fn topics_are_listed_with_their_numbers_of_facts() {
    let outcome = Outcome::of(quizcraft(["topics"])).await;
    assert!(outcome.status.success() && outcome.stderr.is_empty());
    let counts: Vec<u64> = outcome.stdout.lines().map(facts).collect();
    let (together, topics) = counts.split_last().unwrap();
    assert!(topics.len() >= 5);
    assert!(topics.iter().all(|&facts| facts > 0));
    assert_eq!(*together, topics.iter().sum::<u64>());
}

/// Returns the number before the word "facts".
fn facts(line: &str) -> u64 {
    let words: Vec<_> = line.split_whitespace().collect();
    let place = words.iter().position(|&word| word == "facts");
    words[place.expect("a number of facts") - 1]
        .parse()
        .unwrap()
}

#[tokio::test]
async fn a_closed_pipe_is_no_error() {
    let topics = format!("{} topics | head -n 1", env!("CARGO_BIN_EXE_quizcraft"));
    let mut bash = Command::new("bash");
    let script = format!("set -o pipefail; {topics}");
    bash.args(["-c", &script]).kill_on_drop(true);
    let output = in_time("the pipe ends", bash.output()).await.unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}
