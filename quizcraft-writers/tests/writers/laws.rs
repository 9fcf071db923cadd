//! Laws of the composition, with writers that return anything.

use std::sync::Arc;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::gateway::{Brief, Expense, RefusedExpense, WriteError};
use quizcraft_core::{Asked, Draft, DraftFingerprint, Drafts, Keyword, Kinds};
use quizcraft_review::{flaws, spoilers};

use crate::support::{
    Scripted, brief, brief_on, compose, draft, impossible, single, suggesting, write,
};

/// What a writer does, whatever the brief.
#[derive(Clone, Debug)]
enum Behaviour {
    Writes(Vec<Draft>),
    Fails(Failing),
}

#[derive(Clone, Copy, Debug)]
enum Failing {
    Impossible,
    Suggesting,
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
    let spoiling = (country, place.clone(), place).prop_filter_map(
        "options that differ",
        |(country, place, shown)| {
            let prompt = format!("Which of these places would you visit in {country}?");
            let why = format!("Another place in {country} is {shown}.");
            let wrong = ["Etna", "Oder"];
            Some(single(&prompt, [place, wrong[0], wrong[1]], &why))
        },
    );
    let fact = prop::option::of(0..4_u8)
        .prop_map(|fact| fact.map(|fact| DraftFingerprint::of(&["fact", &fact.to_string()])));
    let good = (prop::sample::select(vec!["elm", "oak"]), 0..30_usize);
    let draft = prop_oneof![
        4 => good.prop_map(|(writer, n)| draft(writer, n)),
        2 => spoiling,
        1 => strategies::draft(),
    ];
    (draft, fact).prop_map(|(draft, fact)| match fact {
        Some(fact) => draft.with_fingerprint(fact),
        None => draft,
    })
}

fn behaviour() -> impl Strategy<Value = Behaviour> {
    let failing = prop::sample::select(vec![
        Failing::Impossible,
        Failing::Suggesting,
        Failing::Temporary,
        Failing::OutOfTime,
        Failing::NeedsLease,
        Failing::Panics,
    ]);
    prop_oneof![
        3 => vec(any_draft(), 0..14).prop_map(Behaviour::Writes),
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
        let whole = brief_on(&["mercury"], 50).after(existing).unwrap();
        let written = whole.written().to_vec();
        let asked = Asked::restore(asked.iter().map(Draft::fingerprint));
        let brief = brief_on(&["mercury"], limit + i64::try_from(written.len()).unwrap());
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
        Behaviour::Writes(drafts) => Scripted::of(drafts),
        Behaviour::Fails(failing) => Scripted::by(move |_| Err(failing.error(number))),
    });
    writers.collect()
}

/// Returns what was written for all writers of the list, whatever the error.
fn drafts_of(behaviours: &[Behaviour], brief: &Brief) -> Option<Vec<Draft>> {
    write(&compose(scripted(behaviours)), brief).ok()
}

fn asks_for_the_same(one: &Draft, other: &Draft) -> bool {
    one.fingerprint() == other.fingerprint() || one.same_as(other)
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
            Behaviour::Writes(drafts) => drafts.as_slice(),
            Behaviour::Fails(_) => &[],
        });
        let mut all = all.peekable();
        for draft in &game {
            prop_assert!(all.any(|own| own == draft), "unchanged, and in order");
        }
    }

    #[test]
    fn a_further_writer_takes_nothing_away(
        behaviours in vec(behaviour(), 1..4),
        further in vec(any_draft(), 0..14),
        brief in any_brief(),
    ) {
        let Some(before) = drafts_of(&behaviours, &brief) else { return Ok(()) };
        let fresh = |game: &[Draft]| {
            let fresh = game.iter().filter(|own| !brief.asked().contains(own.fingerprint()));
            fresh.cloned().collect::<Vec<_>>()
        };
        let more = [behaviours, vec![Behaviour::Writes(further)]].concat();
        let after = drafts_of(&more, &brief);
        let after = after.ok_or_else(|| TestCaseError::fail("the game is lost"))?;
        prop_assert!(after.len() >= before.len());
        let after = fresh(&after);
        for draft in fresh(&before) {
            prop_assert!(after.contains(&draft));
        }
    }

    #[test]
    fn the_briefs_of_later_writers_are_for_what_is_missing(
        behaviours in vec(behaviour(), 1..5),
        brief in any_brief(),
    ) {
        let writers = scripted(&behaviours);
        let game = write(&compose(writers.clone()), &brief);
        let mut limit = brief.limit().get();
        for (number, writer) in writers.iter().enumerate() {
            let briefs = writer.briefs();
            prop_assert!(briefs.len() <= 1);
            let Some(own) = briefs.first() else { continue };
            prop_assert!(own.limit().get() <= limit, "writer {number}");
            limit = own.limit().get();
            let so_far = own.written().strip_prefix(brief.written()).unwrap();
            prop_assert_eq!(so_far.len() + usize::from(limit), usize::from(brief.limit().get()));
            prop_assert!(so_far.iter().all(|own| !brief.asked().contains(own.fingerprint())));
            if let Ok(game) = &game {
                prop_assert!(so_far.iter().all(|draft| game.contains(draft)));
            }
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
        let writers = scripted(&behaviours);
        match write(&compose(writers), &brief) {
            Ok(_) => {}
            Err(WriteError::Impossible(failure)) => {
                let is_impossible = |own: &Behaviour| {
                    matches!(own, Behaviour::Fails(Failing::Impossible | Failing::Suggesting))
                };
                prop_assert!(behaviours.iter().all(is_impossible));
                let last = format!("Writer {} knows ", behaviours.len() - 1);
                prop_assert!(failure.reason().starts_with(&last));
                let first = failing(|own| matches!(own, Failing::Suggesting));
                let first: Vec<_> = first.iter().map(usize::to_string).map(Keyword::restore).collect();
                prop_assert_eq!(failure.suggestions(), first);
            }
            Err(WriteError::NeedsLease) => {
                prop_assert_eq!(brief.expense(), Expense::NeedsLease);
                prop_assert!(failing(|own| matches!(own, Failing::NeedsLease)).is_some());
            }
            Err(error @ WriteError::Temporary { .. }) => {
                let first = failing(|own| matches!(own, Failing::Temporary | Failing::OutOfTime));
                let seconds = first.and_then(|first| u64::try_from(first).ok());
                prop_assert_eq!(error.retry_after(), seconds.map(Duration::from_secs));
            }
            Err(WriteError::OutOfTime) => {
                prop_assert!(failing(|own| matches!(own, Failing::OutOfTime)).is_some());
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
