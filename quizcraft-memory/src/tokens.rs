use std::fmt;

use async_trait::async_trait;
use quick_cache::sync::Cache;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::GatewayError;
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

/// A bounded in-memory [`TokenCache`]. Rarely used entries are evicted first.
///
/// ```
/// use quizcraft_core::{PlayerId, Timestamp};
/// use quizcraft_identity::{KnownPlayer, TokenCache, TokenHash};
/// use quizcraft_memory::MemoryTokens;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), quizcraft_core::gateway::GatewayError> {
/// let tokens = MemoryTokens::with_capacity(100);
/// let hash = TokenHash::of("a bearer token");
/// let known = KnownPlayer::new(PlayerId::from_bytes([7; 32]), Timestamp::from_secs(100));
/// tokens.remember(&hash, &known).await?;
/// assert_eq!(tokens.find(&hash, Timestamp::from_secs(99)).await?, Some(known));
/// assert_eq!(tokens.find(&hash, Timestamp::from_secs(100)).await?, None);
/// # Ok(())
/// # }
/// ```
pub struct MemoryTokens(Cache<TokenHash, KnownPlayer>);

/// Shows the number of tokens, but not their hashes.
impl fmt::Debug for MemoryTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokens")
            .field("tokens", &self.0.len())
            .finish_non_exhaustive()
    }
}

impl MemoryTokens {
    /// The default capacity, in tokens.
    pub const DEFAULT_CAPACITY: usize = 10_000;

    /// Creates a cache with the default capacity.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(Self::DEFAULT_CAPACITY)
    }

    /// Creates a cache with a capacity of about this many tokens.
    #[must_use]
    pub fn with_capacity(tokens: usize) -> Self {
        Self(Cache::new(tokens))
    }
}

impl Default for MemoryTokens {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl TokenCache for MemoryTokens {
    async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<KnownPlayer>, GatewayError> {
        Ok(self.0.get(token).and_then(|known| known.valid_at(now)))
    }

    async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError> {
        self.0.insert(*token, *player);
        Ok(())
    }
}
