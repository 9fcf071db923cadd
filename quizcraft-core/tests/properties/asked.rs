//! Laws of what a player was asked before.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::{Asked, DraftFingerprint, Kinds};

use crate::fixtures::new_game_of;

proptest! {
    #[test]
    fn each_fingerprint_is_kept_once_newest_first(facts in vec(few_fingerprints(), 0..60)) {
        let asked = Asked::restore(facts.clone());
        let kept: Vec<_> = asked.iter().collect();
        let distinct: HashSet<_> = facts.iter().collect();
        prop_assert_eq!(kept.len(), distinct.len());
        let places: Vec<_> = kept
            .iter()
            .map(|kept| facts.iter().position(|fact| fact == kept))
            .collect();
        prop_assert!(places.is_sorted(), "the first of equal fingerprints is the newest");
        prop_assert!(facts.iter().all(|fact| asked.contains(*fact)));
        prop_assert_eq!(asked.is_empty(), facts.is_empty());
    }

    #[test]
    fn the_stored_bytes_round_trip_and_a_rest_is_ignored(
        facts in vec(few_fingerprints(), 0..60),
        rest in vec(any::<u8>(), 0..8),
    ) {
        let asked = Asked::restore(facts);
        let mut bytes = asked.to_bytes();
        prop_assert_eq!(Asked::from_bytes(&bytes), asked.clone());
        bytes.extend(rest);
        prop_assert_eq!(Asked::from_bytes(&bytes), asked);
    }

    #[test]
    fn the_questions_of_a_game_become_the_newest(
        before in vec(few_fingerprints(), 0..60),
        drafts in strategies::drafts(1..=8),
    ) {
        let before = Asked::restore(before);
        let command = new_game_of(50, Kinds::ALL).open(drafts.clone()).unwrap();
        prop_assert_eq!(command.asked(), None);
        let command = command.asked_after(&before);
        let after = command.asked().unwrap();

        let new: HashSet<_> = drafts.iter().map(|draft| draft.fingerprint()).collect();
        let newest: HashSet<_> = after.iter().take(new.len()).collect();
        prop_assert_eq!(&newest, &new);
        let last = drafts.iter().last().map(|draft| draft.fingerprint());
        prop_assert_eq!(after.iter().next(), last, "the last question is the newest");
        let older: Vec<_> = after.iter().skip(new.len()).collect();
        let kept: Vec<_> = before.iter().filter(|fact| !new.contains(fact)).collect();
        prop_assert_eq!(older, kept);
        prop_assert_eq!(&after.after(command.questions()), after, "repeating it changes nothing");
    }
}

#[test]
fn the_oldest_of_more_than_2000_fingerprints_are_dropped() {
    let fact = |n: usize| DraftFingerprint::of(&[&n.to_string()]);
    let asked = Asked::restore((0..2_500).map(fact));
    assert_eq!(asked.iter().len(), 2_000);
    assert!(asked.iter().eq((0..2_000).map(fact)));
}

/// Returns a strategy for fingerprints that often repeat.
fn few_fingerprints() -> impl Strategy<Value = DraftFingerprint> + Clone {
    (0..40_u8).prop_map(|n| DraftFingerprint::from_bytes([n; DraftFingerprint::BYTES]))
}
