use super::{Error, Quiz};
use crate::game::{Cursor, Game, PageLimit, PageRequest};
use crate::value::{GameId, PlayerId};

/// A page of a player's games, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Games {
    /// The games.
    pub games: Vec<Game>,
    /// The cursor of the next page, if there is one.
    pub next: Option<Cursor>,
}

impl Quiz {
    /// Returns one of the player's games.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchGame`] if the player has no such game, and [`Error::Unavailable`] or
    /// [`Error::Internal`] if it could not be read.
    pub async fn view(&self, player: &PlayerId, game: &GameId) -> Result<Game, Error> {
        self.games.find(player, game).await
    }

    /// Returns a page of the player's games, newest first: the page at `cursor`, or the first page.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidCursor`] if the cursor is malformed or belongs to another player, and
    /// [`Error::Unavailable`] or [`Error::Internal`] if the games could not be read.
    pub async fn list(
        &self,
        player: &PlayerId,
        limit: PageLimit,
        cursor: Option<&Cursor>,
    ) -> Result<Games, Error> {
        let after = cursor.map(|cursor| cursor.position(player)).transpose()?;
        let request = PageRequest::new(limit, after);
        let page = self.games.page(player, &request).await?;
        let (games, next) = page.into_parts();
        Ok(Games {
            games,
            next: next.map(|position| Cursor::new(player, position)),
        })
    }
}
