//! Laws of the composition, with writers that return anything.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use proptest::collection::vec;
use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, RefusedExpense, WriteError};
use quizcraft_core::{Asked, Draft, DraftFingerprint, Drafts, Failure, Keyword, Kinds, comparable};
use quizcraft_review::{flaws, spoilers};

use crate::support::{
    Scripted, brief, brief_on, compose, draft, impossible, restated, single, suggesting, write,
};

/// What a writer does, whatever the brief.
#[derive(Clone, Debug)]
enum Behaviour {
    /// Returns these drafts, and names these keywords as unknown.
    Writes(Vec<Draft>, Vec<&'static str>),
    Fails(Failing),
}

impl Behaviour {
    fn writes(&self) -> bool {
        matches!(self, Self::Writes(..))
    }
}

/// The keywords of every brief. Some drafts have the first one as an option, which is a flaw.
const KEYWORDS: [&str; 3] = ["mercury", "qwertz", "zorvelle"];

#[derive(Clone, Copy, Debug)]
enum Failing {
    Impossible,
    Suggesting,
    GivesWay,
    Temporary,
    OutOfTime,
    NeedsLease,
    Panics,
}

impl Failing {
    fn error(self, writer: usize) -> WriteError {
        match self {
            Self::Impossible => impossible(&format!("Writer {writer} knows nothing.")),
            Self::Suggesting => suggesting(
                &format!("Writer {writer} knows others."),
                &[&format!("{writer}")],
            ),
            Self::GivesWay => {
                let failure = Failure::restore(format!("Writer {writer} knows other kinds."));
                WriteError::Impossible(failure.giving_way())
            }
            Self::Temporary => {
                WriteError::temporary("try again").after(Duration::from_secs(writer as u64))
            }
            Self::OutOfTime => WriteError::OutOfTime,
            Self::NeedsLease => WriteError::NeedsLease,
            Self::Panics => std::panic::resume_unwind(Box::new("panics without a message")),
        }
    }
}

/// Returns a strategy for drafts that are likely to be good, flawed, equal, or to reveal each other.
fn any_draft() -> impl Strategy<Value = Draft> + Clone {
    let country = prop::sample::select(vec!["Slovenia", "Hungary", "Uganda"]);
    let place = prop::sample::select(vec!["Triglav", "Balaton", "Kampala", "Mercury"]);
    let wrong = prop::sample::select(vec![["Etna", "Oder"], ["Elbe", "Oslo"]]);
    let which = prop::sample::select(vec!["Which", "WHICH"]);
    let spoiling = (country, place.clone(), place, wrong, which).prop_map(
        |(country, place, shown, wrong, which)| {
            let prompt = format!("{which} of these places would you visit in {country}?");
            let why = format!("Another place in {country} is {shown}.");
            single(&prompt, [place, wrong[0], wrong[1]], &why)
        },
    );
    let fact = prop::option::of(0..4_u8)
        .prop_map(|fact| fact.map(|fact| DraftFingerprint::of(&["fact", &fact.to_string()])));
    let good = (prop::sample::select(vec!["elm", "oak"]), 0..30_usize);
    let draft = prop_oneof![
        4 => good.clone().prop_map(|(writer, n)| draft(writer, n)),
        1 => good.prop_map(|(writer, n)| restated(writer, n)),
        2 => spoiling,
        1 => strategies::draft(),
    ];
    (draft, fact).prop_map(|(draft, fact)| match fact {
        Some(fact) => draft.with_fingerprint(fact),
        None => draft,
    })
}

/// Returns a strategy for the keywords that a writer names as unknown, which may be all of them.
fn unknown() -> impl Strategy<Value = Vec<&'static str>> {
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::sample::subsequence(KEYWORDS.to_vec(), 0..=3),
    ]
}

fn behaviour() -> impl Strategy<Value = Behaviour> {
    let failing = prop::sample::select(vec![
        Failing::Impossible,
        Failing::Suggesting,
        Failing::GivesWay,
        Failing::Temporary,
        Failing::OutOfTime,
        Failing::NeedsLease,
        Failing::Panics,
    ]);
    prop_oneof![
        3 => (vec(any_draft(), 0..14), unknown()).prop_map(|(drafts, unknown)| Behaviour::Writes(drafts, unknown)),
        1 => failing.prop_map(Behaviour::Fails),
    ]
}

