//! Games of all kinds of questions.

#![expect(clippy::unwrap_used, reason = "test helpers may panic")]

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{brief, of_kinds};
use proptest::prelude::*;
use quizcraft_core::gateway::WriteError;
use quizcraft_core::{Draft, Keywords, Kind, Kinds, Task};
use quizcraft_generator::FactWriter;
use quizcraft_review::{Flaw, Review, STATEMENT, spoilers};

/// Keywords that have questions of all kinds.
const COMMON: [&[&str]; 6] = [
    &["history"],
    &["countries"],
    &["chemistry"],
    &["Europe"],
    &["Napoleon", "history"],
    &["music"],
];

fn only(kind: Kind) -> Kinds {
    Kinds::new([kind]).unwrap()
}

fn counts(drafts: &[Draft]) -> BTreeMap<Kind, usize> {
    let kinds: BTreeSet<Kind> = drafts.iter().map(Draft::kind).collect();
    let count = |kind: &Kind| drafts.iter().filter(|draft| draft.kind() == *kind).count();
    kinds.iter().map(|kind| (*kind, count(kind))).collect()
}

fn is_statement(draft: &Draft) -> bool {
    draft.prompt().as_str().starts_with(STATEMENT)
}

fn flaws(drafts: &[Draft], keywords: &[&str]) -> Vec<(Vec<Flaw>, Draft)> {
    let review = Review::new(&Keywords::new(keywords).unwrap());
    let each = drafts
        .iter()
        .map(|draft| (review.flaws(draft), draft.clone()));
    each.filter(|(flaws, _)| !flaws.is_empty()).collect()
}

#[test]
fn a_game_of_all_kinds_shares_them_out() {
    for keywords in COMMON {
        for seed in 0..5 {
            let drafts = of_kinds(&FactWriter::new(), keywords, Kinds::ALL, seed, 15).unwrap();
            let counts = counts(&drafts);
            assert_eq!(drafts.len(), 15, "{keywords:?}");
            assert_eq!(counts.len(), 5, "{keywords:?} {counts:?}");
            assert!(
                counts.values().all(|count| (1..=7).contains(count)),
                "{keywords:?} {counts:?}"
            );
        }
    }
    let history = of_kinds(&FactWriter::new(), &["history"], Kinds::ALL, 9, 50).unwrap();
    assert!(
        counts(&history).values().all(|count| *count == 10),
        "{:?}",
        counts(&history)
    );
}

#[test]
fn a_game_of_one_kind_has_no_other() {
    for keywords in COMMON {
        for &kind in Kind::ALL {
            let game = of_kinds(&FactWriter::new(), keywords, only(kind), 4, 5);
            let drafts = game.unwrap_or_else(|error| panic!("{keywords:?} {kind}: {error}"));
            assert_eq!(counts(&drafts), [(kind, 5)].into(), "{keywords:?}");
        }
    }
}

#[test]
fn every_question_of_every_topic_passes_the_review() {
    let (writer, mut asked, mut flawed, mut revealed) =
        (FactWriter::new(), 0, Vec::new(), Vec::new());
    for topic in writer.topics() {
        for seed in 0..2 {
            let keywords = [topic.name()];
            let drafts = of_kinds(&writer, &keywords, Kinds::ALL, seed, 50).unwrap();
            asked += drafts.len();
            flawed.extend(flaws(&drafts, &keywords));
            let spoilers = spoilers(&drafts).into_iter();
            revealed.extend(spoilers.map(|one| {
                (
                    drafts[one.revealing()].clone(),
                    drafts[one.spoiled()].clone(),
                )
            }));
            let facts: BTreeSet<_> = drafts.iter().map(Draft::fingerprint).collect();
            assert_eq!(facts.len(), drafts.len(), "{keywords:?}");
        }
    }
    assert!(flawed.is_empty(), "{flawed:#?}");
    assert!(revealed.is_empty(), "{revealed:#?}");
    assert!(asked >= 5_000, "{asked}");
}

