//! The lease on a pending game, under which one worker calls a writer that costs money or time.

use std::fmt;

use super::{ExpensiveGamesPerHour, Game, NotPending, Pending, Quota, Stage};
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

impl Lease {
    /// The maximum number of leases on one game, so that a game whose work fails again and again is not paid for
    /// each time.
    pub const MAX_ATTEMPTS: u8 = 3;
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

/// The command that takes the lease on a pending game, on condition that no other worker holds it, that an attempt
/// is left, and that the player's [quota](Self::quota), if there is one, is not used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeLease {
    game: Game,
    read: Pending,
    lease: Lease,
    now: Timestamp,
    quota: Option<Quota<ExpensiveGamesPerHour>>,
}

/// Whether a lease can be taken on a pending game, and what taking it counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum LeaseCheck {
    /// It can. It is the first lease on the game: it counts as an attempt, and towards the command's
    /// [quota](TakeLease::quota).
    First,
    /// It can, and counts as another attempt.
    Another,
    /// It can. The last lease is that of the same holder, so nothing is counted.
    Renewal,
    /// It cannot: another worker holds the lease until this time.
    Held(Timestamp),
    /// It cannot: no attempt is left.
    NoAttemptLeft,
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
    /// use quizcraft_core::{
    ///     GameId, GameRequest, Lease, LeaseCheck, LeaseHolder, PlayerId, Stage, Timestamp,
    /// };
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let new = GameRequest::parse(["Rome"], None)?.begin(id, player, Timestamp::from_secs(0));
    /// let lease = |holder, until| Lease {
    ///     holder: LeaseHolder::from_bytes([holder; 16]),
    ///     until: Timestamp::from_secs(until),
    /// };
    /// let taken = new.game().lease(lease(1, 90), Timestamp::from_secs(10))?;
    /// let Stage::Pending(pending) = taken.game().stage() else { panic!("it stays pending") };
    /// assert_eq!(pending.attempts(), 1);
    ///
    /// let other = new.game().lease(lease(2, 99), Timestamp::from_secs(20))?;
    /// assert_eq!(other.check(pending), LeaseCheck::Held(Timestamp::from_secs(90)));
    /// let later = new.game().lease(lease(2, 180), Timestamp::from_secs(90))?;
    /// assert_eq!(later.check(pending), LeaseCheck::Another, "the first one has expired");
    /// let released = new.game().lease(lease(1, 20), Timestamp::from_secs(20))?;
    /// assert_eq!(released.check(pending), LeaseCheck::Renewal, "its holder may end it");
    /// # Ok(())
    /// # }
    /// ```
    pub fn lease(&self, lease: Lease, now: Timestamp) -> Result<TakeLease, NotPending> {
        let read = self.pending()?.clone();
        let game = self.at(Stage::Pending(read.leased(lease)));
        Ok(TakeLease {
            game,
            read,
            lease,
            now,
            quota: None,
        })
    }
}

impl TakeLease {
    /// Returns the command, limited to so many games per player within the hour in which the lease is taken. `None`
    /// removes the limit.
    ///
    /// Only the first lease on a game counts, and can be refused.
    #[must_use]
    pub fn with_expensive_games_per_hour(
        self,
        limit: impl Into<Option<ExpensiveGamesPerHour>>,
    ) -> Self {
        let hour = self.now.hour();
        let quota = limit.into().map(|limit| Quota::new(hour, limit));
        Self { quota, ..self }
    }

    /// Returns the game under this lease, if it is stored as it was read.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns the pending stage that was read. The stored one may differ.
    #[must_use]
    pub const fn read(&self) -> &Pending {
        &self.read
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

    /// Returns the quota that the [first](LeaseCheck::First) lease on a game counts towards, or `None` if the number
    /// of games is not limited.
    #[must_use]
    pub const fn quota(&self) -> Option<Quota<ExpensiveGamesPerHour>> {
        self.quota
    }

    /// Returns whether the lease can be taken on the stored game, apart from the quota. It is the condition of the
    /// store's write.
    pub fn check(&self, stored: &Pending) -> LeaseCheck {
        if stored.was_leased_by(self.lease.holder) {
            return LeaseCheck::Renewal;
        }
        match stored.lease() {
            Some(held) if held.until > self.now => LeaseCheck::Held(held.until),
            _ if stored.attempts() >= Lease::MAX_ATTEMPTS => LeaseCheck::NoAttemptLeft,
            _ if stored.attempts() == 0 => LeaseCheck::First,
            _ => LeaseCheck::Another,
        }
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
