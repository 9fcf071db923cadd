//! Leases on pending games and their attempts.

use proptest::collection::vec;
use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::{Game, Lease, LeaseCheck, LeaseHolder, Pending, Stage, TakeLease, Timestamp};

use crate::fixtures::{new_game, pending, stored, whole};

proptest! {
    #[test]
    fn taking_a_lease_counts_at_most_one_attempt(
        stored in strategies::pending_game(),
        command in strategies::take_lease(),
    ) {
        let before = stage(&stored).clone();
        let game = command.applied_to(&stored);
        let after = stage(&game);
        prop_assert_eq!(after.lease(), Some(command.lease()));
        let counted = after.attempts() - before.attempts();
        let expected = match command.check(&before) {
            LeaseCheck::First | LeaseCheck::Another => Some(1),
            LeaseCheck::Renewal => Some(0),
            // The store writes nothing.
            LeaseCheck::Held(_) | LeaseCheck::NoAttemptLeft => None,
        };
        prop_assert!(expected.is_none_or(|expected| expected == counted));
        prop_assert_eq!(after.limit(), before.limit());
        prop_assert_eq!(after.requested_at(), before.requested_at());
        prop_assert_eq!(after.retries(), before.retries());
    }

    #[test]
    fn only_the_first_attempt_is_the_first(
        stored in strategies::pending_game(),
        command in strategies::take_lease(),
    ) {
        let check = command.check(stage(&stored));
        let attempts = stage(&stored).attempts();
        prop_assert!(check != LeaseCheck::First || attempts == 0);
        prop_assert!(check != LeaseCheck::Another || (1..Lease::MAX_ATTEMPTS).contains(&attempts));
    }

    #[test]
    fn a_lease_that_another_holder_has_is_held_until_it_expires(
        stored in strategies::pending_game(),
        command in strategies::take_lease(),
    ) {
        let other = stage(&stored).lease();
        let other = other.filter(|lease| lease.holder != command.lease().holder);
        let held = other.filter(|lease| lease.until > command.now());
        match (command.check(stage(&stored)), held) {
            (LeaseCheck::Held(until), Some(held)) => prop_assert_eq!(until, held.until),
            (check, held) => prop_assert_eq!(held, None, "{:?}", check),
        }
    }

    #[test]
    fn however_often_leases_are_taken_the_attempts_are_bounded(takes in vec(any_take(), 0..40)) {
        let mut game = new_game(3);
        let (mut first, mut another) = (0, 0);
        for (holder, now, seconds) in takes {
            let command = take(&game, holder, now, seconds);
            match command.check(stage(&game)) {
                LeaseCheck::First => first += 1,
                LeaseCheck::Another => another += 1,
                LeaseCheck::Renewal => {}
                LeaseCheck::Held(_) | LeaseCheck::NoAttemptLeft => continue,
            }
            game = command.applied_to(&game);
            prop_assert_eq!(stage(&game).attempts(), first + another);
        }
        prop_assert!(first <= 1 && first + another <= Lease::MAX_ATTEMPTS);
    }

    #[test]
    fn a_retry_leaves_the_lease_and_the_attempts(
        stored in strategies::pending_game(),
        retry in strategies::retry(),
    ) {
        let retried = retry.applied_to(&stored);
        prop_assert_eq!(stage(&retried).lease(), stage(&stored).lease());
        prop_assert_eq!(stage(&retried).attempts(), stage(&stored).attempts());
        prop_assert_eq!(stage(&retried).retries(), retry.pending().retries());
    }

    #[test]
    fn a_quota_is_that_of_the_hour_of_the_lease(
        command in strategies::take_lease(),
        limit in strategies::expensive_games_per_hour(),
    ) {
        let quota = command.clone().with_expensive_games_per_hour(limit).quota();
        let quota = quota.map(|quota| (quota.hour(), quota.limit()));
        prop_assert_eq!(quota, Some((command.now().hour(), limit)));
        prop_assert_eq!(command.with_expensive_games_per_hour(None).quota(), None);
    }
}

#[test]
fn a_stored_number_of_attempts_is_capped_at_the_maximum() {
    let mut status = pending(0);
    if let quizcraft_core::StoredStatus::Pending { attempts, .. } = &mut status {
        *attempts = 200;
    }
    let game = whole(stored(status));
    assert_eq!(stage(&game).attempts(), Lease::MAX_ATTEMPTS);
    let check = take(&game, 1, 0, 1).check(stage(&game));
    assert_eq!(check, LeaseCheck::NoAttemptLeft);
}

/// Returns a strategy for few holders, close times and short durations.
fn any_take() -> impl Strategy<Value = (u8, u64, u64)> {
    (0..5_u8, 0..50_u64, 0..10_u64)
}

fn take(game: &Game, holder: u8, now: u64, seconds: u64) -> TakeLease {
    let lease = Lease {
        holder: LeaseHolder::from_bytes([holder; LeaseHolder::BYTES]),
        until: Timestamp::from_secs(now + seconds),
    };
    game.lease(lease, Timestamp::from_secs(now)).unwrap()
}

fn stage(game: &Game) -> &Pending {
    match game.stage() {
        Stage::Pending(pending) => pending,
        other => panic!("expected a pending game: {other:?}"),
    }
}
