use super::Quiz;
use crate::gateway::{Brief, QuestionWriter, Transition, Work, WriteError};
use crate::{Drafts, Error, Failure, Game};

/// What came of a piece of work. In every case it is done, and need not be delivered again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Prepared {
    /// The game has its questions and is open.
    Opened(Game),
    /// No questions can be written; the game is given up.
    Failed(Game),
    /// The game was opened or given up before.
    Before,
    /// There is no such game.
    Gone,
}

impl Quiz {
    /// Prepares a game: has its questions written, and opens it with them or gives it up.
    ///
    /// Work may be delivered twice, late, or to two at once: whoever comes second changes nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the store or the writer does not answer now, and
    /// [`Error::Internal`] if it will not; the work is then to be delivered again.
    pub async fn prepare(
        &self,
        work: &Work,
        writer: &dyn QuestionWriter,
    ) -> Result<Prepared, Error> {
        let Some(game) = self
            .gateways
            .games
            .find(&work.player(), &work.game())
            .await?
        else {
            return Ok(Prepared::Gone);
        };
        let Some(brief) = Brief::of(&game) else {
            return Ok(Prepared::Before);
        };
        match writer.write(&brief).await {
            Ok(drafts) => self.open(&game, drafts).await,
            Err(WriteError::Impossible(failure)) => self.fail(&game, failure).await,
            Err(WriteError::Temporary(source)) => Err(Error::Unavailable(source)),
        }
    }

    async fn open(&self, game: &Game, drafts: Drafts) -> Result<Prepared, Error> {
        let Ok(opening) = game.open(drafts) else {
            return Ok(Prepared::Before);
        };
        Ok(match self.gateways.games.open(&opening).await? {
            Transition::Made => Prepared::Opened(opening.into_parts().0),
            Transition::Missed => Prepared::Before,
        })
    }

    async fn fail(&self, game: &Game, failure: Failure) -> Result<Prepared, Error> {
        let Ok(failing) = game.fail(failure) else {
            return Ok(Prepared::Before);
        };
        Ok(match self.gateways.games.fail(&failing).await? {
            Transition::Made => Prepared::Failed(failing.game().clone()),
            Transition::Missed => Prepared::Before,
        })
    }
}
