use proptest::prelude::*;

use super::timestamp;
use quizcraft_core::{GameId, PlayerId};
use quizcraft_identity::{Email, KnownPlayer, TokenHash};

/// Returns a strategy for players.
pub fn player_id() -> impl Strategy<Value = PlayerId> + Clone {
    any::<[u8; 32]>().prop_map(PlayerId::from_bytes)
}

/// Returns a strategy for ids of games.
pub fn game_id() -> impl Strategy<Value = GameId> + Clone {
    any::<[u8; 32]>().prop_map(GameId::from_bytes)
}

/// Returns a strategy for email addresses.
pub fn email() -> impl Strategy<Value = Email> + Clone {
    let address = "[A-Za-z0-9._+-]{1,20}@[a-z0-9-]{1,15}(\\.[a-z]{2,6}){1,2}";
    address.prop_filter_map("an address", |text| Email::new(&text).ok())
}

/// Returns a strategy for hashes of tokens.
pub fn token_hash() -> impl Strategy<Value = TokenHash> + Clone {
    "[A-Za-z0-9_.-]{1,40}".prop_map(|token| TokenHash::of(&token))
}

/// Returns a strategy for entries of a token cache.
pub fn known_player() -> impl Strategy<Value = KnownPlayer> + Clone {
    (player_id(), timestamp()).prop_map(|(player, expires)| KnownPlayer::new(player, expires))
}
