//! Prints the interpretation of keywords and the questions about them, or the topics if there are no
//! keywords: `cargo run --example questions -- Napoleon history`.
//!
//! The environment variable `SEED` (0 to 255) selects the game.

use std::error::Error;
use std::io::{Write, stdout};

use quizcraft_core::gateway::Brief;
use quizcraft_core::{Choice, Draft, GameId, Keywords, PlayerId, QuestionsLimit};
use quizcraft_generator::FactWriter;

fn main() -> Result<(), Box<dyn Error>> {
    let keywords: Vec<String> = std::env::args().skip(1).collect();
    if keywords.is_empty() {
        return list_topics();
    }
    let seed = std::env::var("SEED").map_or(Ok(0), |seed| seed.parse())?;
    let (writer, brief) = (FactWriter::new(), brief(&keywords, seed)?);
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

fn brief(keywords: &[String], seed: u8) -> Result<Brief, Box<dyn Error>> {
    let game = GameId::from_bytes([seed; 32]);
    let player = PlayerId::from_bytes([0; 32]);
    let keywords = Keywords::new(keywords)?;
    Ok(Brief::new(game, player, keywords, QuestionsLimit::DEFAULT))
}

fn show(draft: &Draft) -> std::io::Result<()> {
    let wrong: Vec<_> = draft.wrong().iter().map(Choice::as_str).collect();
    writeln!(stdout(), "{}", draft.prompt())?;
    writeln!(
        stdout(),
        "  + {}   - {}",
        draft.solution(),
        wrong.join(" / ")
    )?;
    writeln!(stdout(), "  {}", draft.clarification())
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
