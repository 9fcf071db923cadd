//! Prints the interpretation of keywords and the questions about them, or the topics if there are no
//! keywords: `cargo run --example questions -- Napoleon history`.
//!
//! The option `--kinds` requests other kinds of questions: `--kinds number,order`, or `--kinds all`.
//! The environment variable `SEED` (0 to 255) selects the game, `LIMIT` its number of questions.

use std::error::Error;
use std::io::{Write, stdout};

use quizcraft_core::gateway::Brief;
use quizcraft_core::{Choice, Draft, GameId, Keywords, Kinds, PlayerId, QuestionsLimit, Task};
use quizcraft_generator::FactWriter;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut keywords, mut kinds) = (Vec::new(), Kinds::default());
    while let Some(argument) = arguments.next() {
        if argument == "--kinds" {
            kinds = parse_kinds(&arguments.next().unwrap_or_default())?;
        } else {
            keywords.push(argument);
        }
    }
    if keywords.is_empty() {
        return list_topics();
    }
    let (writer, brief) = (FactWriter::new(), brief(&keywords)?.with_kinds(kinds));
    for reading in writer.read(brief.keywords()) {
        writeln!(stdout(), "{reading}")?;
    }
    for written in writer.compose(&brief)? {
        let mark = if written.is_named() { "" } else { " (near)" };
        writeln!(stdout(), "\n{} / {}{mark}", written.topic(), written.kind())?;
        show(written.draft())?;
    }
    Ok(())
}

fn parse_kinds(text: &str) -> Result<Kinds, Box<dyn Error>> {
    match text {
        "all" => Ok(Kinds::ALL),
        _ => Ok(Kinds::parse(text.split(','))?),
    }
}

fn brief(keywords: &[String]) -> Result<Brief, Box<dyn Error>> {
    let number = |name: &str, default| std::env::var(name).map_or(Ok(default), |n| n.parse());
    let seed = u8::try_from(number("SEED", 0)?)?;
    let limit = QuestionsLimit::new(number("LIMIT", QuestionsLimit::DEFAULT.get().into())?)?;
    let game = GameId::from_bytes([seed; 32]);
    let player = PlayerId::from_bytes([0; 32]);
    Ok(Brief::new(game, player, Keywords::new(keywords)?, limit))
}

fn show(draft: &Draft) -> std::io::Result<()> {
    writeln!(stdout(), "{}", draft.prompt())?;
    writeln!(stdout(), "  + {}", answer(draft))?;
    writeln!(stdout(), "  {}", draft.clarification())
}

/// Returns the solution, the wrong options, and what else the kind has.
fn answer(draft: &Draft) -> String {
    let joined = |choices: Vec<&Choice>| {
        let texts: Vec<_> = choices.into_iter().map(Choice::as_str).collect();
        texts.join(" / ")
    };
    let wrong = joined(draft.wrong().iter().collect());
    match draft.task() {
        Task::Multiple(task) => format!("{}   - {wrong}", joined(task.right().iter().collect())),
        Task::Number(task) => format!(
            "{}   (tolerance {}, span {})",
            draft.solution(),
            task.tolerance(),
            task.span()
        ),
        Task::Text(task) => format!("{}   (text)", joined(task.accepted().collect())),
        Task::Order(task) => format!("{}   (order)", joined(task.items().iter().collect())),
        _ => format!("{}   - {wrong}", draft.solution()),
    }
}

fn list_topics() -> Result<(), Box<dyn Error>> {
    for topic in FactWriter::new().topics() {
        writeln!(stdout(), "{}: {} facts", topic.name(), topic.facts())?;
        let keywords: Vec<_> = topic.keywords().collect();
        writeln!(stdout(), "  {}", keywords.join(", "))?;
        writeln!(stdout(), "  {}", topic.example())?;
    }
    Ok(())
}
