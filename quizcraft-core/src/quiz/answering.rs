use super::{Error, Quiz};
use crate::game::Reply;
use crate::gateway::Recording;
use crate::question::{Feedback, Posed, QuestionIndex, Summary};
use crate::value::{GameId, PlayerId};

impl Quiz {
    /// Returns all questions of a game in order, with what may be told of each; none while it is
    /// pending.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchGame`] if the player has no such game, and [`Error::Unavailable`] or
    /// [`Error::Internal`] if it could not be read.
    pub async fn questions(&self, player: &PlayerId, game: &GameId) -> Result<Vec<Summary>, Error> {
        Ok(self.games.load(player, game).await?.summaries())
    }

    /// Returns one question of a game, with what may be told of it.
    ///
    /// # Errors
    ///
    /// As [`questions`](Self::questions), and [`PlayError::NoSuchQuestion`](crate::PlayError::NoSuchQuestion) if the game has no such
    /// question (yet).
    pub async fn question(
        &self,
        player: &PlayerId,
        game: &GameId,
        index: QuestionIndex,
    ) -> Result<Summary, Error> {
        Ok(self.games.load(player, game).await?.summary(index)?)
    }

    /// Poses the first question not answered yet. Asking again poses the same, with its options in
    /// the same order.
    ///
    /// # Errors
    ///
    /// As [`questions`](Self::questions), and those of [`Play::pose`](crate::Play::pose).
    pub async fn ask(&self, player: &PlayerId, game: &GameId) -> Result<Posed, Error> {
        Ok(self.games.load(player, game).await?.pose()?)
    }

    /// Answers the named question, or else the first one not answered yet, with one of its options.
    ///
    /// A question is answered once. The same answer again gives the same feedback; of several
    /// answers at once one is recorded, and none of them goes to another question than the one that
    /// it was looked up for.
    ///
    /// # Errors
    ///
    /// As [`questions`](Self::questions), and those of [`Play::answer`](crate::Play::answer).
    ///
    /// [`Error::Unavailable`] also if the answer could not be recorded: it is recorded or not, and
    /// the caller cannot tell which. A retry is safe if it names the question; without a name it may
    /// go to the next question.
    pub async fn answer(
        &self,
        player: &PlayerId,
        game: &GameId,
        named: Option<QuestionIndex>,
        choice: &str,
    ) -> Result<Feedback, Error> {
        let answer = match self.games.load(player, game).await?.answer(named, choice)? {
            Reply::Repeated(feedback) => return Ok(feedback),
            Reply::New(answer) => answer,
        };
        match self.games.record(&answer).await? {
            Recording::Recorded => Ok(answer.into_feedback()),
            Recording::Preceded(earlier) => Ok(answer.after(&earlier)?),
            Recording::Gone => Err(Error::NoSuchGame),
        }
    }
}
