//! A game that is pending for too long is asked for again, three times, and then given up.

use std::time::Duration;

use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::{Deadline, Game, NotPending, Overdue, Pending, Stage, Timestamp};

use crate::given::{CREATED, counted, drafts, new_game, pending, questions, stored, whole};

proptest! {
    #[test]
    fn a_game_is_overdue_after_its_deadline_and_not_before(
        game in strategies::pending_game(),
        deadline in strategies::deadline(),
    ) {
        let last = requested_at(&game).plus(deadline.get());
        prop_assert_eq!(game.overdue(last, deadline), Overdue::No);
        let past = last.plus(Duration::from_secs(1));
        prop_assert_ne!(game.overdue(past, deadline), Overdue::No);
    }

    #[test]
    fn only_pending_games_are_ever_overdue(play in strategies::play(), now in strategies::timestamp()) {
        let pending = matches!(play.game().stage(), Stage::Pending(_));
        let overdue = play.game().overdue(now, Deadline::default()) != Overdue::No;
        prop_assert!(pending || !overdue);
    }

    #[test]
    fn a_clock_that_goes_back_makes_nothing_overdue(game in strategies::pending_game()) {
        let earlier = Timestamp::from_secs(requested_at(&game).as_secs() / 2);
        prop_assert_eq!(game.overdue(earlier, Deadline::new(Duration::ZERO)), Overdue::No);
    }
}

#[test]
fn a_game_is_asked_for_three_times_more_and_then_given_up() {
    let mut game = new_game(5);
    let mut now = CREATED;
    for retries in 1..=Pending::MAX_RETRIES {
        now = now.plus(Duration::from_secs(301));
        let Overdue::Retry(retry) = game.overdue(now, Deadline::default()) else {
            panic!("the game is to be asked for again: {game:?}")
        };
        assert_eq!(retry.retries_before(), retries - 1);
        assert_eq!(retry.pending().retries(), retries);
        assert_eq!(
            retry.pending().requested_at(),
            now,
            "the deadline begins anew"
        );
        game = retry.game().clone();
    }
    let Overdue::Fail(failing) =
        game.overdue(now.plus(Duration::from_secs(301)), Deadline::default())
    else {
        panic!("the game is to be given up: {game:?}")
    };
    assert_eq!(failing.game().failure(), Some(failing.failure()));
    assert_eq!(failing.game().questions_limit(), 0);
}

#[test]
fn only_a_pending_game_opens_or_fails() {
    let ready = whole(stored(counted(1, 1)));
    let finished = whole(stored(counted(3, 0)));
    let failed = new_game(3).fail(reason()).unwrap().game().clone();
    for game in [ready, finished, failed] {
        assert_eq!(game.open(drafts(3)).unwrap_err(), NotPending, "{game:?}");
        assert_eq!(game.fail(reason()).unwrap_err(), NotPending, "{game:?}");
    }
    let game = whole(stored(pending(3)));
    assert_eq!(
        game.open(drafts(3)).unwrap().questions(),
        &questions(3, &[])
    );
}

fn requested_at(game: &Game) -> Timestamp {
    match game.stage() {
        Stage::Pending(pending) => pending.requested_at(),
        other => panic!("a pending game: {other:?}"),
    }
}

fn reason() -> quizcraft_core::Failure {
    quizcraft_core::Failure::new("No use.").unwrap()
}
