//! The gateway that caches the players of tokens.

use std::fmt;

use async_trait::async_trait;
use quizcraft_core::gateway::GatewayError;
use quizcraft_core::{PlayerId, Timestamp};
use sha2::{Digest as _, Sha256};

/// Caches the players of verified tokens across processes, so that one token causes one request to the
/// identity provider.
///
/// Entries are stored under the token's hash. An implementation never receives a token.
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::{Mutex, PoisonError};
///
/// use async_trait::async_trait;
/// use quizcraft_core::gateway::GatewayError;
/// use quizcraft_core::{PlayerId, Timestamp};
/// use quizcraft_identity::{KnownPlayer, TokenCache, TokenHash};
///
/// #[derive(Default)]
/// struct Unbounded(Mutex<HashMap<TokenHash, KnownPlayer>>);
///
/// #[async_trait]
/// impl TokenCache for Unbounded {
///     async fn find(
///         &self,
///         token: &TokenHash,
///         now: Timestamp,
///     ) -> Result<Option<KnownPlayer>, GatewayError> {
///         let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
///         Ok(entries.get(token).and_then(|known| known.valid_at(now)))
///     }
///
///     async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError> {
///         let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
///         entries.insert(*token, *player);
///         Ok(())
///     }
/// }
///
/// # quizcraft_contract::block_on(async {
/// let (cache, token) = (Unbounded::default(), TokenHash::of("abc.def.ghi"));
/// let known = KnownPlayer::new(PlayerId::from_bytes([7; 32]), Timestamp::from_secs(100));
/// cache.remember(&token, &known).await?;
/// assert_eq!(cache.find(&token, Timestamp::from_secs(99)).await?, Some(known));
/// assert_eq!(cache.find(&token, Timestamp::from_secs(100)).await?, None, "it is expired");
/// # Ok::<(), GatewayError>(())
/// # }).unwrap();
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TokenCache: Send + Sync {
    /// Returns the player of a token, if cached.
    ///
    /// An implementation MUST NOT return an entry that is expired at `now`; see
    /// [`KnownPlayer::valid_at`]. It MAY evict entries at any time. A malformed entry counts as
    /// missing.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, [`GatewayError::Broken`] for a permanent
    /// one.
    async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<KnownPlayer>, GatewayError>;

    /// Stores the player of a token, and replaces an entry under the same hash.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, [`GatewayError::Broken`] for a permanent
    /// one.
    async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError>;
}

/// The SHA-256 of a bearer token: the key of its cache entry, so that caches do not contain tokens.
///
/// ```
/// use quizcraft_identity::TokenHash;
///
/// let hash = TokenHash::of("abc.def.ghi");
/// assert_eq!(hash.to_string().len(), 64);
/// assert_ne!(hash, TokenHash::of("abc.def.jkl"));
/// assert_eq!(format!("{hash:?}"), "TokenHash(…)");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Returns the hash of `token`, the text after `Bearer `.
    #[must_use]
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token).into())
    }
}

/// Displays the hash as 64 hexadecimal digits.
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

/// A cache entry: the player of a verified token, and when the entry expires.
///
/// ```
/// use quizcraft_core::{PlayerId, Timestamp};
/// use quizcraft_identity::KnownPlayer;
///
/// let known = KnownPlayer::new(PlayerId::from_bytes([7; 32]), Timestamp::from_secs(100));
/// assert_eq!(known.valid_at(Timestamp::from_secs(99)), Some(known));
/// assert_eq!(known.valid_at(Timestamp::from_secs(100)), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPlayer {
    player: PlayerId,
    expires: Timestamp,
}

impl KnownPlayer {
    /// Creates an entry that expires at `expires`.
    #[must_use]
    pub const fn new(player: PlayerId, expires: Timestamp) -> Self {
        Self { player, expires }
    }

    /// Returns the player.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }

    /// Returns the first second at which the entry is no longer valid.
    #[must_use]
    pub const fn expires(&self) -> Timestamp {
        self.expires
    }

    /// Returns the entry if it is valid at `now`, or `None` from the second of its expiry on.
    #[must_use]
    pub fn valid_at(self, now: Timestamp) -> Option<Self> {
        (now < self.expires).then_some(self)
    }
}
