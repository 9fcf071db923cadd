//! The terminal. The player answers with a key, or with a line if standard input is not a terminal.

use std::io::{self, BufRead, IsTerminal, Write};

use console::{Term, style};
use quizcraft_core::{Feedback, Game, Posed, Summary, Verdict};

pub(super) struct Screen {
    term: Term,
    keyboard: bool,
}

/// The meaning of a key.
pub(super) enum Key {
    /// The number of an option, from 1.
    Option(usize),
    /// Leave the game.
    Leave,
    /// Anything else.
    Other,
}

impl Screen {
    pub(super) fn new() -> Self {
        let term = Term::stdout();
        let keyboard = io::stdin().is_terminal() && term.is_term();
        Self { term, keyboard }
    }

    /// Prints a question and reads a line. Returns `None` at the end of the input.
    pub(super) fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.term, "{question}\n> ")?;
        self.term.flush()?;
        line()
    }

    /// Waits for a key, or reads a line if there is no keyboard.
    pub(super) fn key(&mut self) -> io::Result<Key> {
        if self.keyboard {
            return pressed(self.term.read_key_raw());
        }
        Ok(line()?.map_or(Key::Leave, |line| key_of(line.trim())))
    }

    pub(super) fn pose(&mut self, posed: &Posed, total: u16) -> io::Result<()> {
        let progress = progress(posed.index.get(), total);
        writeln!(self.term, "\n{}", style(progress).dim())?;
        writeln!(self.term, "{}\n", style(&posed.prompt).bold())?;
        for (number, option) in (1..).zip(&posed.options) {
            let number: u16 = number;
            writeln!(self.term, "  {} {option}", style(number).cyan())?;
        }
        self.term.flush()
    }

    pub(super) fn feedback(&mut self, feedback: &Feedback) -> io::Result<()> {
        match feedback.verdict {
            Verdict::Right => writeln!(self.term, "\n{}", style("Right!").green())?,
            Verdict::Wrong => {
                let wrong = style("Wrong:").red();
                writeln!(
                    self.term,
                    "\n{wrong} it is {}.",
                    style(&feedback.solution).bold()
                )?;
            }
        }
        writeln!(self.term, "{}", feedback.clarification)
    }

    /// Prints the valid keys.
    pub(super) fn hint(&mut self, options: usize) -> io::Result<()> {
        writeln!(self.term, "Press 1 to {options}, or q to leave.")
    }

    pub(super) fn summary(&mut self, game: &Game, questions: &[Summary]) -> io::Result<()> {
        writeln!(self.term, "\n{}", style("Your game").bold())?;
        for question in questions {
            if let Some(answered) = &question.answered {
                let mark = match answered.verdict {
                    Verdict::Right => style("+").green(),
                    Verdict::Wrong => style("-").red(),
                };
                writeln!(
                    self.term,
                    "  {mark} {} {}",
                    question.prompt,
                    style(&answered.solution).dim()
                )?;
            }
        }
        let (correct, answered) = (game.questions_correct(), game.questions_answered());
        writeln!(self.term, "{correct} of {answered} right.")?;
        self.term.flush()
    }
}

/// Returns the meaning of a key. Escape, Ctrl-C, Ctrl-D and the end of the input leave the game.
fn pressed(key: io::Result<console::Key>) -> io::Result<Key> {
    const END_OF_INPUT: char = '\u{4}';
    // Ctrl-D that is pressed while no key is read arrives as an end of the input.
    const END_BETWEEN_KEYS: char = '\0';
    Ok(match key {
        Ok(
            console::Key::Escape
            | console::Key::CtrlC
            | console::Key::Char(END_OF_INPUT | END_BETWEEN_KEYS),
        ) => Key::Leave,
        Ok(console::Key::Char(key)) => key_of(&key.to_string()),
        Ok(_) => Key::Other,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Key::Leave,
        Err(error) => return Err(error),
    })
}

fn key_of(text: &str) -> Key {
    match text.parse() {
        Ok(number) => Key::Option(number),
        Err(_) if text.eq_ignore_ascii_case("q") => Key::Leave,
        Err(_) => Key::Other,
    }
}

/// Returns a progress bar, and the number of the next question.
fn progress(next: u16, total: u16) -> String {
    let answered = next.saturating_sub(1);
    let left = total.saturating_sub(answered);
    let bar = ["#".repeat(answered.into()), ".".repeat(left.into())].concat();
    format!("[{bar}] question {next} of {total}")
}

/// Reads a line of the input. Returns `None` at its end. Invalid UTF-8 becomes replacement characters.
fn line() -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_until(b'\n', &mut bytes)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&bytes).into_owned()))
}
