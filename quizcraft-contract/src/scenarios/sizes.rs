//! The largest and most unusual values that the rules allow are kept unchanged.

use super::fixtures::{
    NOW, ada, fail_game_with, game_id, new_game, open_game_with, questions_limit,
};
use super::steps::{Store, answered, create, created, find, load_consistent, next_question};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{
    Choice, Clarification, Draft, Drafts, Failure, GameRequest, Keyword, Keywords, Prompt,
    QuestionsLimit, SingleChoice, Verdict,
};

/// A character of four bytes.
const WIDE: char = '\u{1F9E9}';

/// A game of fifty questions with texts of the maximum length is kept and can be played.
pub async fn the_largest_game_is_kept_and_played(store: &Store) {
    let request = GameRequest::new(largest_keywords(), questions_limit(QuestionsLimit::MAX));
    let game = create(store, &request.begin(game_id(1), ada(), NOW)).await;
    let drafts = (0..QuestionsLimit::MAX).map(largest_draft).collect();
    let command = open_game_with(&game, valid(Drafts::new(drafts)));
    assert_eq!(
        call!(GameStore::open(store, &command)).expect_ok(),
        Transition::Made,
        "the largest game opens"
    );

    let play = load_consistent(store, &game).await;
    assert_eq!(
        play.questions(),
        Some(command.questions()),
        "the largest game is kept unchanged"
    );
    for _ in 0..QuestionsLimit::MAX {
        answered(store, &game, Verdict::Right).await;
    }
    let correct = load_consistent(store, &game)
        .await
        .game()
        .questions_correct();
    assert_eq!(
        correct,
        QuestionsLimit::MAX,
        "the largest game is played to its end"
    );
}

/// Ten keywords of fifty characters are kept.
pub async fn the_longest_keywords_are_kept(store: &Store) {
    let request = GameRequest::new(largest_keywords(), QuestionsLimit::DEFAULT);
    let game = create(store, &request.begin(game_id(1), ada(), NOW)).await;
    let stored = load_consistent(store, &game).await;
    assert_eq!(
        stored.game().keywords(),
        &largest_keywords(),
        "keywords are kept as a set"
    );
}

/// The longest reason of a failure is kept, with the longest suggestions.
pub async fn the_longest_reason_is_kept(store: &Store) {
    let game = created(store, 1).await;
    let words = (0..Failure::MAX_SUGGESTIONS).map(|n| filled(&n.to_string(), Keyword::MAX_CHARS));
    let failure = Failure::restore(filled("", Failure::MAX_CHARS));
    let failure = failure.with_suggestions(words.map(Keyword::restore));
    let command = fail_game_with(&game, failure.clone());
    assert_eq!(
        call!(GameStore::fail(store, &command)).expect_ok(),
        Transition::Made
    );
    assert_eq!(
        find(store, &game).await.failure(),
        Some(&failure),
        "a reason and suggestions are kept unchanged"
    );
}

/// Text is kept byte for byte: a store does not trim, normalise or escape it. U+0000 is not demanded, since
/// no rule admits it and some databases cannot store it.
pub async fn text_is_kept_byte_for_byte(store: &Store) {
    let keywords = Keywords::restore(ODD_TEXTS.map(Keyword::restore));
    let request = GameRequest::new(keywords, QuestionsLimit::DEFAULT);
    let game = create(store, &request.begin(game_id(1), ada(), NOW)).await;
    let command = open_game_with(&game, Drafts::restore(ODD_TEXTS.map(odd_draft).to_vec()));
    assert_eq!(
        call!(GameStore::open(store, &command)).expect_ok(),
        Transition::Made
    );

    let play = load_consistent(store, &game).await;
    assert_eq!(
        play.game(),
        command.game(),
        "keywords are kept byte for byte"
    );
    assert_eq!(
        play.questions(),
        Some(command.questions()),
        "questions are kept byte for byte"
    );
    for _ in ODD_TEXTS {
        let chosen = next_question(&load_consistent(store, &game).await)
            .draft()
            .solution()
            .clone();
        let answer = answered(store, &game, Verdict::Right).await;
        assert_eq!(answer.response().choice(), Some(&chosen));
        let summary = load_consistent(store, &game).await.summary(answer.index());
        let kept = summary.ok().and_then(|summary| summary.answered);
        assert_eq!(
            kept.and_then(|kept| kept.response.choice().cloned()),
            Some(chosen),
            "a choice is kept byte for byte"
        );
    }
    failure_is_kept_byte_for_byte(store).await;
}

async fn failure_is_kept_byte_for_byte(store: &Store) {
    let reasons = ODD_TEXTS.iter().filter(|text| Failure::new(text).is_ok());
    for (n, text) in (2..).zip(reasons) {
        let game = create(store, &new_game(n)).await;
        let failure = Failure::restore(*text).with_suggestions([Keyword::restore(*text)]);
        let command = fail_game_with(&game, failure.clone());
        assert_eq!(
            call!(GameStore::fail(store, &command)).expect_ok(),
            Transition::Made
        );
        assert_eq!(
            find(store, &game).await.failure(),
            Some(&failure),
            "a reason and a suggestion are kept byte for byte"
        );
    }
}

/// Texts that a faulty store might change.
const ODD_TEXTS: [&str; 9] = [
    " a blank on either side ",
    "composed \u{e9} and decomposed e\u{301}",
    "\u{1F469}\u{200D}\u{1F680} joined, \u{1F1E7}\u{1F1EA} paired",
    "\u{202E}right to left\u{202C}, \u{5E9}\u{5DC}\u{5D5}\u{5DD}",
    "one line\nand another\ttab",
    "\"quoted\" \\escaped\\ {\"json\": null} 'O''Hara'; --",
    "%25 &amp; <b>markup</b> ${value} #{value}",
    "\u{1}a control character, \u{FFFF} and \u{10FFFF}",
    "null",
];

fn odd_draft(text: &str) -> Draft {
    let wrong = ["no", "NO", "n\u{f3}", "no\u{301}"].map(Choice::restore);
    Draft::restore_single(
        Prompt::restore(text),
        Choice::restore(text),
        wrong.to_vec(),
        Clarification::restore(text),
    )
}

fn largest_draft(n: u16) -> Draft {
    let choice = |k: usize| valid(Choice::new(filled(&format!("{n}.{k}"), Choice::MAX_CHARS)));
    let name = n.to_string();
    let draft = Draft::single(
        valid(Prompt::new(filled(&name, Prompt::MAX_CHARS))),
        choice(0),
        (1..SingleChoice::MAX_OPTIONS).map(choice).collect(),
        valid(Clarification::new(filled(&name, Clarification::MAX_CHARS))),
    );
    valid(draft)
}

fn largest_keywords() -> Keywords {
    let keywords = (0..Keywords::MAX).map(|n| filled(&n.to_string(), Keyword::MAX_CHARS));
    valid(Keywords::new(keywords))
}

/// Returns `start`, padded with wide characters to this length.
fn filled(start: &str, chars: usize) -> String {
    let rest = std::iter::repeat(WIDE);
    start.chars().chain(rest).take(chars).collect()
}

fn valid<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("the rules allow this: {error}"))
}
