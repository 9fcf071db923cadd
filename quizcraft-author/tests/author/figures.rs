//! The figures of the stages on the gold set, without a model.
//!
//! Each limit is the measured figure with a small margin, so that a rule that loses good questions or lets faults
//! through fails a test. The example `evaluate` prints all figures.

use std::num::NonZeroUsize;
use std::sync::LazyLock;

#[path = "../../evaluation/mod.rs"]
mod evaluation;

use evaluation::{Caught, Figures, Gold, Mutation, Stage, Stages};

/// Every fourth topic, so that the tests take seconds.
static GOLD: LazyLock<Gold> =
    LazyLock::new(|| Gold::new(NonZeroUsize::new(4).unwrap(), 1).unwrap());
static FIGURES: LazyLock<Figures> = LazyLock::new(|| Figures::of(&GOLD));

/// The minimum share of faults that the stages in code catch, in thousandths. Beside it the measured share.
const CAUGHT_IN_CODE: [(Mutation, usize); 17] = [
    (Mutation::SwappedKey, 1_000),             // 1000
    (Mutation::SwappedKeyAndSentence, 930),    // 958
    (Mutation::SecondInSentence, 1_000),       // 1000
    (Mutation::SecondInArticle, 910),          // 940
    (Mutation::Paraphrase, 985),               // 990
    (Mutation::WrongSentence, 1_000),          // 1000
    (Mutation::TruncatedPrompt, 1_000),        // 1000
    (Mutation::TruncatedSolution, 1_000),      // 1000
    (Mutation::TruncatedClarification, 1_000), // 1000
    (Mutation::Duplicate, 1_000),              // 1000
    (Mutation::Reworded, 1_000),               // 1000
    (Mutation::OfOtherWriter, 1_000),          // 1000
    (Mutation::Instruction, 935),              // 946
    (Mutation::Link, 1_000),                   // 1000
    (Mutation::SolutionInPrompt, 1_000),       // 1000
    (Mutation::MixedForm, 995),                // 1000
    (Mutation::WrongSentenceWithSolution, 50), // 166 of 18 questions
];
/// Faults that neither the stages in code nor a reader of the sentences can catch.
const INVISIBLE: [Mutation; 3] = [
    Mutation::SecondUnstated,
    Mutation::TruncatedOption,
    Mutation::Instruction,
];

/// Returns the figures of some mutations together.
fn caught(mutations: &[Mutation]) -> Caught {
    FIGURES.together(mutations)
}

/// Asserts that a share is not less than a limit.
fn is_at_least(share: usize, limit: usize, caught: &Caught, of: &str) {
    let (reasons, surprises) = (&caught.reasons, &caught.surprises);
    assert!(
        share >= limit,
        "{of}: {share} of 1000, expected {limit}; {reasons:?}; {surprises:#?}"
    );
}

#[test]
fn the_gold_set_uses_every_question_of_the_facts() {
    assert_eq!(GOLD.unused(), 0);
    assert!(GOLD.articles().len() >= 15, "{}", GOLD.articles().len());
    assert!(GOLD.questions() >= 230, "{}", GOLD.questions());
    for mutation in Mutation::ALL {
        let questions = caught(&[mutation]).questions;
        assert!(questions >= 10, "{mutation:?}: {questions}");
    }
}

#[test]
fn good_questions_are_kept() {
    let good = caught(&[Mutation::Good]);
    for dropped in [good.with_perfect_reader(), good.with_careless_reader()] {
        // Measured: 985. The goal is 900.
        is_at_least(1_000 - dropped, 975, &good, "good questions kept");
    }
    // Measured: 972.
    let in_games = FIGURES.kept_in_games() * 1_000 / GOLD.questions();
    is_at_least(in_games, 955, &good, "good questions kept in games");
}

#[test]
fn the_stages_in_code_catch_each_fault_as_often_as_measured() {
    for (mutation, limit) in CAUGHT_IN_CODE {
        let caught = caught(&[mutation]);
        is_at_least(caught.in_code(), limit, &caught, &format!("{mutation:?}"));
    }
    let (rules, review) = (
        caught(&Mutation::ALL).by_rules,
        caught(&Mutation::ALL).by_review,
    );
    assert!(rules > review && review > 0, "{rules} and {review}");
}

#[test]
fn the_goals_are_met_even_if_the_solver_agrees_with_every_question() {
    let swapped = caught(&[Mutation::SwappedKey, Mutation::SwappedKeyAndSentence]);
    // Measured: 990.
    is_at_least(
        swapped.with_careless_reader(),
        980,
        &swapped,
        "swapped keys",
    );
    // Those that the article does not state cannot be told from wrong options. With them, the goal is missed.
    let second = caught(&[Mutation::SecondInSentence, Mutation::SecondInArticle]);
    // Measured: 963. The goal is 850.
    is_at_least(
        second.with_careless_reader(),
        940,
        &second,
        "second right answers that the article states",
    );
}

#[test]
fn recall_and_precision_of_the_stages_are_as_measured() {
    let stages = Stages::of(&FIGURES);
    // The recall, and the precision and the share of good questions among the kept ones if a tenth of all is faulty. Of the
    // stages after the rules, the recall also depends on what the rules leave to them, so it has no limit.
    let rows: [(&str, Stage, [Option<usize>; 3]); 6] = [
        // Measured: 652, 822, 962.
        ("rules", stages.rules, [Some(640), Some(770), Some(955)]),
        // Measured: 557, 1000, 982.
        ("review", stages.review, [None, Some(990), Some(975)]),
        // Measured: 323, 1000, 988.
        (
            "perfect reader",
            stages.perfect_reader,
            [None, Some(1_000), Some(982)],
        ),
        // Measured: 0, none, 982. It drops nothing.
        (
            "careless reader",
            stages.careless_reader,
            [Some(0), None, Some(975)],
        ),
        // Measured: 895, 863, 988.
        (
            "all, perfect reader",
            stages.with_perfect_reader,
            [Some(885), Some(820), Some(982)],
        ),
        // Measured: 846, 857, 982.
        (
            "all, careless reader",
            stages.with_careless_reader,
            [Some(836), Some(815), Some(975)],
        ),
    ];
    for (name, stage, limits) in rows {
        let figures = [
            stage.recall(),
            stage.precision(10),
            stage.good_among_kept(10),
        ];
        let is_met = figures.iter().zip(limits).all(|(got, least)| *got >= least);
        assert!(is_met, "{name}: {figures:?}, expected at least {limits:?}");
    }
    assert_eq!(stages.careless_reader.precision(10), None);
}

#[test]
fn each_fault_counts_the_same_in_the_recall() {
    let faults = Mutation::ALL
        .into_iter()
        .filter(|one| *one != Mutation::Good);
    let shares = faults.map(|fault| caught(&[fault]).with_careless_reader());
    let shares: Vec<usize> = shares.collect();
    let mean = shares.iter().sum::<usize>() / shares.len();
    let recall = Stages::of(&FIGURES).with_careless_reader.recall().unwrap();
    // Each share is rounded down before the mean.
    assert!((mean..=mean + 1).contains(&recall), "{recall}, {shares:?}");
}

#[test]
fn a_perfect_reader_catches_every_fault_that_the_sentences_show() {
    let visible = Mutation::ALL.into_iter();
    let visible =
        visible.filter(|mutation| *mutation != Mutation::Good && !INVISIBLE.contains(mutation));
    for mutation in visible {
        let caught = caught(&[mutation]);
        is_at_least(
            caught.with_perfect_reader(),
            1_000,
            &caught,
            &format!("{mutation:?}"),
        );
    }
}