fn any_brief() -> impl Strategy<Value = Brief> {
    let limit = prop_oneof![1..=12_i64, Just(45)];
    let kinds = prop_oneof![Just(Kinds::SINGLE), Just(Kinds::ALL), strategies::kinds()];
    let expense = prop::sample::select(vec![
        Expense::NeedsLease,
        Expense::Allowed,
        Expense::Refused(RefusedExpense::Attempts),
    ]);
    let parts = (
        limit,
        kinds,
        expense,
        vec(any_draft(), 0..6),
        vec(any_draft(), 0..3),
    );
    parts.prop_map(|(limit, kinds, expense, asked, existing)| {
        let whole = brief_on(&KEYWORDS, 50).after(existing).unwrap();
        let written = whole.written().to_vec();
        let asked = Asked::restore(asked.iter().map(Draft::fingerprint));
        let brief = brief_on(&KEYWORDS, limit + i64::try_from(written.len()).unwrap());
        let brief = brief
            .with_kinds(kinds)
            .with_expense(expense)
            .with_asked(asked);
        brief.after(written).unwrap()
    })
}

fn scripted(behaviours: &[Behaviour]) -> Vec<Arc<Scripted>> {
    let numbered = behaviours.iter().cloned().enumerate();
    let writers = numbered.map(|(number, behaviour)| match behaviour {
        Behaviour::Writes(drafts, unknown) => Scripted::answering(move |_| {
            let unknown = unknown.iter().map(|keyword| Keyword::restore(*keyword));
            Ok(Drafts::restore(drafts.clone()).with_unknown(unknown))
        }),
        Behaviour::Fails(failing) => Scripted::by(move |_| Err(failing.error(number))),
    });
    writers.collect()
}

/// Returns what the writers of the list write together, or `None` for an error.
fn composed(behaviours: &[Behaviour], brief: &Brief) -> Option<Drafts> {
    let writers = compose(scripted(behaviours));
    writers.write(brief).now_or_never().unwrap().ok()
}

fn drafts_of(behaviours: &[Behaviour], brief: &Brief) -> Option<Vec<Draft>> {
    composed(behaviours, brief).map(|drafts| drafts.iter().cloned().collect())
}

/// Returns whether two drafts have the same fingerprint, the same content, or the same prompt and solution.
fn asks_for_the_same(one: &Draft, other: &Draft) -> bool {
    let lower = |text: &str| comparable(text).to_lowercase();
    let texts = |draft: &Draft| {
        (
            lower(draft.prompt().as_str()),
            lower(draft.solution().as_str()),
        )
    };
    one.fingerprint() == other.fingerprint() || one.same_as(other) || texts(one) == texts(other)
}

