use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{
    Accents, Choice, Clarification, Decimal, Draft, Drafts, Estimate, Failure, Keyword, Kind,
    MultipleChoice, Prompt, Sequence, ShortAnswer, SingleChoice, Source, SourceTitle, SourceUrl,
    Task, Unit,
};

/// The suggestions of a writer that fails.
pub(crate) const SUGGESTIONS: [&str; 2] = ["Space", "Café"];

/// A scripted writer.
pub(crate) enum Script {
    /// Writes this number of questions.
    Writes(u16),
    /// Writes one question of each kind, whichever kinds are requested.
    WritesAllKinds,
    /// Fails permanently, with this reason and [`SUGGESTIONS`].
    GivesUp(&'static str),
}

#[async_trait]
impl QuestionWriter for Script {
    async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
        match self {
            Self::Writes(questions) => {
                Ok(Drafts::new((1..=*questions).map(draft).collect()).unwrap())
            }
            Self::WritesAllKinds => {
                let drafts = Kind::ALL.iter().copied().map(draft_of);
                Ok(Drafts::new(drafts.collect()).unwrap())
            }
            Self::GivesUp(reason) => {
                let suggestions = SUGGESTIONS.map(|word| Keyword::new(word).unwrap());
                let failure = Failure::new(reason).unwrap();
                Err(WriteError::Impossible(
                    failure.with_suggestions(suggestions),
                ))
            }
        }
    }
}

/// The prompt of the n-th question.
pub(crate) fn prompt(n: u16) -> String {
    format!("What is it, number {n}?")
}

/// The solution of the n-th question.
pub(crate) fn right(n: u16) -> String {
    format!("truth-{n}")
}

/// A wrong option of the n-th question.
pub(crate) fn wrong(n: u16) -> String {
    format!("fable-{n}")
}

/// The clarification of the n-th question.
pub(crate) fn clarification(n: u16) -> String {
    format!("Because it is so, number {n}.")
}

fn draft(n: u16) -> Draft {
    let wrong = [wrong(n), format!("myth-{n}")].map(|text| Choice::new(text).unwrap());
    Draft::single(
        Prompt::new(prompt(n)).unwrap(),
        Choice::new(right(n)).unwrap(),
        wrong.to_vec(),
        Clarification::new(clarification(n)).unwrap(),
    )
    .unwrap()
}

/// The title of the source of every question that [`Script::WritesAllKinds`] writes.
pub(crate) const SOURCE: &str = "Atlas of secrets";

fn draft_of(kind: Kind) -> Draft {
    let source = Source::new(SourceTitle::new(SOURCE).unwrap());
    let source = source.with_url(SourceUrl::new("https://example.org/atlas").unwrap());
    let prompt = Prompt::new(format!("What is it, of the kind {kind}?")).unwrap();
    let why = Clarification::new(format!("Because it is so, of the kind {kind}.")).unwrap();
    let draft = Draft::new(prompt, task(kind), why).unwrap();
    draft.with_source(source)
}

fn task(kind: Kind) -> Task {
    let choices = |texts: &[&str]| {
        texts
            .iter()
            .map(|&text| Choice::restore(text))
            .collect::<Vec<_>>()
    };
    match kind {
        Kind::Single => SingleChoice::new(Choice::restore("yes"), choices(&["no"]))
            .unwrap()
            .into(),
        Kind::Multiple => MultipleChoice::new(choices(&["2", "3", "5"]), choices(&["4", "6"]))
            .unwrap()
            .into(),
        Kind::Number => Estimate::new(Decimal::from(100), Decimal::from(5), Decimal::from(25))
            .unwrap()
            .with_unit(Unit::new("km").unwrap())
            .into(),
        Kind::Text => ShortAnswer::new(choices(&["São Paulo", "Sampa"]), Accents::Ignored)
            .unwrap()
            .into(),
        Kind::Order => Sequence::new(choices(&["one", "two", "three"]))
            .unwrap()
            .into(),
        other => panic!("{other} has no draft"),
    }
}
