//! `quizcraft questions`: prints the questions of the writer for some keywords.

mod print;
mod supplement;

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};

use quizcraft_core::gateway::Brief;
use quizcraft_core::{
    Asked, Choice, Draft, GameId, GameRequest, Keyword, Kind, PlayerId, Prompt, QuestionsLimit,
};
use quizcraft_generator::{FactWriter, KeywordUse};

use crate::failure::Failure;
use crate::options::{QuestionFormat, QuestionsOptions};
use crate::phrases::phrases;
use print::{print_json, print_text};
use supplement::supplemented;

/// The number of games in a row without a new question after which the questions are exhausted.
const MAX_IDLE_GAMES: u64 = 20;

/// Prints questions with their answers, and on standard error how each keyword was understood.
pub(crate) fn print(options: &QuestionsOptions) -> Result<(), Failure> {
    let request = GameRequest::parse(phrases(&options.keywords), None);
    let request = request.map_err(|error| Failure::Game(error.into()))?;
    let kinds = options.kinds.kinds();
    let request = request.with_kinds(kinds.map_err(|error| Failure::Game(error.into()))?);
    let model = options.model.for_terminal()?;
    let writer = FactWriter::new();
    let drafts = written(&writer, &request, options);
    let is_known = drafts.is_ok();
    let drafts = match model {
        Some(model) => {
            let unknown = unknown(&writer, &request);
            supplemented(&model, drafts, &unknown, &request, options)?
        }
        None => drafts?,
    };
    // The model wrote about what the facts do not know.
    if is_known {
        print_readings(&writer, &request)?;
    }
    let mut out = io::stdout().lock();
    match options.format {
        QuestionFormat::Text => print_text(&mut out, &drafts)?,
        QuestionFormat::Json => print_json(&mut out, &drafts)?,
    }
    Ok(out.flush()?)
}

/// Returns the questions of consecutive games without duplicates.
fn written(
    writer: &FactWriter,
    request: &GameRequest,
    options: &QuestionsOptions,
) -> Result<Vec<Draft>, Failure> {
    let (mut drafts, mut seen, mut idle) = (Vec::new(), HashSet::new(), 0);
    let mut asked = Asked::default();
    for seed in options.seed..=u64::MAX {
        if drafts.len() >= options.count || idle >= MAX_IDLE_GAMES {
            break;
        }
        let before = drafts.len();
        let brief = brief(request, seed)?.with_asked(asked.clone());
        let game = game(writer, &brief)?;
        asked = Asked::restore(
            game.iter()
                .rev()
                .map(Draft::fingerprint)
                .chain(asked.iter()),
        );
        drafts.extend(game.into_iter().filter(|draft| seen.insert(shown(draft))));
        idle = if drafts.len() > before {
            0
        } else {
            idle.saturating_add(1)
        };
    }
    drafts.truncate(options.count);
    Ok(drafts)
}

/// Returns what distinguishes a question for a reader: its prompt and, since two orders may have one prompt, the
/// set of its items. The wrong options of a single choice differ from game to game.
fn shown(draft: &Draft) -> (Prompt, BTreeSet<Choice>) {
    let options = match draft.kind() {
        Kind::Single => BTreeSet::new(),
        _ => draft.options().cloned().collect(),
    };
    (draft.prompt().clone(), options)
}

/// Returns the brief of one game of the maximum size.
pub(crate) fn brief(request: &GameRequest, seed: u64) -> Result<Brief, Failure> {
    brief_of(request, seed, QuestionsLimit::MAX.into())
}

/// Returns the brief of one game.
fn brief_of(request: &GameRequest, seed: u64, limit: i64) -> Result<Brief, Failure> {
    let mut id = [0; 32];
    id.iter_mut()
        .zip(seed.to_be_bytes())
        .for_each(|(byte, part)| *byte = part);
    let limit = QuestionsLimit::new(limit);
    let limit = limit.map_err(|error| Failure::Game(error.into()))?;
    let (game, player) = (GameId::from_bytes(id), PlayerId::from_bytes([0; 32]));
    let brief = Brief::new(game, player, request.keywords().clone(), limit);
    Ok(brief.with_kinds(request.kinds()))
}

fn game(writer: &FactWriter, brief: &Brief) -> Result<Vec<Draft>, Failure> {
    match writer.compose(brief) {
        Ok(written) => Ok(written
            .iter()
            .map(|written| written.draft().clone())
            .collect()),
        Err(error) => Err(Failure::of_writer(error)),
    }
}

/// Returns the keywords about which the facts have no questions.
fn unknown(writer: &FactWriter, request: &GameRequest) -> Vec<Keyword> {
    let readings = writer.read(request.keywords()).into_iter();
    let unknown = readings.filter(|reading| reading.used() == KeywordUse::LeftOut);
    unknown
        .map(|reading| Keyword::restore(reading.keyword()))
        .collect()
}

/// Prints how each keyword was understood, on standard error, so that a pipe receives only questions.
fn print_readings(writer: &FactWriter, request: &GameRequest) -> io::Result<()> {
    let mut notes = io::stderr().lock();
    for reading in writer.read(request.keywords()) {
        writeln!(notes, "{reading}")?;
    }
    Ok(())
}
