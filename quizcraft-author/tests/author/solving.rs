//! The model as a solver, without a network.

use std::sync::Arc;

use quizcraft_author::{Article, ChatReply, Checked, End, Proposal, Rejection, SolverBatch, Usage};
use quizcraft_core::{Keywords, SourceTitle, SourceUrl, WriterName};
use quizcraft_review::Review;
use serde_json::json;

use crate::common::buildings;
use crate::common::model::answers;

fn questions(count: u16) -> Vec<Checked> {
    let url = SourceUrl::new("https://example.org/a").unwrap();
    let title = SourceTitle::new("Buildings").unwrap();
    let article = Arc::new(Article::new(title, url, &buildings::text(40)).unwrap());
    let numbers = 1..=count;
    let proposals = numbers.map(|number| {
        let sentence = buildings::sentence(usize::from(number - 1));
        let question = buildings::question(number, &sentence).unwrap();
        serde_json::from_value::<Proposal>(question).unwrap()
    });
    proposals
        .map(|proposal| Checked::new(&article, &proposal).unwrap())
        .collect()
}

fn reply(text: String) -> ChatReply {
    let usage = Usage::default();
    ChatReply {
        text,
        usage,
        end: End::Complete,
    }
}

fn batch() -> SolverBatch {
    SolverBatch::of(&questions(1)).pop().unwrap()
}

/// Returns the letter of the solution in each order.
fn letters() -> [String; 2] {
    let requests = batch().requests();
    requests.map(|request| {
        let builder = buildings::builder(0);
        let line = request
            .message
            .lines()
            .find_map(|line| line.strip_suffix(&format!(") {builder}")));
        line.unwrap().to_owned()
    })
}

fn judge(letters: [&str; 2]) -> Result<(), Rejection> {
    let [first, second] = letters.map(|letter| {
        reply(json!({ "answers": [{ "question": 1, "answer": letter }] }).to_string())
    });
    let mut results = batch().judge([Some(&first), Some(&second)]);
    results.pop().unwrap().map(drop)
}

#[test]
fn questions_are_distributed_evenly_over_exams() {
    for (count, batches) in [(0, 0), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3)] {
        let all = SolverBatch::of(&questions(count));
        assert_eq!(all.len(), batches);
        let sizes: Vec<usize> = all
            .into_iter()
            .map(|batch| batch.judge([None, None]).len())
            .collect();
        assert_eq!(sizes.iter().sum::<usize>(), usize::from(count));
        assert!(
            sizes.iter().all(|size| *size <= SolverBatch::MAX_QUESTIONS),
            "{sizes:?}"
        );
    }
}

#[test]
fn each_option_has_another_letter_in_the_other_order() {
    for batch in SolverBatch::of(&questions(40)) {
        let [first, second] = batch.requests().map(|request| {
            let lines = request
                .message
                .lines()
                .filter(|line| line.get(1..3) == Some(") "));
            lines.map(str::to_owned).collect::<Vec<_>>()
        });
        assert_eq!(first.len(), second.len());
        for line in first
            .iter()
            .filter(|line| !line.ends_with("The source does not say."))
        {
            assert!(!second.contains(line), "{line}");
        }
    }
}

#[test]
fn the_order_of_the_options_does_not_depend_on_the_solution() {
    let solutions = questions(40);
    let requests = SolverBatch::of(&solutions)
        .into_iter()
        .map(|batch| batch.requests());
    let mut counts = std::collections::HashMap::new();
    for (index, [request, _]) in requests.enumerate() {
        for number in 0..8 {
            let builder = buildings::builder(index * 8 + number);
            let line = request
                .message
                .lines()
                .find_map(|line| line.strip_suffix(&format!(") {builder}")));
            *counts.entry(line.unwrap().to_owned()).or_insert(0) += 1;
        }
    }
    assert!(counts.len() >= 3, "{counts:?}");
}

#[test]
fn a_question_is_solved_only_if_both_orders_agree_with_the_key() {
    let [first, second] = letters();
    assert_ne!(first, second);
    assert_eq!(judge([&first, &second]), Ok(()));
    assert_eq!(judge([&first, &first]), Err(Rejection::SolvedDifferently));
    assert_eq!(judge([&second, &second]), Err(Rejection::SolvedDifferently));
    assert_eq!(judge(["E", &second]), Err(Rejection::Unproven));
    assert_eq!(judge([&first, "E"]), Err(Rejection::Unproven));
    for unclear in ["F", "H", "Z", "", "AB", "a"] {
        assert_eq!(
            judge([&first, unclear]),
            Err(Rejection::NotSolved),
            "{unclear}"
        );
    }
}

#[test]
fn a_question_without_an_answer_or_with_two_is_not_solved() {
    let [first, second] = letters();
    let right = reply(json!({ "answers": [{ "question": 1, "answer": first }] }).to_string());
    let two = json!([{ "question": 1, "answer": second }, { "question": 1, "answer": first }]);
    for text in [
        json!({ "answers": [] }),
        json!({ "answers": [{ "question": 2, "answer": second }] }),
        json!({ "answers": two }),
        json!({ "answers": [{ "question": 1, "answer": second, "why": "" }] }),
        json!([{ "question": 1, "answer": second }]),
    ] {
        let other = reply(text.to_string());
        let results = batch().judge([Some(&right), Some(&other)]);
        assert_eq!(results, [Err(Rejection::NotSolved)], "{text}");
    }
    assert_eq!(
        batch().judge([Some(&right), None]),
        [Err(Rejection::NotSolved)]
    );
}

#[test]
fn a_request_has_only_the_cited_sentences_and_their_neighbours() {
    let all = questions(12);
    let batch = SolverBatch::of(&all[11..]).pop().unwrap();
    let [request, _] = batch.requests();
    let lines = request.message.lines().filter(|line| line.starts_with('['));
    let numbers: Vec<_> = lines.map(|line| line.split(']').next().unwrap()).collect();
    assert_eq!(numbers, ["[11", "[12", "[13"]);
    assert_eq!(request.message.lines().count(), 12);
}

#[test]
fn a_solved_question_is_finished_if_the_review_finds_no_flaw() {
    let writer = WriterName::new("test").unwrap();
    let solve = || {
        let batch = batch();
        let [first, second] = batch
            .requests()
            .map(|request| reply(answers(&request.message)));
        batch
            .judge([Some(&first), Some(&second)])
            .pop()
            .unwrap()
            .unwrap()
    };
    let review = |keyword: &str| Review::new(&Keywords::new([keyword]).unwrap());
    let draft = solve().finish(&review("Arvan"), &writer).unwrap();
    assert_eq!(
        (draft.solution().as_str(), draft.writer()),
        ("Tomas Zeller", Some(&writer))
    );
    let flaw = Rejection::Flawed(quizcraft_review::Flaw::KeywordCue);
    assert_eq!(solve().finish(&review("Zeller"), &writer), Err(flaw));
}
