//! Which games are kept, and for how long.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::{
    Failure, FinishedGamesKept, Game, GameId, GamesPerPlayer, NoFinishedGamesKept,
    NoGamesPerPlayer, Position, Stage, StoredGame, StoredStatus, Timestamp,
};

use crate::fixtures::{counted, pending, stored, whole};

/// Returns a strategy for games at any stage, many of them created in the same second. Only what the rule
/// depends on varies.
fn games() -> impl Strategy<Value = Vec<Game>> {
    let status = prop_oneof![
        Just(pending(0)),
        Just(counted(1, 1)),
        Just(counted(3, 2)),
        Just(StoredStatus::Failed(Failure::restore("No use."))),
    ];
    vec((status, 0..4_u64), 0..12).prop_map(|games| {
        let games = games.into_iter().zip(1_u8..);
        games
            .map(|((status, second), id)| {
                whole(StoredGame {
                    id: GameId::from_bytes([id; 32]),
                    created: Timestamp::from_secs(second),
                    ..stored(status)
                })
            })
            .collect()
    })
}

fn few() -> impl Strategy<Value = GamesPerPlayer> {
    (1..6_u32).prop_filter_map("a limit", |limit| GamesPerPlayer::new(limit).ok())
}

const fn is_pending(game: &Game) -> bool {
    matches!(game.stage(), Stage::Pending(_))
}

const fn is_ready(game: &Game) -> bool {
    matches!(game.stage(), Stage::Ready(_))
}

proptest! {
    #[test]
    fn as_many_games_stay_as_the_limit_allows(games in games(), keep in few()) {
        let counted = games.iter().filter(|game| !is_pending(game)).count();
        let surplus = keep.surplus(&games).len();
        prop_assert_eq!(counted - surplus, counted.min(keep.get() as usize));
    }

    #[test]
    fn each_surplus_game_is_named_once_and_none_is_pending(games in games(), keep in few()) {
        let surplus = keep.surplus(&games);
        let mut ids: Vec<_> = surplus.iter().map(|game| game.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), surplus.len());
        prop_assert!(surplus.iter().all(|game| games.contains(game) && !is_pending(game)));
    }

    /// No game that stays is removed before one that goes: an ended game goes before a ready one, and of
    /// the same kind the older goes first.
    #[test]
    fn the_order_of_removal_is_kept(games in games(), keep in few()) {
        let turn = |game: &Game| -> (bool, Position) { (is_ready(game), game.position()) };
        let surplus = keep.surplus(&games);
        prop_assert!(surplus.is_sorted_by(|first, then| turn(first) < turn(then)));
        let stay = games.iter().filter(|game| !is_pending(game) && !surplus.contains(game));
        let first_that_stays = stay.map(turn).min();
        let last_that_goes = surplus.last().map(|game| turn(game));
        if let (Some(stays), Some(goes)) = (first_that_stays, last_that_goes) {
            prop_assert!(goes < stays);
        }
    }

    #[test]
    fn the_order_of_the_games_does_not_matter(games in games(), keep in few()) {
        let reversed: Vec<_> = games.iter().rev().collect();
        prop_assert_eq!(keep.surplus(&games), keep.surplus(reversed));
    }

    #[test]
    fn removing_the_surplus_leaves_none(games in games(), keep in few()) {
        let surplus = keep.surplus(&games);
        let rest = games.iter().filter(|game| !surplus.contains(game));
        prop_assert_eq!(keep.surplus(rest), Vec::<&Game>::new());
    }

    #[test]
    fn removing_the_first_of_the_surplus_leaves_the_others(games in games(), keep in few(), first in 0..4_usize) {
        let surplus = keep.surplus(&games);
        let first = first.min(surplus.len());
        let rest = games.iter().filter(|game| !surplus[..first].contains(game));
        prop_assert_eq!(keep.surplus(rest), surplus[first..].to_vec());
    }

    #[test]
    fn only_the_last_answer_has_an_expiry(
        answer in strategies::answer(),
        kept in strategies::finished_games_kept(),
        now in strategies::timestamp(),
    ) {
        let is_last = matches!(answer.game().stage(), Stage::Finished(_));
        let expected = is_last.then(|| now.plus(kept.get()));
        prop_assert_eq!(answer.clone().kept_for(kept, now).expiry(), expected);
        prop_assert_eq!(answer.kept_for(None, now).expiry(), None);
    }

    #[test]
    fn a_failure_has_an_expiry(
        command in strategies::fail_game(),
        kept in strategies::finished_games_kept(),
        now in strategies::timestamp(),
    ) {
        prop_assert_eq!(command.clone().kept_for(kept, now).expiry(), Some(now.plus(kept.get())));
        prop_assert_eq!(command.kept_for(None, now).expiry(), None);
    }

    #[test]
    fn an_answer_names_the_other_questions_of_its_game(answer in strategies::answer()) {
        let others = answer.other_questions();
        prop_assert!(!others.contains(&answer.index()));
        prop_assert_eq!(others.len() + 1, usize::from(answer.game().questions_limit()));
        prop_assert!(others.is_sorted_by(|one, next| one < next));
    }
}

#[test]
fn the_shortest_retention_is_a_second_and_the_smallest_limit_a_game() {
    let fraction = Duration::from_millis(999);
    assert_eq!(FinishedGamesKept::new(fraction), Err(NoFinishedGamesKept));
    let second = FinishedGamesKept::new(Duration::from_millis(1_999)).unwrap();
    assert_eq!(second.get(), Duration::from_secs(1));
    let longest = FinishedGamesKept::days(u32::MAX).unwrap();
    assert_eq!(longest.get().as_secs(), 371_085_174_288_000);
    assert_eq!(GamesPerPlayer::new(0), Err(NoGamesPerPlayer));
    assert_eq!(GamesPerPlayer::new(1).unwrap().get(), 1);
}
