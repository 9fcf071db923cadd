use super::Quiz;
use crate::gateway::{Causes, GatewayError, Transition};
use crate::{AskAgain, Error, Failing, Game, GameId, Overdue, PlayerId};

impl Quiz {
    /// One of the player's games.
    ///
    /// Looking at a game that is pending past its [deadline](crate::Deadline) brings it on: its
    /// questions are asked for again, by one of those who look at once; and if that was done
    /// [often enough](crate::Pending::MAX_REPEATS), the game is given up. So no game that somebody
    /// waits for stays pending for ever.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchGame`] if the player has no such game, and [`Error::Unavailable`] or
    /// [`Error::Internal`] if it could not be read.
    pub async fn view(&self, player: &PlayerId, game: &GameId) -> Result<Game, Error> {
        let seen = self.find(player, game).await?;
        match seen.overdue(self.gateways.clock.now(), self.deadline) {
            Overdue::No => Ok(seen),
            Overdue::AskAgain(renewal) => Ok(self.ask_again(seen, &renewal).await),
            Overdue::GiveUp(failing) => Ok(self.give_up(seen, &failing).await),
        }
    }

    /// Claims the game and sends its work; one of those who try at once succeeds, and sends.
    async fn ask_again(&self, seen: Game, renewal: &AskAgain) -> Game {
        let claimed = self.gateways.games.ask_again(renewal).await;
        if !made(claimed, &seen) {
            return seen;
        }
        self.send(renewal.game()).await;
        renewal.game().clone()
    }

    async fn give_up(&self, seen: Game, failing: &Failing) -> Game {
        let failed = self.gateways.games.fail(failing).await;
        if made(failed, &seen) {
            failing.game().clone()
        } else {
            seen
        }
    }
}

/// Whether a repair was made. One that could not be is left to the next who looks: what this one
/// came for, the game, is there.
fn made(repair: Result<Transition, GatewayError>, seen: &Game) -> bool {
    match repair {
        Ok(Transition::Made) => true,
        Ok(Transition::Missed) => false,
        Err(error) => {
            let (error, game) = (Causes(&error), seen.id());
            tracing::warn!(%error, ?game, "an overdue game could not be brought on");
            false
        }
    }
}
