//! Drafts of each kind of question.

use quizcraft_core::{
    Accents, Choice, Clarification, Decimal, Draft, Estimate, Kind, License, MultipleChoice,
    Prompt, Sequence, ShortAnswer, SingleChoice, Source, SourceTitle, SourceUrl, Task, Unit,
    WriterName,
};

pub(crate) fn single() -> Task {
    SingleChoice::new(choice("right"), choices(&["wrong", "worse"]))
        .unwrap()
        .into()
}

pub(crate) fn multiple() -> Task {
    MultipleChoice::new(choices(&["right", "also right"]), choices(&["wrong"]))
        .unwrap()
        .into()
}

pub(crate) fn number() -> Task {
    let value = "8848.86".parse().unwrap();
    let estimate = Estimate::new(value, Decimal::from(50), Decimal::from(1_050)).unwrap();
    estimate.with_unit(Unit::new("m").unwrap()).into()
}

pub(crate) fn short_text() -> Task {
    let accepted = choices(&["Napol\u{e9}on", "Bonaparte"]);
    ShortAnswer::new(accepted, Accents::Ignored).unwrap().into()
}

pub(crate) fn order() -> Task {
    Sequence::new(choices(&["one", "two", "three"]))
        .unwrap()
        .into()
}

/// Returns a task of this kind.
pub(crate) fn task(kind: Kind) -> Task {
    match kind {
        Kind::Single => single(),
        Kind::Multiple => multiple(),
        Kind::Number => number(),
        Kind::Text => short_text(),
        Kind::Order => order(),
        other => panic!("no task of the kind {other}"),
    }
}

/// Returns a draft without a source and a writer.
pub(crate) fn draft(task: impl Into<Task>) -> Draft {
    let task = task.into();
    let prompt = Prompt::new(format!("A question of the kind {}?", task.kind())).unwrap();
    Draft::new(prompt, task, Clarification::new("Because.").unwrap()).unwrap()
}

pub(crate) fn source() -> Source {
    Source::new(SourceTitle::new("Everest").unwrap())
        .with_url(SourceUrl::new("https://example.org/everest").unwrap())
        .with_license(License::new("CC0").unwrap())
}

/// Returns a draft with a source and a writer.
pub(crate) fn sourced(task: impl Into<Task>) -> Draft {
    let writer = WriterName::new("tests 1").unwrap();
    draft(task).with_source(source()).with_writer(writer)
}

pub(crate) fn choice(text: &str) -> Choice {
    Choice::new(text).unwrap()
}

fn choices(texts: &[&str]) -> Vec<Choice> {
    texts.iter().map(|text| choice(text)).collect()
}
