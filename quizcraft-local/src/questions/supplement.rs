//! The questions of the language model, for what the facts do not cover.

use std::io::{self, Write};

use quizcraft_core::gateway::{Brief, Causes, Expense, WriteError};
use quizcraft_core::{Draft, Drafts, GameRequest, Keyword, QuestionsLimit};

use super::brief_of;
use crate::failure::Failure;
use crate::model::Model;
use crate::options::QuestionsOptions;

/// Returns the questions of the facts with those of the model, which is called once if there are too few, or for the share
/// of the keywords that the facts do not know. Without any question, the reason of the model is returned with the
/// suggestions of the facts.
pub(super) fn supplemented(
    model: &Model,
    of_facts: Result<Vec<Draft>, Failure>,
    unknown: &[Keyword],
    request: &GameRequest,
    options: &QuestionsOptions,
) -> Result<Vec<Draft>, Failure> {
    let (mut drafts, failure) = match of_facts {
        Ok(drafts) => (drafts, None),
        Err(failure) => (Vec::new(), Some(failure)),
    };
    let Some(brief) = missing(request, options, &drafts, unknown)? else {
        return Ok(drafts);
    };
    match (written(model, &brief)?, failure) {
        (Ok(new), _) => {
            drafts.truncate(options.count.saturating_sub(new.iter().len()));
            drafts.extend(new.iter().cloned());
        }
        (Err(WriteError::Impossible(next)), Some(Failure::NoQuestions(facts))) => {
            return Err(Failure::NoQuestions(facts.then(next)));
        }
        (Err(error), Some(Failure::NoQuestions(facts))) => {
            return Err(Failure::of_writer(error).or_try(facts.suggestions()));
        }
        (Err(error), Some(_)) => return Err(Failure::of_writer(error)),
        (Err(error), None) => {
            let mut notes = io::stderr().lock();
            writeln!(notes, "no questions of the model: {}", reason(&error))?;
        }
    }
    Ok(drafts)
}

/// Returns the brief for the share of the unknown keywords or for the questions that are missing, or `None` if there are
/// enough. A game has a maximum size.
fn missing(
    request: &GameRequest,
    options: &QuestionsOptions,
    drafts: &[Draft],
    unknown: &[Keyword],
) -> Result<Option<Brief>, Failure> {
    let limit = options.count.min(QuestionsLimit::MAX.into());
    let game: Vec<_> = drafts.iter().take(limit).cloned().collect();
    let limit = i64::try_from(limit).map_err(|error| Failure::Game(error.into()))?;
    let brief = brief_of(request, options.seed, limit)?;
    // There is no store, so no lease is needed: no other process writes for this game.
    let brief = brief.with_expense(Expense::Allowed);
    let share = brief.share_for(unknown, game.clone());
    Ok(share.or_else(|| brief.after(game)))
}

fn written(model: &Model, brief: &Brief) -> Result<Result<Drafts, WriteError>, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(runtime.block_on(model.writer().write(brief)))
}

/// Returns the reason in one line.
fn reason(error: &WriteError) -> String {
    match error {
        WriteError::Impossible(failure) => failure.to_string(),
        error => Causes(error).to_string(),
    }
}