#[test]
fn true_and_false_statements_are_balanced() {
    let (mut truths, mut all) = (0, 0);
    for seed in 0..40 {
        for keywords in COMMON {
            let kinds = only(Kind::Single);
            let mixed = Kinds::new([Kind::Single, Kind::Order]).unwrap();
            let none = of_kinds(&FactWriter::new(), keywords, kinds, seed, 5).unwrap();
            assert!(
                !none.iter().any(is_statement),
                "the default has no statements"
            );
            let drafts = of_kinds(&FactWriter::new(), keywords, mixed, seed, 15).unwrap();
            let statements: Vec<_> = drafts.iter().filter(|draft| is_statement(draft)).collect();
            let is_true = |draft: &&&Draft| draft.solution().as_str() == "True";
            truths += statements.iter().filter(is_true).count();
            all += statements.len();
        }
    }
    assert!(all >= 300, "{all}");
    assert!(
        (all * 2 / 5..=all * 3 / 5).contains(&truths),
        "{truths} of {all}"
    );
}

#[test]
fn a_game_without_a_question_of_the_kind_says_what_to_try() {
    let game = of_kinds(&FactWriter::new(), &["phobia"], only(Kind::Number), 1, 15);
    let Err(WriteError::Impossible(failure)) = game else {
        panic!("expected a permanent failure, not {game:?}");
    };
    let text = failure.to_string();
    assert!(
        text.starts_with("No number questions are available for “"),
        "{text}"
    );
    assert!(
        text.contains("Try other kinds of questions. Try "),
        "{text}"
    );
    let unknown = of_kinds(&FactWriter::new(), &["qwertz"], Kinds::ALL, 1, 15);
    let Err(WriteError::Impossible(failure)) = unknown else {
        panic!("expected a permanent failure, not {unknown:?}");
    };
    assert!(
        failure
            .to_string()
            .starts_with("No questions are available"),
        "{failure}"
    );
}

#[test]
fn a_seed_always_yields_the_same_questions_of_all_kinds() {
    let game = |seed| of_kinds(&FactWriter::new(), &["history"], Kinds::ALL, seed, 30).unwrap();
    assert_eq!(game(8), game(8));
    assert_ne!(game(8), game(9));
}

#[test]
fn default_kinds_are_those_of_a_brief_without_kinds() {
    let writer = FactWriter::new();
    let plain = writer.compose(&brief(&["space"], 3, 15)).unwrap();
    let single = writer
        .compose(&brief(&["space"], 3, 15).with_kinds(Kinds::SINGLE))
        .unwrap();
    assert_eq!(plain, single);
}

fn keywords() -> impl Strategy<Value = Vec<&'static str>> {
    let words = prop::sample::select(vec![
        "history",
        "Europe",
        "film",
        "1970s",
        "19th century",
        "Jupiter",
        "gold",
        "painters",
        "capitals",
        "football",
        "Bible",
        "animals",
        "trains",
        "Shakespeare",
        "Paris",
        "inventions",
        "mountains",
    ]);
    prop::collection::vec(words, 1..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_game_keeps_to_its_kinds_and_their_laws(
        keywords in keywords(),
        kinds in prop::collection::vec(prop::sample::select(Kind::ALL.to_vec()), 1..5),
        seed in any::<u8>(),
        limit in 1..30_i64,
    ) {
        let kinds = Kinds::new(kinds).unwrap();
        match of_kinds(&FactWriter::new(), &keywords, kinds, seed, limit) {
            Err(WriteError::Impossible(_)) => {}
            Err(error) => prop_assert!(false, "{error}"),
            Ok(drafts) => {
                prop_assert!(i64::try_from(drafts.len()).unwrap() <= limit);
                prop_assert_eq!(flaws(&drafts, &keywords), []);
                for draft in &drafts {
                    prop_assert!(kinds.contains(draft.kind()));
                    check(draft)?;
                }
            }
        }
    }
}

/// Checks the size of a task.
fn check(draft: &Draft) -> Result<(), TestCaseError> {
    match draft.task() {
        Task::Multiple(task) => {
            prop_assert!((2..=4).contains(&task.right().len()), "{draft:?}");
            prop_assert!((4..=6).contains(&draft.options().count()), "{draft:?}");
        }
        Task::Order(task) => prop_assert!((3..=5).contains(&task.items().len()), "{draft:?}"),
        Task::Number(task) => prop_assert!(task.tolerance() < task.span(), "{draft:?}"),
        Task::Text(task) => prop_assert!(task.solution().as_str().chars().count() <= 24),
        _ => prop_assert!((2..=4).contains(&draft.options().count())),
    }
    Ok(())
}