proptest! {
    #[test]
    fn every_game_obeys_the_rules_whatever_the_writers_return(
        behaviours in vec(behaviour(), 1..5),
        brief in any_brief(),
    ) {
        let Some(game) = drafts_of(&behaviours, &brief) else { return Ok(()) };
        prop_assert!((1..=usize::from(brief.limit().get())).contains(&game.len()));
        prop_assert!(Drafts::new(game.clone()).is_ok());
        for (place, draft) in game.iter().enumerate() {
            prop_assert!(brief.kinds().contains(draft.kind()));
            prop_assert_eq!(flaws(draft, brief.keywords()), []);
            let mut others = game[..place].iter().chain(brief.written());
            prop_assert!(!others.any(|other| asks_for_the_same(other, draft)));
        }
        // Those of the brief are none of our drafts.
        let whole = [brief.written(), &game].concat();
        let existing = spoilers(brief.written()).into_iter();
        let existing: Vec<_> = existing.map(|own| (own.spoiled(), own.revealing())).collect();
        for spoiler in spoilers(&whole) {
            prop_assert!(existing.contains(&(spoiler.spoiled(), spoiler.revealing())), "{whole:#?}");
        }
    }

    #[test]
    fn drafts_are_those_of_the_writers_in_order(
        behaviours in vec(behaviour(), 1..5),
        brief in any_brief(),
    ) {
        let Some(game) = drafts_of(&behaviours, &brief) else { return Ok(()) };
        let all = behaviours.iter().flat_map(|behaviour| match behaviour {
            Behaviour::Writes(drafts, _) => drafts.as_slice(),
            Behaviour::Fails(_) => &[],
        });
        let mut all = all.peekable();
        for draft in &game {
            prop_assert!(all.any(|own| own == draft), "unchanged, and in order");
        }
    }

    #[test]
    fn a_further_writer_takes_no_more_than_the_share_of_unknown_keywords(
        behaviours in vec(behaviour(), 1..4),
        further in vec(any_draft(), 0..14),
        brief in any_brief(),
    ) {
        let Some(before) = composed(&behaviours, &brief) else { return Ok(()) };
        let fresh = |game: &Drafts| {
            let fresh = game.iter().filter(|own| !brief.asked().contains(own.fingerprint()));
            fresh.cloned().collect::<Vec<_>>()
        };
        let more = [behaviours, vec![Behaviour::Writes(further, Vec::new())]].concat();
        let after = composed(&more, &brief);
        let after = after.ok_or_else(|| TestCaseError::fail("the game is lost"))?;
        let share = brief.share_for(before.unknown(), fresh(&before));
        let share = share.map_or(0, |share| share.limit().get().into());
        let (before, after) = (fresh(&before), fresh(&after));
        prop_assert!(after.len() >= before.len());
        let lost = before.iter().filter(|draft| !after.contains(draft)).count();
        prop_assert!(lost <= share, "{lost} drafts are lost, {share} are reserved");
        prop_assert!(lost == 0 || after.len() == usize::from(brief.limit().get()));
    }

    #[test]
    fn every_brief_is_for_what_is_missing_or_for_the_share_of_unknown_keywords(
        behaviours in vec(behaviour(), 1..5),
        brief in any_brief(),
    ) {
        let writers = scripted(&behaviours);
        drop(write(&compose(writers.clone()), &brief));
        for (number, writer) in writers.iter().enumerate() {
            let briefs = writer.briefs();
            prop_assert!(briefs.len() <= 1);
            let Some(own) = briefs.first() else { continue };
            let so_far = own.written().strip_prefix(brief.written()).unwrap().to_vec();
            prop_assert!(so_far.iter().all(|own| !brief.asked().contains(own.fingerprint())));
            let keywords: Vec<_> = own.keywords().iter().cloned().collect();
            let expected = if own.keywords() == brief.keywords() {
                brief.after(so_far)
            } else {
                brief.share_for(&keywords, so_far)
            };
            prop_assert_eq!(Some(own), expected.as_ref(), "writer {}", number);
        }
    }

    #[test]
    fn errors_follow_from_those_of_the_writers(
        behaviours in vec(behaviour(), 1..5),
        brief in any_brief(),
    ) {
        let failing = |wanted: fn(&Failing) -> bool| {
            behaviours.iter().position(|own| matches!(own, Behaviour::Fails(own) if wanted(own)))
        };
        let transient = failing(|own| matches!(own, Failing::Temporary | Failing::OutOfTime));
        let writers = scripted(&behaviours);
        let written: Vec<_> = behaviours.iter().filter(|own| own.writes()).cloned().collect();
        let written = if written.is_empty() { None } else { drafts_of(&written, &brief) };
        let written = written.map_or(0, |drafts| drafts.len());
        let enough = usize::from(brief.limit().get().div_ceil(3)).min(5);
        match write(&compose(writers.clone()), &brief) {
            Ok(game) => {
                let is_called = transient.is_some_and(|first| !writers[first].briefs().is_empty());
                let least = if is_called { enough } else { 1 };
                prop_assert!(game.len() >= least);
                prop_assert_eq!(game.len(), written);
            }
            Err(WriteError::Impossible(failure)) => {
                let is_impossible = |own: &Behaviour| matches!(
                    own,
                    Behaviour::Fails(Failing::Impossible | Failing::Suggesting | Failing::GivesWay)
                );
                prop_assert!(behaviours.iter().all(is_impossible));
                let replaces = |own: &Behaviour| !matches!(own, Behaviour::Fails(Failing::GivesWay));
                let shown = behaviours.iter().rposition(replaces).unwrap_or(0);
                let shown = format!("Writer {shown} knows ");
                prop_assert!(failure.reason().starts_with(&shown), "{failure}, not {shown}");
                let first = failing(|own| matches!(own, Failing::Suggesting));
                let first: Vec<_> = first.iter().map(usize::to_string).map(Keyword::restore).collect();
                prop_assert_eq!(failure.suggestions(), first);
            }
            Err(WriteError::NeedsLease) => {
                prop_assert_eq!(brief.expense(), Expense::NeedsLease);
                prop_assert!(failing(|own| matches!(own, Failing::NeedsLease)).is_some());
            }
            Err(error @ WriteError::Temporary { .. }) => {
                let seconds = transient.and_then(|first| u64::try_from(first).ok());
                prop_assert_eq!(error.retry_after(), seconds.map(Duration::from_secs));
                let least = if transient.is_some() { enough } else { 1 };
                prop_assert!(written < least);
            }
            Err(WriteError::OutOfTime) => {
                prop_assert!(failing(|own| matches!(own, Failing::OutOfTime)).is_some());
                prop_assert!(written < enough);
            }
            Err(error) => return Err(TestCaseError::fail(format!("{error:?}"))),
        }
    }

    #[test]
    fn a_writer_alone_is_not_changed_if_its_drafts_are_good(count in 1..=50_usize) {
        let drafts: Vec<Draft> = (0..count).map(|n| draft("elm", n)).collect();
        let writers = compose([Scripted::of(drafts.clone())]);
        prop_assert_eq!(write(&writers, &brief(50)).unwrap(), drafts);
    }

    #[test]
    fn the_same_brief_gives_the_same_game(
        behaviours in vec(behaviour(), 1..5),
        brief in any_brief(),
    ) {
        let writers = compose(scripted(&behaviours));
        let (one, other) = (write(&writers, &brief), write(&writers, &brief));
        prop_assert_eq!(one.ok(), other.ok());
    }
}
