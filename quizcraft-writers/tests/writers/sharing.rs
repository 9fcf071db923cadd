//! Keywords that a writer does not know get a share of the game.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use proptest::collection::vec;
use proptest::prelude::*;
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, RefusedExpense, WriteError};
use quizcraft_core::{Draft, Drafts, Keyword};
use quizcraft_writers::Writers;

use crate::support::{
    Scripted, brief_on, compose, draft, drafts, impossible, leased, write, written,
};

/// Returns the first drafts that a writer has about a keyword.
fn about(writer: &str, keyword: &str, count: usize) -> Vec<Draft> {
    drafts(&format!("{writer}{keyword}"), count)
}

/// What an [`expert`] returns for a brief: drafts about each keyword that it knows in turn, and the other keywords.
fn answer(writer: &str, known: &[(String, usize)], brief: &Brief) -> Result<Drafts, WriteError> {
    let count = |keyword: &Keyword| {
        let own = known.iter().find(|(own, _)| own == keyword.as_str());
        own.map_or(0, |(_, count)| *count)
    };
    let limit = usize::from(brief.limit().get());
    let keywords = || brief.keywords().iter();
    let rounds = (0..limit).flat_map(|n| keywords().map(move |keyword| (n, keyword)));
    let known = rounds.filter(|(n, keyword)| *n < count(keyword));
    let drafts = known.map(|(n, keyword)| draft(&format!("{writer}{keyword}"), n));
    let drafts: Vec<_> = drafts.take(limit).collect();
    if drafts.is_empty() {
        return Err(impossible("Nothing is known."));
    }
    let unknown = keywords().filter(|keyword| count(keyword) == 0).cloned();
    Ok(Drafts::restore(drafts).with_unknown(unknown))
}

/// Returns a writer that has so many questions about each of these keywords, and names the others as unknown.
fn expert(writer: &'static str, known: &[(&str, usize)]) -> Arc<Scripted> {
    let known = known
        .iter()
        .map(|(keyword, count)| ((*keyword).to_owned(), *count));
    let known: Vec<_> = known.collect();
    Scripted::answering(move |brief| answer(writer, &known, brief))
}

/// Returns an expert that needs a lease.
fn model(known: &'static [(&str, usize)]) -> Arc<Scripted> {
    let expert = expert("model", known);
    Scripted::answering(move |brief| match brief.expense() {
        Expense::NeedsLease => Err(WriteError::NeedsLease),
        Expense::Allowed => expert.write(brief).now_or_never().unwrap(),
        _ => Err(impossible("New questions can be written in an hour.")),
    })
}

/// A brief on a keyword of which the facts know enough for every game, and on one that they do not know.
fn mixed(limit: i64) -> Brief {
    brief_on(&["metals", "town"], limit)
}

fn facts() -> Arc<Scripted> {
    expert("facts", &[("metals", 60)])
}

#[test]
fn an_unknown_keyword_gets_its_share_beside_one_that_fills_the_game() {
    let model = expert("model", &[("town", 60), ("metals", 60)]);
    let game = written(&compose([facts(), Arc::clone(&model)]), &mixed(15));
    let expected = [about("facts", "metals", 8), about("model", "town", 7)].concat();
    assert_eq!(game, expected);
    let [own] = model.briefs().try_into().unwrap();
    assert!(own.keywords().iter().eq(&[Keyword::restore("town")]));
    assert_eq!(own.limit().get(), 7);
    assert_eq!(
        own.written(),
        about("facts", "metals", 15),
        "it is told of all drafts"
    );
}

#[test]
fn what_the_later_writer_does_not_fill_stays_with_the_earlier_one() {
    let model = expert("model", &[("town", 3)]);
    let game = written(&compose([facts(), model]), &mixed(15));
    assert_eq!(
        game,
        [about("facts", "metals", 12), about("model", "town", 3)].concat()
    );
}

#[test]
fn a_later_writer_without_questions_costs_nothing() {
    let alone = about("facts", "metals", 15);
    let failing: [fn() -> WriteError; 4] = [
        || impossible("No article was found."),
        || WriteError::temporary("429").after(Duration::from_secs(20)),
        || WriteError::OutOfTime,
        || std::panic::resume_unwind(Box::new("panics without a message")),
    ];
    for error in failing {
        let later = Scripted::failing(error);
        assert_eq!(
            written(&compose([facts(), Arc::clone(&later)]), &mixed(15)),
            alone
        );
        assert_eq!(later.briefs().len(), 1);
    }
    let of_others = Scripted::of(alone.clone());
    assert_eq!(written(&compose([facts(), of_others]), &mixed(15)), alone);
}

