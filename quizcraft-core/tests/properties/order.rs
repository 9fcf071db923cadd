//! The order of options reveals nothing about the solution.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use proptest::sample::Index;
use quizcraft_contract::{SeededRandomness, strategies};
use quizcraft_core::gateway::Randomness;
use quizcraft_core::{Choice, Clarification, Draft, GameId, Posed};

use crate::fixtures::{draft, play_of};

proptest! {
    #[test]
    fn every_option_is_shown_exactly_once(
        id in strategies::game_id(),
        draft in strategies::draft(),
    ) {
        let mut shown = posed(id, &draft).options;
        let mut written: Vec<_> = draft.options().cloned().collect();
        shown.sort_unstable();
        written.sort_unstable();
        prop_assert_eq!(shown, written);
    }

    #[test]
    fn the_solution_and_the_clarification_do_not_change_what_is_shown(
        id in strategies::game_id(),
        draft in strategies::single_draft(),
        other in any::<Index>(),
        reason in strategies::clarification(),
    ) {
        let mut wrong = draft.wrong().to_vec();
        let solution = std::mem::replace(other.get_mut(&mut wrong), draft.solution().clone());
        let exchanged = Draft::single(draft.prompt().clone(), solution, wrong, reason).unwrap();
        prop_assert_eq!(posed(id, &exchanged), posed(id, &draft));
    }

    #[test]
    fn the_stored_order_of_wrong_options_does_not_change_what_is_shown(
        id in strategies::game_id(),
        (draft, shuffled) in strategies::single_draft().prop_flat_map(|draft| {
            let wrong = Just(draft.wrong().to_vec()).prop_shuffle();
            (Just(draft), wrong)
        }),
    ) {
        prop_assert_eq!(posed(id, &with_wrong(&draft, shuffled)), posed(id, &draft));
    }

    #[test]
    fn the_order_does_not_depend_on_other_questions_of_the_game(
        id in strategies::game_id(),
        drafts in strategies::drafts(2..=5),
        at in any::<Index>(),
    ) {
        let drafts: Vec<_> = drafts.iter().cloned().collect();
        let at = at.index(drafts.len());
        let first = play_of(id, &drafts, at).pose().unwrap();
        let others: Vec<_> = drafts.iter().take(at + 1).cloned().collect();
        prop_assert_eq!(play_of(id, &others, at).pose().unwrap(), first);
    }
}

#[test]
fn the_solution_is_equally_frequent_at_every_place() {
    let (games, draft) = (4_000_u32, four_options());
    let mut places = HashMap::new();
    for id in ids(games) {
        let options = posed(id, &draft).options;
        let place = options.iter().position(|option| option == draft.solution());
        *places.entry(place.unwrap()).or_insert(0_u32) += 1;
    }
    let expected = f64::from(games) / 4.0;
    let deviation = |place| (f64::from(places[&place]) - expected).powi(2) / expected;
    let chi_square: f64 = (0..4).map(deviation).sum();
    // With three degrees of freedom, chance exceeds this value once in five thousand times.
    assert!(chi_square < 19.7, "chi-square {chi_square} for {places:?}");
}

#[test]
fn the_order_varies_between_games_and_between_questions() {
    let draft = four_options();
    let by_game: HashSet<_> = ids(500).map(|id| posed(id, &draft).options).collect();
    assert_eq!(by_game.len(), 24);

    let id = GameId::from_bytes([7; 32]);
    let by_question: HashSet<_> = (0..40)
        .map(|place| {
            let mut drafts: Vec<_> = (1..=place).map(crate::fixtures::draft).collect();
            drafts.push(draft.clone());
            play_of(id, &drafts, place.into()).pose().unwrap().options
        })
        .collect();
    assert!(
        by_question.len() > 12,
        "only {} different orders",
        by_question.len()
    );
}

#[test]
fn posed_questions_and_summaries_hide_the_solution_before_the_answer() {
    let secret = Clarification::new("the secret reason").unwrap();
    let draft = Draft::single(
        draft(1).prompt().clone(),
        draft(1).solution().clone(),
        draft(1).wrong().to_vec(),
        secret,
    );
    let play = play_of(GameId::from_bytes([7; 32]), &[draft.unwrap()], 0);

    assert!(!format!("{:?}", play.pose().unwrap()).contains("secret"));
    let summaries = format!("{:?}", play.summaries());
    assert!(
        !summaries.contains("secret") && !summaries.contains("right"),
        "{summaries}"
    );
}

fn posed(id: GameId, draft: &Draft) -> Posed {
    play_of(id, std::slice::from_ref(draft), 0).pose().unwrap()
}

fn with_wrong(draft: &Draft, wrong: Vec<Choice>) -> Draft {
    let (prompt, reason) = (draft.prompt().clone(), draft.clarification().clone());
    Draft::single(prompt, draft.solution().clone(), wrong, reason).unwrap()
}

fn four_options() -> Draft {
    let wrong = ["wrong", "worse", "worst"].map(|text| Choice::new(text).unwrap());
    with_wrong(&draft(1), wrong.to_vec())
}

fn ids(count: u32) -> impl Iterator<Item = GameId> {
    let chance = SeededRandomness::new(1);
    (0..count).map(move |_| GameId::from_bytes(chance.bytes()))
}
