//! Questions of every kind, as text and as JSON.

use std::io::{self, Write};

use quizcraft_core::{
    Choice, Decimal, Draft, Estimate, RawResponse, ShortAnswer, Source, Task, Unit,
};
use serde::Serialize;

use crate::play::screen::shown;

/// Prints questions for reading. `+` marks what is right, and `-` what is wrong.
pub(super) fn print_text(out: &mut impl Write, drafts: &[Draft]) -> io::Result<()> {
    for (number, draft) in (1..).zip(drafts) {
        let number: u64 = number;
        writeln!(out, "{number}. {}", draft.prompt())?;
        print_task(out, draft)?;
        writeln!(out, "   {}", draft.clarification())?;
        if let Some(source) = draft.source() {
            writeln!(out, "   {}", shown(source))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn print_task(out: &mut impl Write, draft: &Draft) -> io::Result<()> {
    match draft.task() {
        Task::Multiple(task) => print_marked(out, '+', task.right())?,
        Task::Number(task) => {
            let (tolerance, span) = (task.tolerance(), task.span());
            writeln!(out, "   + {task} (±{tolerance}; no score from ±{span})")?;
        }
        Task::Text(task) => print_marked(out, '+', task.accepted())?,
        Task::Order(task) => {
            for (place, item) in (1..).zip(task.items()) {
                let place: u64 = place;
                writeln!(out, "   {place} {item}")?;
            }
        }
        _ => writeln!(out, "   + {}", draft.solution())?,
    }
    print_marked(out, '-', draft.wrong())
}

fn print_marked<'a>(
    out: &mut impl Write,
    mark: char,
    choices: impl IntoIterator<Item = &'a Choice>,
) -> io::Result<()> {
    for choice in choices {
        writeln!(out, "   {mark} {choice}")?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Printed<'a> {
    prompt: &'a str,
    kind: &'static str,
    solution: &'a str,
    correct: RawResponse,
    wrong: Vec<&'a str>,
    #[serde(flatten)]
    estimate: Option<PrintedEstimate<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<Vec<&'a str>>,
    clarification: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<PrintedSource<'a>>,
}

#[derive(Serialize)]
struct PrintedEstimate<'a> {
    tolerance: Decimal,
    span: Decimal,
    unit: Option<&'a str>,
}

#[derive(Serialize)]
struct PrintedSource<'a> {
    title: &'a str,
    url: Option<&'a str>,
    license: Option<&'a str>,
}

pub(super) fn print_json(out: &mut impl Write, drafts: &[Draft]) -> io::Result<()> {
    let printed: Vec<_> = drafts.iter().map(Printed::from).collect();
    serde_json::to_writer_pretty(&mut *out, &printed)?;
    writeln!(out)
}

impl<'a> From<&'a Draft> for Printed<'a> {
    fn from(draft: &'a Draft) -> Self {
        let (estimate, accepted) = match draft.task() {
            Task::Number(task) => (Some(PrintedEstimate::from(task)), None),
            Task::Text(task) => (None, Some(accepted(task))),
            _ => (None, None),
        };
        Self {
            prompt: draft.prompt().as_str(),
            kind: draft.kind().as_str(),
            solution: draft.solution().as_str(),
            correct: draft.task().correct().to_raw(),
            wrong: draft.wrong().iter().map(Choice::as_str).collect(),
            estimate,
            accepted,
            clarification: draft.clarification().as_str(),
            source: draft.source().map(PrintedSource::from),
        }
    }
}

fn accepted(task: &ShortAnswer) -> Vec<&str> {
    task.accepted().map(Choice::as_str).collect()
}

impl<'a> From<&'a Estimate> for PrintedEstimate<'a> {
    fn from(task: &'a Estimate) -> Self {
        Self {
            tolerance: task.tolerance(),
            span: task.span(),
            unit: task.unit().map(Unit::as_str),
        }
    }
}

impl<'a> From<&'a Source> for PrintedSource<'a> {
    fn from(source: &'a Source) -> Self {
        Self {
            title: source.title().as_str(),
            url: source.url().map(quizcraft_core::SourceUrl::as_str),
            license: source.license().map(quizcraft_core::License::as_str),
        }
    }
}

#[cfg(test)]
mod tests {
    use quizcraft_core::{
        Accents, Clarification, Kind, MultipleChoice, Prompt, Sequence, SingleChoice, SourceTitle,
    };
    use serde_json::{Value, json};

    use super::*;

    fn drafts() -> [Draft; 5] {
        let choices = |texts: &[&str]| {
            texts
                .iter()
                .map(|&text| Choice::restore(text))
                .collect::<Vec<_>>()
        };
        let single = SingleChoice::new(Choice::restore("yes"), choices(&["no"])).unwrap();
        let multiple = MultipleChoice::new(choices(&["2", "3"]), choices(&["4"])).unwrap();
        let number =
            Estimate::new(Decimal::from(100), Decimal::from(5), Decimal::from(25)).unwrap();
        let number = number.with_unit(Unit::new("km").unwrap());
        let text = ShortAnswer::new(choices(&["São Paulo", "Sampa"]), Accents::Ignored).unwrap();
        let order = Sequence::new(choices(&["one", "two", "three"])).unwrap();
        let tasks: [Task; 5] = [
            single.into(),
            multiple.into(),
            number.into(),
            text.into(),
            order.into(),
        ];
        tasks.map(|task| {
            let prompt = Prompt::new(format!("What, by {}?", task.kind())).unwrap();
            let draft = Draft::new(prompt, task, Clarification::new("So it is.").unwrap()).unwrap();
            draft.with_source(Source::new(SourceTitle::new("Atlas").unwrap()))
        })
    }

    #[test]
    fn text_marks_what_is_right_and_wrong() {
        let mut out = Vec::new();
        print_text(&mut out, &drafts()).unwrap();
        let text = String::from_utf8(out).unwrap();
        let expected = [
            "1. What, by single?\n   + yes\n   - no",
            "2. What, by multiple?\n   + 2\n   + 3\n   - 4",
            "3. What, by number?\n   + 100 km (±5; no score from ±25)",
            "4. What, by text?\n   + São Paulo\n   + Sampa",
            "5. What, by order?\n   1 one\n   2 two\n   3 three",
        ];
        let expected = expected.map(|task| format!("{task}\n   So it is.\n   Source: Atlas\n\n"));
        assert_eq!(text, expected.concat());
    }

    #[test]
    fn json_has_the_response_that_is_right() {
        let mut out = Vec::new();
        print_json(&mut out, &drafts()).unwrap();
        let printed: Vec<Value> = serde_json::from_slice(&out).unwrap();
        let kinds = printed.iter().map(|question| &question["kind"]);
        assert!(kinds.eq(Kind::ALL.iter().map(|kind| kind.as_str())));
        let correct: Vec<_> = printed
            .iter()
            .map(|question| question["correct"].clone())
            .collect();
        assert_eq!(
            correct,
            [
                json!("yes"),
                json!(["2", "3"]),
                json!(100),
                json!("São Paulo"),
                json!(["one", "two", "three"]),
            ]
        );
        let number = &printed[2];
        assert_eq!(
            (&number["tolerance"], &number["span"], &number["unit"]),
            (&json!(5), &json!(25), &json!("km"))
        );
        assert_eq!(printed[3]["accepted"], json!(["São Paulo", "Sampa"]));
        assert!(printed[0].get("tolerance").is_none() && printed[0].get("accepted").is_none());
        assert_eq!(printed[0]["source"]["title"], "Atlas");
    }
}
