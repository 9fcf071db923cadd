//! The terminal. The player answers with a key or a line, or only with lines if standard input is not a
//! terminal.

use std::io::{self, BufRead, IsTerminal, Write};

use console::{StyledObject, Term, style};
use quizcraft_core::{
    Answered, Feedback, Game, InvalidResponse, Posed, Score, Source, Summary, Verdict,
};

use super::entry::{Entry, hint, is_one_key};

pub(super) struct Screen {
    out: Box<dyn Write>,
    input: Box<dyn BufRead>,
    keyboard: Option<Term>,
}

/// A player's line or key.
enum Typed {
    Text(String),
    /// A key without a character.
    Other,
    End,
}

impl Screen {
    pub(super) fn new() -> Self {
        let term = Term::stdout();
        let is_keyboard = io::stdin().is_terminal() && term.is_term();
        Self {
            out: Box::new(term.clone()),
            input: Box::new(io::stdin().lock()),
            keyboard: is_keyboard.then_some(term),
        }
    }

    /// Returns a screen without a keyboard.
    #[cfg(test)]
    pub(super) fn of_lines(input: impl BufRead + 'static, out: impl Write + 'static) -> Self {
        Self {
            out: Box::new(out),
            input: Box::new(input),
            keyboard: None,
        }
    }

    /// Prints a question and reads a line. Returns `None` at the end of the input.
    pub(super) fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.out, "{question}\n> ")?;
        self.out.flush()?;
        self.line()
    }

    /// Waits for what the player enters for a question.
    pub(super) fn entry(&mut self, posed: &Posed) -> io::Result<Entry> {
        let typed = match &self.keyboard {
            Some(term) if is_one_key(posed.kind) => pressed(term.read_key_raw())?,
            _ => self.line()?.map_or(Typed::End, Typed::Text),
        };
        Ok(match typed {
            Typed::Text(text) => Entry::parse(&text, posed),
            Typed::Other => Entry::Invalid,
            Typed::End => Entry::Leave,
        })
    }

    pub(super) fn pose(&mut self, posed: &Posed, total: u16) -> io::Result<()> {
        let progress = progress(posed.index.get(), total);
        writeln!(self.out, "\n{}", style(progress).dim())?;
        writeln!(self.out, "{}\n", style(&posed.prompt).bold())?;
        for (number, option) in (1..).zip(&posed.options) {
            let number: u16 = number;
            writeln!(self.out, "  {} {option}", style(number).cyan())?;
        }
        if !is_one_key(posed.kind) {
            self.hint(posed)?;
        }
        self.out.flush()
    }

    pub(super) fn feedback(&mut self, feedback: &Feedback) -> io::Result<()> {
        let solution = style(&feedback.solution).bold();
        match (feedback.verdict, feedback.score) {
            (Verdict::Right, _) => writeln!(self.out, "\n{}", style("Right!").green())?,
            (Verdict::Wrong, Score::NONE) => {
                writeln!(self.out, "\n{} it is {solution}.", style("Wrong:").red())?;
            }
            (Verdict::Wrong, score) => {
                let partly = style(format!("Partly right ({score}):")).yellow();
                writeln!(self.out, "\n{partly} it is {solution}.")?;
            }
        }
        writeln!(self.out, "{}", feedback.clarification)?;
        match &feedback.source {
            Some(source) => writeln!(self.out, "{}", style(shown(source)).dim()),
            None => Ok(()),
        }
    }

    /// Prints what the player can enter.
    pub(super) fn hint(&mut self, posed: &Posed) -> io::Result<()> {
        writeln!(self.out, "{}", hint(posed))
    }

    /// Prints why the question does not allow a response.
    pub(super) fn invalid(&mut self, error: InvalidResponse, posed: &Posed) -> io::Result<()> {
        writeln!(self.out, "Invalid: {error}. {}", hint(posed))
    }

    pub(super) fn summary(&mut self, game: &Game, questions: &[Summary]) -> io::Result<()> {
        writeln!(self.out, "\n{}", style("Your game").bold())?;
        for question in questions {
            if let Some(answered) = &question.answered {
                let solution = style(&answered.feedback.solution).dim();
                writeln!(
                    self.out,
                    "  {} {} {solution}",
                    mark(answered),
                    question.prompt
                )?;
            }
        }
        let (correct, answered) = (game.questions_correct(), game.questions_answered());
        if game.kinds().is_default() {
            writeln!(self.out, "{correct} of {answered} right.")?;
        } else {
            let score = game.score();
            writeln!(
                self.out,
                "{correct} of {answered} right, with a score of {score}."
            )?;
        }
        self.out.flush()
    }

    /// Reads a line of the input. Returns `None` at its end. Invalid UTF-8 becomes replacement characters.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        let read = self.input.read_until(b'\n', &mut bytes)?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// Returns the meaning of a key. Escape, Ctrl-C, Ctrl-D and the end of the input leave the game.
fn pressed(key: io::Result<console::Key>) -> io::Result<Typed> {
    const END_OF_INPUT: char = '\u{4}';
    // Ctrl-D that is pressed while no key is read arrives as an end of the input.
    const END_BETWEEN_KEYS: char = '\0';
    Ok(match key {
        Ok(
            console::Key::Escape
            | console::Key::CtrlC
            | console::Key::Char(END_OF_INPUT | END_BETWEEN_KEYS),
        ) => Typed::End,
        Ok(console::Key::Char(key)) => Typed::Text(key.to_string()),
        Ok(_) => Typed::Other,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Typed::End,
        Err(error) => return Err(error),
    })
}

fn mark(answered: &Answered) -> StyledObject<&'static str> {
    match (answered.feedback.verdict, answered.feedback.score) {
        (Verdict::Right, _) => style("+").green(),
        (Verdict::Wrong, Score::NONE) => style("-").red(),
        (Verdict::Wrong, _) => style("~").yellow(),
    }
}

/// Returns a source in one line.
pub(crate) fn shown(source: &Source) -> String {
    let url = source.url().map(|url| format!(", {}", url.as_str()));
    let license = source.license().map(|license| format!(" ({license})"));
    let (url, license) = (url.unwrap_or_default(), license.unwrap_or_default());
    format!("Source: {}{url}{license}", source.title())
}

/// Returns a progress bar, and the number of the next question.
fn progress(next: u16, total: u16) -> String {
    let answered = next.saturating_sub(1);
    let left = total.saturating_sub(answered);
    let bar = ["#".repeat(answered.into()), ".".repeat(left.into())].concat();
    format!("[{bar}] question {next} of {total}")
}
