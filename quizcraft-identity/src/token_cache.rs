//! The gateway that remembers which player a token stands for.

use std::fmt;

use async_trait::async_trait;
use quizcraft_core::gateway::GatewayError;
use quizcraft_core::{PlayerId, Timestamp};
use sha2::{Digest as _, Sha256};

/// Remembers which player a token stands for, so that the identity provider is asked once.
///
/// Tokens are known by their hash; no implementation ever holds one.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TokenCache: Send + Sync {
    /// Returns the player that `token` stands for, as remembered.
    ///
    /// An entry is never given from the second of its expiry on, however long the cache may keep
    /// it for itself: [`KnownPlayer::valid_at`] tells. An entry may be forgotten at any time.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if the cache does not answer now, [`GatewayError::Broken`] if
    /// that will not change by itself. An entry that makes no sense counts as forgotten.
    async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<KnownPlayer>, GatewayError>;

    /// Remembers which player `token` stands for; the last call for a token counts.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if the cache does not answer now, [`GatewayError::Broken`] if
    /// that will not change by itself.
    async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError>;
}

/// SHA-256 of a bearer token: what a cache knows a token by, so that no cache holds one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Returns the hash of `token`, the text after `Bearer `.
    #[must_use]
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token).into())
    }
}

/// The 64 hexadecimal digits by which a table knows the token.
impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex::encode(self.0))
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// A player whose token was verified, and until when that may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPlayer {
    player: PlayerId,
    expires: Timestamp,
}

impl KnownPlayer {
    /// `player` is known by a token until `expires`.
    #[must_use]
    pub const fn new(player: PlayerId, expires: Timestamp) -> Self {
        Self { player, expires }
    }

    /// Returns who it is.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }

    /// Returns the first second at which the entry is no longer honoured.
    #[must_use]
    pub const fn expires(&self) -> Timestamp {
        self.expires
    }

    /// Returns the entry itself while it may be honoured, nothing from the second of its expiry on.
    #[must_use]
    pub fn valid_at(self, now: Timestamp) -> Option<Self> {
        (now < self.expires).then_some(self)
    }
}
