//! The validity of cached players.

use std::time::Duration;

use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_identity::KnownPlayer;

proptest! {
    #[test]
    fn a_cached_player_is_valid_until_the_second_of_expiry(
        entry in strategies::known_player(),
        later in 0..1_000_000_u64,
    ) {
        let expires = entry.expires();
        prop_assert_eq!(entry.valid_at(expires.plus(Duration::from_secs(later))), None);
        let early = KnownPlayer::new(entry.player(), expires.plus(Duration::from_secs(later)).plus(Duration::from_secs(1)));
        prop_assert_eq!(early.valid_at(expires), Some(early));
    }
}
