//! A game answered line by line on standard input.

use std::process::Stdio;

use tokio::io::AsyncWriteExt;

use crate::support::{Outcome, in_time, quizcraft};

/// Plays a game with this input.
async fn played(args: &[&str], input: &[u8]) -> Outcome {
    let mut command = quizcraft([&["play"], args].concat());
    command.stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A game that ends before its input does not read the rest.
    drop(stdin.write_all(input).await);
    drop(stdin);
    let output = in_time("the game ends", child.wait_with_output())
        .await
        .unwrap();
    Outcome {
        status: output.status,
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Counts the correct and the wrong answers in the output.
fn count_feedback(outcome: &Outcome) -> (usize, usize) {
    let lines = || outcome.stdout.lines();
    let right = lines().filter(|line| line.starts_with("Right!")).count();
    let wrong = lines().filter(|line| line.starts_with("Wrong:")).count();
    (right, wrong)
}

/// Asserts that the final score agrees with the feedback on `answered` answers.
fn assert_scored(outcome: &Outcome, answered: usize) {
    assert!(outcome.status.success(), "{outcome:?}");
    assert_eq!(outcome.stderr, "");
    let (right, wrong) = count_feedback(outcome);
    assert_eq!(right + wrong, answered, "{}", outcome.stdout);
    let score = format!("{right} of {answered} right.");
    assert_eq!(outcome.stdout.lines().last(), Some(score.as_str()));
}

#[tokio::test]
async fn a_game_can_be_played_to_the_end() {
    for keywords in ["Napoleon, history", "capitals, Europe", "chemistry"] {
        let outcome = played(&[keywords, "--questions", "6"], b"1\n2\n3\n4\n1\n2\n").await;
        assert_scored(&outcome, 6);
    }
}

#[tokio::test]
async fn leaving_a_game_prints_the_score() {
    assert_scored(&played(&["chemistry"], b"q\n").await, 0);
    assert_scored(&played(&["chemistry"], b"1\n4\nQ\n1\n1\n").await, 2);
    assert_scored(&played(&["chemistry"], b"1\n4\n").await, 2);
    assert_scored(&played(&["chemistry"], b"2").await, 1);
    assert_scored(&played(&["chemistry"], b"").await, 0);
}

#[tokio::test]
async fn invalid_lines_print_a_hint_and_answer_nothing() {
    let invalid = "0\n5\n99999999999999999999999\n-1\n1.5\n\n   \nhello\n\u{0}\n١\n";
    let long = "é".repeat(9000);
    let input = [
        invalid.as_bytes(),
        b"\xff\xfe\n",
        b"1\n",
        long.as_bytes(),
        b"\n 2 \n",
    ];
    let outcome = played(&["chemistry"], &input.concat()).await;
    assert_scored(&outcome, 2);
    let hints = outcome
        .stdout
        .lines()
        .filter(|line| line.contains("q to leave"));
    assert_eq!(hints.count(), 12);
}

#[tokio::test]
async fn play_prompts_for_missing_keywords() {
    let outcome = played(&[], b"capitals, Europe\n1\n").await;
    assert!(outcome.stdout.starts_with("What shall the game be about?"));
    assert_scored(&outcome, 1);
    let words = played(&["Napoleon", "history"], b"1\n").await;
    assert_scored(&words, 1);
}

#[tokio::test]
async fn the_error_says_why_a_game_cannot_be_played() {
    for (args, why) in [
        (vec!["qwxzvk"], "qwxzvk"),
        (vec!["chemistry", "--questions", "0"], "questions_limit"),
        (vec!["chemistry", "--questions", "51"], "questions_limit"),
        (vec![","], "keyword"),
        (vec![], "keyword"),
    ] {
        let outcome = played(&args, b"").await;
        assert_eq!(outcome.status.code(), Some(1), "{outcome:?}");
        let error = outcome.stderr.as_str();
        assert!(
            error.starts_with("error: ") && error.contains(why),
            "{outcome:?}"
        );
        assert_eq!(error.lines().count(), 1, "{outcome:?}");
    }
}

/// One of these lines answers each question, whatever its kind and its number of items. The others are refused,
/// or answer the next question.
const LINES: &str = "1\n123\n1234\n12345\n123456\n1234567\n12345678\n";

#[tokio::test]
async fn a_game_with_every_kind_of_question_is_played_to_its_end() {
    let kinds = "single,multiple,number,text,order";
    let args = ["capitals, Europe", "--questions", "8", "--kinds", kinds];
    let outcome = played(&args, LINES.repeat(8).as_bytes()).await;
    assert!(outcome.status.success(), "{outcome:?}");
    assert_eq!(outcome.stderr, "");
    let posed = outcome.stdout.matches("] question ").count();
    let (right, wrong) = count_feedback(&outcome);
    let partly = outcome.stdout.matches("\nPartly right (0.").count();
    assert_eq!(right + wrong + partly, posed, "{}", outcome.stdout);
    let last = outcome.stdout.lines().last().unwrap();
    let score = format!("{right} of {posed} right, with a score of ");
    assert!(last.starts_with(&score), "{last}");
}

#[tokio::test]
async fn the_error_names_unknown_kinds() {
    for command in ["play", "questions"] {
        let outcome =
            Outcome::of(quizcraft([command, "chemistry", "--kinds", "single,essay"])).await;
        assert!(!outcome.status.success(), "{outcome:?}");
        let error = outcome.stderr.as_str();
        assert!(
            error.starts_with("error: ") && error.contains("essay"),
            "{outcome:?}"
        );
        assert!(
            error.contains("single, multiple, number, text or order"),
            "{outcome:?}"
        );
        assert_eq!(error.lines().count(), 1, "{outcome:?}");
    }
}
