//! The lease on a pending game, under which one worker calls a writer that costs money or time.

use std::fmt;

use super::{Game, NotPending, Stage};
use crate::value::Timestamp;

/// A worker's lease on a pending game: until it expires, no other worker calls a writer for the game.
///
/// It ends when the game opens or fails, or when it expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The worker that holds the lease.
    pub holder: LeaseHolder,
    /// The second from which another worker may take the lease.
    pub until: Timestamp,
}

/// The random name under which one delivery of work holds a lease.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LeaseHolder([u8; Self::BYTES]);

impl LeaseHolder {
    /// The number of bytes.
    pub const BYTES: usize = 16;

    /// Creates a name from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl fmt::Debug for LeaseHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: [u8; 4] = self.0.first_chunk().copied().unwrap_or_default();
        write!(f, "LeaseHolder({}…)", hex::encode(first))
    }
}

/// The command that takes the lease on a pending game, on condition that no other worker holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeLease {
    game: Game,
    lease: Lease,
    now: Timestamp,
}

impl Game {
    /// Leases a pending game to a worker at `now`. The worker that holds a lease may take it again with
    /// another end, for example to release it.
    ///
    /// # Errors
    ///
    /// [`NotPending`] if the game is ready, finished or failed.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{GameId, GameRequest, Lease, LeaseHolder, PlayerId, Timestamp};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let new = GameRequest::parse(["Rome"], None)?.begin(id, player, Timestamp::from_secs(0));
    /// let lease = |holder, until| Lease {
    ///     holder: LeaseHolder::from_bytes([holder; 16]),
    ///     until: Timestamp::from_secs(until),
    /// };
    /// let taken = new.game().lease(lease(1, 90), Timestamp::from_secs(10))?;
    /// let other = taken.game().lease(lease(2, 99), Timestamp::from_secs(20))?;
    /// assert!(!other.is_allowed(Some(lease(1, 90))), "it is held");
    /// let later = taken.game().lease(lease(2, 180), Timestamp::from_secs(90))?;
    /// assert!(later.is_allowed(Some(lease(1, 90))), "it has expired");
    /// # Ok(())
    /// # }
    /// ```
    pub fn lease(&self, lease: Lease, now: Timestamp) -> Result<TakeLease, NotPending> {
        let game = self.at(Stage::Pending(self.pending()?.leased(lease)));
        Ok(TakeLease { game, lease, now })
    }
}

impl TakeLease {
    /// Returns the game under this lease.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns the lease.
    #[must_use]
    pub const fn lease(&self) -> Lease {
        self.lease
    }

    /// Returns the time at which the lease is taken.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns whether the lease can be taken from a pending game with this lease: if it has none, if its
    /// lease has expired, or if the same worker holds it.
    #[must_use]
    pub fn is_allowed(&self, held: Option<Lease>) -> bool {
        held.is_none_or(|held| held.until <= self.now || held.holder == self.lease.holder)
    }

    /// Returns the stored game under this lease. A game that is not pending stays as it is.
    #[must_use]
    pub fn applied_to(&self, stored: &Game) -> Game {
        match stored.stage() {
            Stage::Pending(pending) => stored.at(Stage::Pending(pending.leased(self.lease))),
            _ => stored.clone(),
        }
    }
}
