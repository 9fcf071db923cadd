//! `quizcraft questions`: prints the questions of the writer for some keywords.

use std::collections::HashSet;
use std::io::{self, Write};

use quizcraft_core::gateway::{Brief, Earlier, WriteError};
use quizcraft_core::{Choice, Draft, GameId, GameRequest, PlayerId, QuestionsLimit};
use quizcraft_generator::FactWriter;
use serde::Serialize;

use crate::failure::Failure;
use crate::options::{QuestionFormat, QuestionsOptions};
use crate::phrases::phrases;

/// The number of games in a row without a new question after which the questions are exhausted.
const MAX_IDLE_GAMES: u64 = 20;

/// Prints questions with their answers, and on standard error how each keyword was understood.
pub(crate) fn print(options: &QuestionsOptions) -> Result<(), Failure> {
    let request = GameRequest::parse(phrases(&options.keywords), None);
    let request = request.map_err(|error| Failure::Game(error.into()))?;
    let writer = FactWriter::new();
    let drafts = written(&writer, &request, options)?;
    print_readings(&writer, &request)?;
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
    let mut earlier = Vec::new();
    for seed in options.seed..=u64::MAX {
        if drafts.len() >= options.count || idle >= MAX_IDLE_GAMES {
            break;
        }
        let before = drafts.len();
        let brief = brief(request, seed)?.after(earlier.iter().copied());
        let game = game(writer, &brief)?;
        earlier.push(Earlier {
            game: brief.game(),
            limit: brief.limit(),
        });
        drafts.extend(
            game.into_iter()
                .filter(|draft| seen.insert(draft.prompt().clone())),
        );
        idle = if drafts.len() > before {
            0
        } else {
            idle.saturating_add(1)
        };
    }
    drafts.truncate(options.count);
    Ok(drafts)
}

/// Returns the brief of one game of the maximum size.
fn brief(request: &GameRequest, seed: u64) -> Result<Brief, Failure> {
    let mut id = [0; 32];
    id.iter_mut()
        .zip(seed.to_be_bytes())
        .for_each(|(byte, part)| *byte = part);
    let limit = QuestionsLimit::new(QuestionsLimit::MAX.into());
    let limit = limit.map_err(|error| Failure::Game(error.into()))?;
    let (game, player) = (GameId::from_bytes(id), PlayerId::from_bytes([0; 32]));
    Ok(Brief::new(game, player, request.keywords().clone(), limit))
}

fn game(writer: &FactWriter, brief: &Brief) -> Result<Vec<Draft>, Failure> {
    match writer.compose(brief) {
        Ok(written) => Ok(written
            .iter()
            .map(|written| written.draft().clone())
            .collect()),
        Err(WriteError::Impossible(failure)) => Err(Failure::Game(failure.to_string().into())),
        Err(error) => Err(Failure::Game(error.into())),
    }
}

/// Prints how each keyword was understood, on standard error, so that a pipe receives only questions.
fn print_readings(writer: &FactWriter, request: &GameRequest) -> io::Result<()> {
    let mut notes = io::stderr().lock();
    for reading in writer.read(request.keywords()) {
        writeln!(notes, "{reading}")?;
    }
    Ok(())
}

fn print_text(out: &mut impl Write, drafts: &[Draft]) -> io::Result<()> {
    for (number, draft) in (1..).zip(drafts) {
        let number: u64 = number;
        writeln!(out, "{number}. {}", draft.prompt())?;
        writeln!(out, "   + {}", draft.solution())?;
        for wrong in draft.wrong() {
            writeln!(out, "   - {wrong}")?;
        }
        writeln!(out, "   {}\n", draft.clarification())?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Printed<'a> {
    prompt: &'a str,
    solution: &'a str,
    wrong: Vec<&'a str>,
    clarification: &'a str,
}

fn print_json(out: &mut impl Write, drafts: &[Draft]) -> io::Result<()> {
    let printed: Vec<_> = drafts.iter().map(Printed::from).collect();
    serde_json::to_writer_pretty(&mut *out, &printed)?;
    writeln!(out)
}

impl<'a> From<&'a Draft> for Printed<'a> {
    fn from(draft: &'a Draft) -> Self {
        Self {
            prompt: draft.prompt().as_str(),
            solution: draft.solution().as_str(),
            wrong: draft.wrong().iter().map(Choice::as_str).collect(),
            clarification: draft.clarification().as_str(),
        }
    }
}
