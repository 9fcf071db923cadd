//! A writer names the keywords about which it has no questions.

use quizcraft_core::gateway::{Brief, Expense, WriteError};
use quizcraft_core::{Drafts, Keyword, Keywords};

use super::fixtures::{ada, game_id, questions_limit};
use super::writing::{Tested, TestedWriter};

/// A writer writes about the known keywords of a brief that has others, and names as unknown no keyword that the brief
/// does not have, and not all of them.
pub async fn unknown_keywords_are_some_of_the_brief(writer: &Tested) {
    let brief = mixed_brief(writer);
    let drafts = mixed_drafts(writer, &brief).await;
    let unknown = drafts.unknown();
    let has_all = brief.keywords().iter().all(|own| unknown.contains(own));
    assert!(!has_all, "a writer with drafts knows one of its keywords");
    let is_foreign = |keyword: &&Keyword| !brief.keywords().iter().any(|own| own == *keyword);
    let foreign: Vec<_> = unknown.iter().filter(is_foreign).collect();
    assert!(
        foreign.is_empty(),
        "the brief does not have these keywords: {foreign:?}"
    );
}

/// A game about the keywords that a writer names as unknown is impossible.
pub async fn a_game_about_keywords_named_as_unknown_is_impossible(writer: &Tested) {
    let brief = mixed_brief(writer);
    for keyword in mixed_drafts(writer, &brief).await.unknown() {
        let keywords = Keywords::restore([keyword.clone()]);
        let brief = Brief::new(game_id(18), ada(), keywords, questions_limit(5));
        let written = writer
            .writer
            .write(&brief.with_expense(Expense::Allowed))
            .await;
        assert!(
            matches!(written, Err(WriteError::Impossible(_))),
            "{keyword} is named as unknown, but the writer returned {written:?}"
        );
    }
}

/// Returns the brief for a game on the known and the unknown keywords, under a lease.
fn mixed_brief(writer: &TestedWriter) -> Brief {
    let known = writer.known.iter().chain(writer.unknown.iter());
    let keywords = Keywords::restore(known.cloned());
    let brief = Brief::new(game_id(17), ada(), keywords, questions_limit(5));
    brief.with_expense(Expense::Allowed)
}

async fn mixed_drafts(writer: &TestedWriter, brief: &Brief) -> Drafts {
    match writer.writer.write(brief).await {
        Ok(drafts) => drafts,
        Err(error) => panic!("a game on known and unknown keywords has questions: {error}"),
    }
}
