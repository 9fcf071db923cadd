//! The share of a game that is reserved for unknown keywords.

use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::gateway::{Brief, Expense};
use quizcraft_core::{
    Choice, Clarification, Draft, GameId, Keyword, Keywords, PlayerId, Prompt, QuestionsLimit,
};

/// Returns a brief on the first keywords of the alphabet.
fn brief(keywords: usize, limit: u16) -> Brief {
    let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    let limit = QuestionsLimit::new(limit.into()).unwrap();
    Brief::new(game, player, Keywords::new(words(keywords)).unwrap(), limit)
}

fn words(count: usize) -> Vec<String> {
    ('a'..).take(count).map(String::from).collect()
}

fn keywords(count: usize) -> Vec<Keyword> {
    words(count)
        .iter()
        .map(|word| Keyword::restore(word.as_str()))
        .collect()
}

fn draft() -> Draft {
    Draft::restore_single(
        Prompt::restore("Which metal is liquid?"),
        Choice::restore("Mercury"),
        vec![Choice::restore("Lead")],
        Clarification::restore("It melts at -39 °C."),
    )
}

/// Returns how many questions of a full game are reserved.
fn share(unknown: usize, all: usize, limit: u16) -> Option<u16> {
    let drafts = vec![draft(); limit.into()];
    let share = brief(all, limit).share_for(&keywords(unknown), drafts);
    share.map(|share| share.limit().get())
}

#[test]
fn the_share_is_that_of_the_keywords_at_least_one_question_and_never_all() {
    for (unknown, all, limit, expected) in [
        (1, 2, 15, Some(7)),
        (1, 3, 15, Some(5)),
        (2, 3, 15, Some(10)),
        (1, 10, 5, Some(1)),
        (9, 10, 2, Some(1)),
        (1, 2, 2, Some(1)),
        (1, 2, 1, None),
        (9, 10, 1, None),
        (9, 10, 50, Some(45)),
        (0, 2, 15, None),
        (2, 2, 15, None),
        (1, 1, 15, None),
    ] {
        assert_eq!(
            share(unknown, all, limit),
            expected,
            "{unknown} of {all}, {limit}"
        );
    }
}

#[test]
fn nothing_is_reserved_if_the_known_keywords_lack_questions() {
    let (brief, town) = (brief(2, 15), keywords(1));
    assert_eq!(brief.share_for(&town, vec![draft(); 7]), None);
    let share = brief.share_for(&town, vec![draft(); 8]).unwrap();
    assert_eq!((share.limit().get(), share.written().len()), (7, 8));
}

#[test]
fn keywords_that_are_not_of_the_brief_do_not_count() {
    let others = ["y", "z"].map(Keyword::restore);
    assert_eq!(brief(2, 2).share_for(&others, vec![draft(); 2]), None);
    let both = [keywords(1), others.to_vec()].concat();
    let share = brief(2, 2).share_for(&both, vec![draft(); 2]).unwrap();
    assert!(share.keywords().iter().eq(&keywords(1)));
}

proptest! {
    #[test]
    fn a_share_is_a_brief_of_the_same_game_for_the_unknown_keywords(
        (all, unknown) in (2..=10_usize).prop_flat_map(|all| (Just(all), 1..all)),
        limit in 2..=50_u16,
        missing in 0..=50_u16,
        kinds in strategies::kinds(),
    ) {
        let drafts = vec![draft(); limit.saturating_sub(missing).into()];
        let brief = brief(all, limit).with_kinds(kinds).with_expense(Expense::Allowed);
        let missing = usize::from(limit) - drafts.len();
        let count = drafts.len();
        match brief.share_for(&keywords(unknown), drafts) {
            None => prop_assert!(missing > (usize::from(limit) * unknown / all).max(1)),
            Some(share) => {
                let own = usize::from(share.limit().get());
                prop_assert!(own >= missing.max(1) && own < usize::from(limit));
                prop_assert!(own == 1 || own * all <= usize::from(limit) * unknown);
                prop_assert_eq!(share.written().len(), count);
                prop_assert!(share.keywords().iter().eq(&keywords(unknown)));
                prop_assert_eq!((share.game(), share.player()), (brief.game(), brief.player()));
                prop_assert_eq!((share.kinds(), share.expense()), (brief.kinds(), brief.expense()));
            }
        }
    }
}
