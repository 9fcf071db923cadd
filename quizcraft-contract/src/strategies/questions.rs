use std::num::NonZeroU16;
use std::ops::RangeInclusive;

use proptest::collection::{hash_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;

use super::{choice, clarification, prompt};
use quizcraft_core::{
    Accents, Choice, Decimal, Draft, Drafts, Estimate, Kind, Kinds, License, MultipleChoice,
    Question, QuestionIndex, Questions, QuestionsLimit, RawResponse, Sequence, ShortAnswer,
    SingleChoice, Source, SourceTitle, SourceUrl, Task, Unit, WriterName,
};

/// Returns a strategy for the numbers of questions that a new game may request.
pub fn questions_limit() -> impl Strategy<Value = QuestionsLimit> + Clone {
    (1..=QuestionsLimit::MAX)
        .prop_filter_map("a limit", NonZeroU16::new)
        .prop_map(QuestionsLimit::restore)
}

/// Returns a strategy for the numbers of a new game's questions.
pub fn question_index() -> impl Strategy<Value = QuestionIndex> + Clone {
    (1..=i64::from(QuestionsLimit::MAX)).prop_filter_map("an index", QuestionIndex::new)
}

/// Returns a strategy for kinds of questions.
pub fn kind() -> impl Strategy<Value = Kind> + Clone {
    proptest::sample::select(Kind::ALL.to_vec())
}

/// Returns a strategy for sets of kinds.
pub fn kinds() -> impl Strategy<Value = Kinds> + Clone {
    vec(kind(), 1..=Kind::ALL.len()).prop_filter_map("a set", |kinds| Kinds::new(kinds).ok())
}

/// Returns a strategy for drafts of any kind, with and without a source and a writer. They have no fingerprint
/// of their own, which stores do not keep with a question.
pub fn draft() -> impl Strategy<Value = Draft> + Clone {
    let parts = (prompt(), task(), clarification(), origin());
    parts.prop_filter_map("a draft", |(prompt, task, clarification, origin)| {
        let draft = Draft::new(prompt, task, clarification).ok()?;
        let (source, writer) = origin;
        Some(draft.with_source(source).with_writer(writer))
    })
}

/// Returns a strategy for single choice drafts with two to eight options.
pub fn single_draft() -> impl Strategy<Value = Draft> + Clone {
    let parts = (prompt(), single(), clarification());
    parts.prop_filter_map("a draft", |(prompt, task, clarification)| {
        Draft::new(prompt, task, clarification).ok()
    })
}

/// Returns a strategy for tasks of any kind.
pub fn task() -> impl Strategy<Value = Task> + Clone {
    prop_oneof![
        3 => single(),
        1 => multiple(),
        1 => number(),
        1 => text(),
        1 => sequence(),
    ]
}

fn single() -> impl Strategy<Value = Task> + Clone {
    let range = SingleChoice::MIN_OPTIONS..=SingleChoice::MAX_OPTIONS;
    choices(range).prop_filter_map("options that differ", |mut options| {
        let solution = options.pop()?;
        SingleChoice::new(solution, options).ok().map(Task::from)
    })
}

fn multiple() -> impl Strategy<Value = Task> + Clone {
    let range = MultipleChoice::MIN_OPTIONS..=MultipleChoice::MAX_OPTIONS;
    let parts = (choices(range), any::<Index>());
    parts.prop_filter_map("options that differ", |(mut options, right)| {
        let right = right.index(options.len().checked_sub(1)?) + 1;
        let wrong = options.split_off(right);
        MultipleChoice::new(options, wrong).ok().map(Task::from)
    })
}

fn number() -> impl Strategy<Value = Task> + Clone {
    let span = (0..1_000_i32, 0..1_000_i32);
    let parts = (decimal(), span, option::of("[a-z]{1,9}"));
    parts.prop_filter_map("an estimate", |(value, (tolerance, further), unit)| {
        let (tolerance, span) = (Decimal::from(tolerance), Decimal::from(tolerance + further));
        let unit = unit.and_then(|unit| Unit::new(unit).ok());
        let estimate = Estimate::new(value, tolerance, span).ok()?;
        Some(Task::from(estimate.with_unit(unit)))
    })
}

fn text() -> impl Strategy<Value = Task> + Clone {
    let accents = prop_oneof![Just(Accents::Ignored), Just(Accents::Matter)];
    let parts = (choices(1..=4), accents);
    parts.prop_filter_map("texts that differ", |(accepted, accents)| {
        ShortAnswer::new(accepted, accents).ok().map(Task::from)
    })
}

fn sequence() -> impl Strategy<Value = Task> + Clone {
    let items = choices(Sequence::MIN_ITEMS..=Sequence::MAX_ITEMS);
    items.prop_filter_map("items that differ", |items| {
        Sequence::new(items).ok().map(Task::from)
    })
}

/// Returns a strategy for decimal numbers with up to nine digits after the point.
pub fn decimal() -> impl Strategy<Value = Decimal> + Clone {
    "-?[0-9]{1,15}(\\.[0-9]{1,9})?".prop_filter_map("a number", |text| text.parse().ok())
}

/// Returns different texts in a random order. They may be equal in their comparable form, but this is rare.
fn choices(count: RangeInclusive<usize>) -> impl Strategy<Value = Vec<Choice>> + Clone {
    // The order of a hash set differs between processes; failures must be reproducible.
    let sorted = hash_set(choice(), count).prop_map(|choices| {
        let mut choices: Vec<Choice> = choices.into_iter().collect();
        choices.sort_unstable();
        choices
    });
    sorted.prop_shuffle()
}

type Origin = (Option<Source>, Option<WriterName>);

fn origin() -> impl Strategy<Value = Origin> + Clone {
    let url = option::of("https://[a-z]{1,9}\\.example/[a-zA-Z0-9_()%/-]{0,30}");
    let source = (
        "[A-Za-z][ -~]{0,40}",
        url,
        option::of("CC[ A-Z0-9.-]{1,9}[0-9]"),
    );
    let source = source.prop_filter_map("a source", |(title, url, license)| {
        let source = Source::new(SourceTitle::new(title).ok()?);
        let url = url.and_then(|url| SourceUrl::new(url).ok());
        let license = license.and_then(|license| License::new(license).ok());
        Some(source.with_url(url).with_license(license))
    });
    let writer = "[a-z]{1,9} [0-9]".prop_filter_map("a writer", |name| WriterName::new(name).ok());
    (option::of(source), option::of(writer))
}

/// Returns a response that the draft allows; which one depends on `chosen`.
#[must_use]
pub fn response_to(draft: &Draft, chosen: &Index) -> RawResponse {
    let mut options: Vec<String> = draft.options().map(ToString::to_string).collect();
    match draft.kind() {
        Kind::Single => RawResponse::Text(chosen.get(&options).clone()),
        Kind::Number => RawResponse::Number(chosen.index(100_000).to_string()),
        Kind::Text => match chosen.index(2) {
            0 => RawResponse::Text(draft.solution().to_string()),
            _ => RawResponse::from("Some other text"),
        },
        Kind::Multiple => {
            options.truncate(chosen.index(options.len()) + 1);
            RawResponse::List(options)
        }
        _ => {
            let start = chosen.index(options.len());
            options.rotate_left(start);
            RawResponse::List(options)
        }
    }
}

/// Returns a strategy for `count` drafts of one game.
pub fn drafts(count: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Drafts> {
    let drafts = vec(draft(), count);
    drafts.prop_filter_map("questions that differ", |drafts| Drafts::new(drafts).ok())
}

/// Returns a strategy for the questions of a game, of which the first ones (none, some or all) are
/// answered.
pub fn questions() -> impl Strategy<Value = Questions> {
    (drafts(1..=6), answers()).prop_map(|(drafts, answers)| answered(&drafts, &answers))
}

/// Returns a strategy for the questions of a game of single choice questions.
pub(super) fn single_questions() -> impl Strategy<Value = Questions> {
    let drafts = vec(single_draft(), 1..=6);
    let drafts = drafts.prop_filter_map("questions that differ", |drafts| Drafts::new(drafts).ok());
    (drafts, answers()).prop_map(|(drafts, answers)| answered(&drafts, &answers))
}

fn answers() -> impl Strategy<Value = Vec<Index>> {
    vec(any::<Index>(), 0..=6)
}

fn answered(drafts: &Drafts, answers: &[Index]) -> Questions {
    let numbers = (1..).filter_map(QuestionIndex::new);
    let questions = numbers.zip(drafts.iter()).enumerate();
    let questions = questions.map(|(place, (index, draft))| {
        let raw = answers.get(place).map(|answer| response_to(draft, answer));
        let response = raw.and_then(|raw| draft.task().parse(&raw).ok());
        Question::restore(index, draft.clone(), response)
    });
    match Questions::restore(questions.collect()) {
        Ok(Some(questions)) => questions,
        other => panic!("drafts are valid questions: {other:?}"),
    }
}
