//! The use cases.

mod listing;
mod play;
mod prepare;
mod start;
mod view;

use std::sync::Arc;

use crate::gateway::{Causes, Clock, GameStore, Randomness, Work, WorkQueue};
use crate::{Deadline, Error, Game, GameId, Play, PlayerId};

pub use listing::Games;
pub use prepare::Prepared;
pub use start::Started;

/// The quiz: everything that players, and those who prepare their games, can do.
///
/// Cheap to clone, and meant to be shared by everything that serves players. Each use case stands
/// for itself: between two of them nothing is kept but what the gateways keep.
///
/// | use case | who | sequential round trips to gateways |
/// | --- | --- | --- |
/// | [`start`](Self::start) | player | 2: store, send |
/// | [`list`](Self::list) | player | 1 |
/// | [`view`](Self::view) | player | 1; 3 for a game that is overdue: look, claim, send |
/// | [`questions`](Self::questions), [`question`](Self::question), [`ask`](Self::ask) | player | 1 |
/// | [`answer`](Self::answer) | player | 2: look, record |
/// | [`prepare`](Self::prepare) | worker | 2: look (at the game and, beside it, at a page of the player's), open |
#[derive(Clone)]
pub struct Quiz {
    gateways: Gateways,
    deadline: Deadline,
}

/// The gateways that [`Quiz`] plays over.
#[derive(Clone)]
pub struct Gateways {
    /// Keeps games and questions.
    pub games: Arc<dyn GameStore>,
    /// Takes work to whoever prepares games.
    pub queue: Arc<dyn WorkQueue>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids that can't be guessed.
    pub randomness: Arc<dyn Randomness>,
}

impl Quiz {
    /// A quiz over these gateways, with the default [`Deadline`].
    #[must_use]
    pub fn new(gateways: Gateways) -> Self {
        Self {
            gateways,
            deadline: Deadline::default(),
        }
    }

    /// The same quiz with another deadline for pending games.
    #[must_use]
    pub fn with_deadline(self, deadline: Deadline) -> Self {
        Self { deadline, ..self }
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Game, Error> {
        self.gateways
            .games
            .find(player, game)
            .await?
            .ok_or(Error::NoSuchGame)
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Play, Error> {
        self.gateways
            .games
            .load(player, game)
            .await?
            .ok_or(Error::NoSuchGame)
    }

    /// Sends the work that a stored game waits for. A game that is stored is not undone because
    /// its message was not sent: whoever views it past its deadline sends another.
    async fn send(&self, game: &Game) {
        if let Err(error) = self.gateways.queue.send(&Work::on(game)).await {
            let (error, game) = (Causes(&error), game.id());
            tracing::warn!(%error, ?game, "the work was not sent; the deadline repairs that");
        }
    }
}
