use std::collections::VecDeque;
use std::io::{self, BufReader, Read, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{
    Accents, Choice, Clarification, Decimal, Draft, Drafts, Estimate, GameRequest, Kinds,
    MultipleChoice, Prompt, Sequence, ShortAnswer, SingleChoice, Source, SourceTitle, SourceUrl,
    Task, Unit,
};

use super::Session;
use super::screen::Screen;

const LIMIT: Duration = Duration::from_secs(20);

/// Writes one question of each kind.
struct EveryKind;

#[async_trait]
impl QuestionWriter for EveryKind {
    async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
        let drafts = tasks().map(|task| {
            let source = Source::new(SourceTitle::new("Atlas").unwrap());
            let source = source.with_url(SourceUrl::new("https://example.org/a").unwrap());
            let prompt = Prompt::new(format!("What, by {}?", task.kind())).unwrap();
            let draft = Draft::new(prompt, task, Clarification::new("So it is.").unwrap());
            draft.unwrap().with_source(source)
        });
        Ok(Drafts::new(drafts.to_vec()).unwrap())
    }
}

fn tasks() -> [Task; 5] {
    let choices = |texts: &[&str]| {
        texts
            .iter()
            .map(|&text| Choice::restore(text))
            .collect::<Vec<_>>()
    };
    let number = Estimate::new(Decimal::from(100), Decimal::from(5), Decimal::from(25)).unwrap();
    [
        SingleChoice::new(Choice::restore("yes"), choices(&["no"]))
            .unwrap()
            .into(),
        MultipleChoice::new(choices(&["2", "3"]), choices(&["4"]))
            .unwrap()
            .into(),
        number.with_unit(Unit::new("km").unwrap()).into(),
        ShortAnswer::new(choices(&["São Paulo"]), Accents::Ignored)
            .unwrap()
            .into(),
        Sequence::new(choices(&["one", "two", "three"]))
            .unwrap()
            .into(),
    ]
}

/// Output that can be read while it is written.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A line of the player.
#[derive(Clone, Copy)]
enum Line {
    Text(&'static str),
    /// The digits of these options of the question that was posed last.
    Options(&'static [&'static str]),
}

/// A player who enters lines, and sees the output before each.
struct Player {
    lines: VecDeque<Line>,
    output: Output,
}

impl Read for Player {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = match self.lines.pop_front() {
            None => return Ok(0),
            Some(Line::Text(text)) => text.to_owned(),
            Some(Line::Options(options)) => digits(&self.output.text(), options),
        };
        format!("{line}\n").as_bytes().read(buffer)
    }
}

/// Returns the digits of options of the last question.
fn digits(output: &str, options: &[&str]) -> String {
    let (_, question) = output.rsplit_once("What, by ").unwrap();
    let digit = |option: &&str| {
        let mut lines = question.lines().map(str::trim);
        let line = lines.find(|line| line.get(2..) == Some(*option));
        line.unwrap().get(..1).unwrap().to_owned()
    };
    options.iter().map(digit).collect()
}

/// Plays a game of every kind with these lines, and returns the output.
async fn played(lines: &[Line]) -> String {
    console::set_colors_enabled(false);
    let request = GameRequest::parse(["Rome"], None).unwrap();
    let request = request.with_kinds(Kinds::ALL);
    let session = Session::prepared(request, Arc::new(EveryKind), LIMIT).await;
    let session = session.unwrap_or_else(|_| panic!("no game"));
    let output = Output::default();
    let player = Player {
        lines: lines.iter().copied().collect(),
        output: output.clone(),
    };
    let mut screen = Screen::of_lines(BufReader::new(player), output.clone());
    assert!(session.play(&mut screen).await.is_ok());
    assert!(session.show_summary(&mut screen).await.is_ok());
    output.text()
}

#[tokio::test]
async fn a_game_of_every_kind_gives_partial_credit_and_names_sources() {
    let output = played(&[
        Line::Options(&["yes"]),
        Line::Options(&["3"]),
        Line::Text("110"),
        Line::Text("Rio"),
        Line::Options(&["two", "one", "three"]),
    ])
    .await;
    for (text, times) in [
        (
            "Right!\nSo it is.\nSource: Atlas, https://example.org/a\n",
            1,
        ),
        ("Partly right (0.5): it is 2, 3.", 1),
        ("Type a number (km), or q to leave.", 1),
        ("Partly right (0.75): it is 100 km.", 1),
        ("Wrong: it is São Paulo.", 1),
        ("Partly right (0.667): it is one, two, three.", 1),
        ("Source: Atlas", 5),
        ("  + What, by single? yes", 1),
        ("  ~ What, by multiple? 2, 3", 1),
        ("  - What, by text? São Paulo", 1),
    ] {
        assert_eq!(output.matches(text).count(), times, "{text}: {output}");
    }
    assert_eq!(
        output.lines().last(),
        Some("1 of 5 right, with a score of 2.917.")
    );
}

#[tokio::test]
async fn digits_may_be_separated_and_texts_are_compared_loosely() {
    let output = played(&[
        Line::Options(&["yes"]),
        Line::Options(&["2", "3"]),
        Line::Text(" +104.9 "),
        Line::Text("  SAO  paulo"),
        Line::Options(&["one", "two", "three"]),
    ])
    .await;
    assert_eq!(output.matches("Right!").count(), 5, "{output}");
    assert_eq!(
        output.lines().last(),
        Some("5 of 5 right, with a score of 5.")
    );
}

#[tokio::test]
async fn invalid_input_is_explained_and_requested_again() {
    let output = played(&[
        Line::Text("3"),
        Line::Options(&["no"]),
        Line::Text(""),
        Line::Text("11"),
        Line::Text("1, 4"),
        Line::Options(&["4", "2"]),
        Line::Text("much"),
        Line::Text("7"),
        Line::Text(""),
        Line::Text("q"),
        Line::Text("12"),
        Line::Text("1 2, 2"),
        Line::Text("Q"),
    ])
    .await;
    for (text, times) in [
        ("Press 1 to 2, or q to leave.", 1),
        ("Invalid: choose at least one option. Type", 1),
        ("Invalid: an option is chosen more than once. Type", 1),
        (
            "Type the numbers of all right options, such as 13, or q to leave.",
            4,
        ),
        (
            "Invalid: the response is not a decimal number such as -12.5. Type a number (km)",
            1,
        ),
        (
            "Invalid: the response is empty. Type the answer, or /q to leave.",
            1,
        ),
        (
            "Invalid: the response must contain each of the 3 items once. Type",
            2,
        ),
    ] {
        assert_eq!(output.matches(text).count(), times, "{text}: {output}");
    }
    assert_eq!(
        output.lines().last(),
        Some("0 of 4 right, with a score of 0.")
    );
}

#[tokio::test]
async fn a_slash_and_q_leave_a_text() {
    let lines = [
        Line::Text("1"),
        Line::Text("1"),
        Line::Text("1"),
        Line::Text("/q"),
    ];
    let output = played(&lines).await;
    assert!(output.contains(" of 3 right, with a score of "), "{output}");
}
