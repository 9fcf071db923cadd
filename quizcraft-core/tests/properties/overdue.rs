//! An overdue game is retried three times, then it fails.

use std::time::Duration;

use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::{
    CannotOpen, Game, NotPending, Overdue, Pending, PendingTimeout, Stage, Timestamp,
};

use crate::fixtures::{CREATED, counted, drafts, new_game, pending, questions, stored, whole};

proptest! {
    #[test]
    fn a_pending_game_is_overdue_only_after_the_pending_timeout(
        game in strategies::pending_game(),
        timeout in strategies::pending_timeout(),
    ) {
        let last = requested_at(&game).plus(timeout.get());
        prop_assert_eq!(game.overdue(last, timeout), Overdue::No);
        let past = last.plus(Duration::from_secs(1));
        prop_assert_ne!(game.overdue(past, timeout), Overdue::No);
    }

    #[test]
    fn only_pending_games_can_be_overdue(play in strategies::play(), now in strategies::timestamp()) {
        let pending = matches!(play.game().stage(), Stage::Pending(_));
        let overdue = play.game().overdue(now, PendingTimeout::default()) != Overdue::No;
        prop_assert!(pending || !overdue);
    }

    #[test]
    fn a_clock_that_goes_backwards_makes_no_game_overdue(game in strategies::pending_game()) {
        let earlier = Timestamp::from_secs(requested_at(&game).as_secs() / 2);
        prop_assert_eq!(game.overdue(earlier, PendingTimeout::new(Duration::ZERO)), Overdue::No);
    }
}

#[test]
fn an_overdue_game_is_retried_three_times_and_then_fails() {
    let mut game = new_game(5);
    let mut now = CREATED;
    for retries in 1..=Pending::MAX_RETRIES {
        now = now.plus(Duration::from_secs(301));
        let Overdue::Retry(retry) = game.overdue(now, PendingTimeout::default()) else {
            panic!("expected a retry: {game:?}")
        };
        assert_eq!(retry.retries_before(), retries - 1);
        assert_eq!(retry.pending().retries(), retries);
        assert_eq!(
            retry.pending().requested_at(),
            now,
            "a retry restarts the deadline"
        );
        game = retry.game().clone();
    }
    let Overdue::Fail(command) = game.overdue(
        now.plus(Duration::from_secs(301)),
        PendingTimeout::default(),
    ) else {
        panic!("expected a failure: {game:?}")
    };
    assert_eq!(command.game().failure(), Some(command.failure()));
    assert_eq!(command.game().questions_limit(), 0);
}

#[test]
fn only_a_pending_game_can_be_opened_or_failed() {
    let ready = whole(stored(counted(1, 1)));
    let finished = whole(stored(counted(3, 0)));
    let failed = new_game(3).fail(reason()).unwrap().game().clone();
    for game in [ready, finished, failed] {
        let open = game.open(drafts(3)).unwrap_err();
        assert_eq!(open, CannotOpen::NotPending(NotPending), "{game:?}");
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
        other => panic!("expected a pending game: {other:?}"),
    }
}

fn reason() -> quizcraft_core::Failure {
    quizcraft_core::Failure::new("No facts.").unwrap()
}
