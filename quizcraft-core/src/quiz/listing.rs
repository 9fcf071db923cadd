use super::Quiz;
use crate::{Cursor, Error, Game, PageLimit, PageRequest, PlayerId};

/// A page of a player's games, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Games {
    /// The games.
    pub games: Vec<Game>,
    /// The cursor with which the next page is asked for, if there is one.
    pub next: Option<Cursor>,
}

impl Quiz {
    /// A page of the player's games, newest first: the first page, or the one that a cursor of
    /// this player's leads to.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidCursor`] if the cursor is malformed or another player's, and
    /// [`Error::Unavailable`] or [`Error::Internal`] if the games could not be read.
    pub async fn list(
        &self,
        player: &PlayerId,
        limit: PageLimit,
        cursor: Option<&Cursor>,
    ) -> Result<Games, Error> {
        let after = cursor.map(|cursor| cursor.position(player)).transpose()?;
        let page = self
            .gateways
            .games
            .page(player, &PageRequest::new(limit, after))
            .await?;
        let (games, next) = page.into_parts();
        Ok(Games {
            games,
            next: next.map(|position| Cursor::new(player, position)),
        })
    }
}
