use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::GatewayError;
use crate::game::{Game, KeywordsFingerprint};
use crate::value::{Correlation, GameId, PlayerId};

/// A unit of work: the message that tells a worker to prepare a game.
///
/// Its JSON form is the message body of the deployed queue.
///
/// ```
/// use quizcraft_core::gateway::Work;
/// use quizcraft_core::{GameId, PlayerId};
///
/// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let message = format!(r#"{{"game_id": "{game}", "player_id": "{player}"}}"#);
/// let work: Work = serde_json::from_str(&message)?;
/// assert_eq!((work.game(), work.player()), (game, player));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// It also names the [request](Correlation) that caused it, for the log. A queue SHOULD deliver this with the
/// work, beside the message body, and the [fingerprint of the keywords](Self::keywords), which saves the worker a
/// round trip. Two units of work on the same game are equal even if these differ.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Work {
    #[serde(rename = "game_id")]
    game: GameId,
    #[serde(rename = "player_id")]
    player: PlayerId,
    #[serde(skip)]
    keywords: Option<KeywordsFingerprint>,
    #[serde(skip)]
    correlation: Correlation,
}

impl PartialEq for Work {
    fn eq(&self, other: &Self) -> bool {
        (self.game, self.player) == (other.game, other.player)
    }
}

impl Eq for Work {}

impl Hash for Work {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.game, self.player).hash(state);
    }
}

impl Work {
    /// Returns the work that prepares `game`.
    #[must_use]
    pub fn on(game: &Game) -> Self {
        let work = Self::new(game.id(), game.player());
        work.with_keywords(game.keywords().fingerprint())
    }

    /// Creates the work on the game with this id, without the fingerprint of its keywords.
    #[must_use]
    pub const fn new(game: GameId, player: PlayerId) -> Self {
        Self {
            game,
            player,
            keywords: None,
            correlation: Correlation::new(None, None),
        }
    }

    /// Returns the same work, with the fingerprint of the game's keywords.
    #[must_use]
    pub fn with_keywords(self, keywords: impl Into<Option<KeywordsFingerprint>>) -> Self {
        let keywords = keywords.into();
        Self { keywords, ..self }
    }

    /// Returns the same work, caused by this request.
    #[must_use]
    pub const fn with_correlation(self, correlation: Correlation) -> Self {
        Self {
            correlation,
            ..self
        }
    }

    /// Returns the request that caused the work.
    #[must_use]
    pub const fn correlation(&self) -> Correlation {
        self.correlation
    }

    /// Returns the game to prepare.
    #[must_use]
    pub const fn game(&self) -> GameId {
        self.game
    }

    /// Returns the fingerprint of the game's keywords, with which a worker reads what the player was asked before
    /// at the same time as the game. Messages of earlier versions lack it.
    #[must_use]
    pub const fn keywords(&self) -> Option<KeywordsFingerprint> {
        self.keywords
    }

    /// Returns the player whose game it is.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }
}

/// The queue of work for the workers that prepare games.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::mpsc::SyncSender;
/// use std::time::Instant;
///
/// use async_trait::async_trait;
/// use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
///
/// /// Sends work to a thread of this process.
/// struct Channel(SyncSender<Work>);
///
/// #[async_trait]
/// impl WorkQueue for Channel {
///     async fn send(&self, work: &Work) -> Result<(), GatewayError> {
///         self.0.try_send(*work).map_err(|full| GatewayError::Unavailable(full.into()))
///     }
///
///     /// `send` never waits, so every deadline is met.
///     fn until(self: Arc<Self>, _: Instant) -> Arc<dyn WorkQueue> {
///         self
///     }
/// }
///
/// # use quizcraft_core::{GameId, PlayerId};
/// # quizcraft_contract::block_on(async {
/// let (sender, receiver) = std::sync::mpsc::sync_channel(1);
/// let queue = Channel(sender);
/// let work = Work::new(GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// queue.send(&work).await?;
/// assert!(matches!(queue.send(&work).await, Err(GatewayError::Unavailable(_))), "it is full");
/// assert_eq!(receiver.recv()?, work);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WorkQueue: Send + Sync {
    /// Sends a unit of work. Delivery is at least once, in any order.
    ///
    /// The same work may be sent twice, because preparing a game is idempotent. The player waits for
    /// the response, so an implementation MUST fail after a short timeout of its own, and by the
    /// [deadline](Self::until) of the request if it has one.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if the queue is full or unreachable; the work may have been
    /// sent. [`GatewayError::Broken`] for a permanent error.
    async fn send(&self, work: &Work) -> Result<(), GatewayError>;

    /// Returns this queue, with the same workers, for one request that ends at `deadline`.
    ///
    /// Every call of the returned queue ends by `deadline`. A call that times out fails with
    /// [`GatewayError::Unavailable`], whose cause names the timeout; the work may have been sent.
    ///
    /// An implementation MUST NOT begin a pause or a retry that would end after `deadline`. An
    /// implementation that waits for nothing outside the process MAY return itself. An implementation
    /// that forwards to another queue MUST forward to [`until`](Self::until) of that queue.
    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn WorkQueue>;
}