#[test]
fn a_lease_is_needed_for_an_unknown_keyword_only() {
    let writers = || compose([facts(), model(&[("town", 60)])]);
    let error = write(&writers(), &mixed(15)).unwrap_err();
    assert!(matches!(error, WriteError::NeedsLease), "{error:?}");
    let game = written(&writers(), &leased(mixed(15)));
    assert_eq!(
        game,
        [about("facts", "metals", 8), about("model", "town", 7)].concat()
    );
    let refused = mixed(15).with_expense(Expense::Refused(RefusedExpense::GamesPerHour));
    assert_eq!(written(&writers(), &refused), about("facts", "metals", 15));
    let known = brief_on(&["metals"], 15);
    assert_eq!(written(&writers(), &known), about("facts", "metals", 15));
}

#[test]
fn no_later_writer_is_called_if_every_keyword_has_questions() {
    let later = expert("model", &[("town", 60)]);
    let first = expert("facts", &[("metals", 60), ("town", 1)]);
    let game = written(&compose([first, Arc::clone(&later)]), &mixed(15));
    assert_eq!((game.len(), later.briefs().len()), (15, 0));
}

#[test]
fn a_game_of_one_question_reserves_none() {
    let later = expert("model", &[("town", 60)]);
    let game = written(&compose([facts(), Arc::clone(&later)]), &mixed(1));
    assert_eq!(game, about("facts", "metals", 1));
    assert_eq!(later.briefs(), []);
}

#[test]
fn a_writer_that_names_no_unknown_keywords_counts_as_one_that_knows_all() {
    let silent = Scripted::of(about("bank", "metals", 15));
    let later = expert("model", &[("town", 60)]);
    let game = written(&compose([silent, Arc::clone(&later)]), &mixed(15));
    assert_eq!(game, about("bank", "metals", 15));
    assert_eq!(later.briefs(), []);
}

#[test]
fn a_writer_without_usable_drafts_does_not_tell_which_keywords_are_unknown() {
    let useless = Scripted::of(vec![draft("ash", 1)]);
    let later = expert("model", &[("town", 60)]);
    let brief = mixed(4).after(vec![draft("ash", 1)]).unwrap();
    let game = written(&compose([useless, facts(), later]), &brief);
    assert_eq!(
        game,
        [about("facts", "metals", 2), about("model", "town", 1)].concat()
    );
}

#[test]
fn the_writer_with_the_most_drafts_gives_its_places() {
    let brief = brief_on(&["metals", "rivers", "town"], 15);
    let bank = || expert("bank", &[("metals", 60)]);
    let facts = |count| expert("facts", &[("rivers", count)]);
    let later = || expert("model", &[("town", 60)]);
    let game = written(&compose([bank(), facts(60), later()]), &brief);
    let expected = [
        about("bank", "metals", 5),
        about("facts", "rivers", 5),
        about("model", "town", 5),
    ];
    assert_eq!(game, expected.concat());
    let game = written(&compose([bank(), facts(2), later()]), &brief);
    let expected = [
        about("bank", "metals", 8),
        about("facts", "rivers", 2),
        about("model", "town", 5),
    ];
    assert_eq!(game, expected.concat());
}

#[test]
fn a_further_writer_is_called_for_what_the_second_one_does_not_know_or_cannot_write() {
    let expected = [about("facts", "metals", 8), about("last", "town", 7)].concat();
    let transient = || WriteError::temporary("429");
    for second in [
        expert("model", &[("rivers", 9)]),
        Scripted::failing(transient),
    ] {
        let last = expert("last", &[("town", 60)]);
        assert_eq!(
            written(&compose([facts(), second, last]), &mixed(15)),
            expected
        );
    }
}

#[test]
fn a_composition_names_what_none_of_its_writers_knows() {
    let brief = brief_on(&["metals", "rivers", "town"], 15);
    let inner = compose([facts(), expert("bank", &[("rivers", 60)])]);
    let drafts = inner.write(&brief).now_or_never().unwrap().unwrap();
    assert_eq!(drafts.unknown(), [Keyword::restore("town")]);
    let outer = Writers::new(Arc::new(inner)).then(expert("model", &[("town", 60)]));
    let game = written(&outer, &brief);
    let expected = [
        about("facts", "metals", 5),
        about("bank", "rivers", 5),
        about("model", "town", 5),
    ];
    assert_eq!(game, expected.concat());
}

