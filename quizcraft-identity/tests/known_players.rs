//! How long a player is known by a token.

use std::time::Duration;

use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_identity::KnownPlayer;

proptest! {
    #[test]
    fn a_known_player_is_honoured_before_the_second_of_expiry_and_not_from_it_on(
        entry in strategies::known_player(),
        later in 0..1_000_000_u64,
    ) {
        let expires = entry.expires();
        prop_assert_eq!(entry.valid_at(expires.plus(Duration::from_secs(later))), None);
        let early = KnownPlayer::new(entry.player(), expires.plus(Duration::from_secs(later)).plus(Duration::from_secs(1)));
        prop_assert_eq!(early.valid_at(expires), Some(early));
    }
}