#[test]
fn no_writer_is_called_for_unknown_keywords_past_the_deadline() {
    let first = facts();
    let slow = Scripted::answering(move |brief: &Brief| {
        while !brief.is_overdue(Instant::now()) {
            std::thread::yield_now();
        }
        first.write(brief).now_or_never().unwrap()
    });
    let later = expert("model", &[("town", 60)]);
    let brief = mixed(15).by(Instant::now() + Duration::from_millis(1));
    let result = write(&compose([slow, Arc::clone(&later)]), &brief);
    // On a slow machine, the time may be up before the first writer is called.
    let expected = about("facts", "metals", 15);
    assert!(result.is_err() || result.is_ok_and(|game| game == expected));
    assert_eq!(later.briefs(), []);
}

/// Returns the share of the unknown keywords of a game.
fn share(unknown: usize, all: usize, limit: usize) -> usize {
    if unknown == 0 || unknown == all {
        return 0;
    }
    (limit * unknown / all)
        .clamp(1, limit.max(2) - 1)
        .min(limit - 1)
}

const WORDS: [&str; 6] = ["ka", "ke", "ki", "ko", "ku", "ky"];

/// Returns a strategy for how many questions a writer has about each of some keywords.
fn counts() -> impl Strategy<Value = Vec<(&'static str, usize)>> {
    let count = prop_oneof![2 => Just(0), 1 => 1..6_usize, 2 => Just(60)];
    vec(count, 1..=WORDS.len()).prop_map(|counts| WORDS.into_iter().zip(counts).collect())
}

fn keywords(counts: &[(&'static str, usize)]) -> Vec<&'static str> {
    counts.iter().map(|(keyword, _)| *keyword).collect()
}

proptest! {
    #[test]
    fn unknown_keywords_have_exactly_their_share_of_a_game_that_known_ones_fill(
        known in counts(),
        limit in 1..=50_u16,
    ) {
        let limit = usize::from(limit);
        let keywords = keywords(&known);
        let unknown: Vec<_> = known.iter().filter(|(_, count)| *count == 0).map(|(own, _)| *own).collect();
        let share = share(unknown.len(), keywords.len(), limit);
        let first = known.iter().map(|(_, count)| *count).sum::<usize>().min(limit);
        let later = expert("model", &WORDS.map(|keyword| (keyword, 60)));
        let brief = brief_on(&keywords, i64::try_from(limit).unwrap());
        let game = written(&compose([expert("facts", &known), Arc::clone(&later)]), &brief);
        prop_assert_eq!(game.len(), limit);
        let name = |draft: &Draft| draft.writer().unwrap().as_str().to_owned();
        let of_model: Vec<_> = game.iter().map(name).filter(|name| name.starts_with("model")).collect();
        if limit - first > share || unknown.is_empty() {
            prop_assert_eq!(of_model.len(), limit - first, "what is missing, on all keywords");
            let briefs = later.briefs();
            prop_assert!(briefs.iter().all(|own| own.keywords() == brief.keywords()));
            prop_assert_eq!(briefs.len(), usize::from(first < limit));
        } else {
            prop_assert_eq!(of_model.len(), share);
            for keyword in &unknown {
                let own = format!("model{keyword}");
                let count = of_model.iter().filter(|name| **name == own).count();
                prop_assert!(count >= share / unknown.len(), "{} of {}", count, share);
            }
        }
    }

    #[test]
    fn a_game_is_never_shorter_than_that_of_the_earlier_writers(
        known in counts(),
        later in counts(),
        limit in 1..=50_i64,
    ) {
        let brief = brief_on(&keywords(&known), limit);
        let alone = write(&compose([expert("facts", &known)]), &brief);
        let game = write(&compose([expert("facts", &known), expert("model", &later)]), &brief);
        let length = |game: &Result<Vec<Draft>, WriteError>| game.as_ref().map_or(0, Vec::len);
        prop_assert!(length(&game) >= length(&alone));
    }

    #[test]
    fn a_later_writer_that_fails_leaves_the_game_as_if_nothing_were_unknown(
        known in counts(),
        transient in any::<bool>(),
        limit in 1..=50_i64,
    ) {
        let brief = brief_on(&keywords(&known), limit);
        let failing = || Scripted::failing(move || if transient {
            WriteError::temporary("429")
        } else {
            impossible("No article was found.")
        });
        let silent = expert("facts", &known);
        let silent = Scripted::by(move |brief| write(&*silent, brief));
        let game = write(&compose([expert("facts", &known), failing()]), &brief);
        let expected = write(&compose([silent, failing()]), &brief);
        prop_assert_eq!(game.map_err(|error| error.to_string()), expected.map_err(|error| error.to_string()));
    }
}
