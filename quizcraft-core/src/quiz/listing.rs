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
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{Error, GameRequest, PlayerId};
    ///
    /// # quizcraft_contract::block_on(async {
    /// let quiz = quizcraft_memory::Memory::new().quiz();
    /// let (ada, bob) = (PlayerId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let game = quiz.start(&ada, GameRequest::parse(["Rome"], None)?, None).await?.game().id();
    /// assert_eq!(quiz.view(&ada, &game).await?.questions_limit(), 15);
    /// assert!(matches!(quiz.view(&bob, &game).await, Err(Error::NoSuchGame)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn view(&self, player: &PlayerId, game: &GameId) -> Result<Game, Error> {
        self.games.find(player, game).await
    }

    /// Returns a page of the player's games, newest first: the page at `cursor`, or the first page.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidCursor`] if the cursor is malformed or belongs to another player, and
    /// [`Error::Unavailable`] or [`Error::Internal`] if the games could not be read.
    ///
    /// # Examples
    ///
    /// All games of a player, page by page:
    ///
    /// ```
    /// use quizcraft_core::{Error, GameRequest, PageLimit, PlayerId};
    ///
    /// # quizcraft_contract::block_on(async {
    /// let (quiz, player) = (quizcraft_memory::Memory::new().quiz(), PlayerId::from_bytes([7; 32]));
    /// for keyword in ["Rome", "Paris", "London"] {
    ///     let _started = quiz.start(&player, GameRequest::parse([keyword], None)?, None).await?;
    /// }
    ///
    /// let (mut sizes, mut cursor) = (Vec::new(), None);
    /// loop {
    ///     let page = quiz.list(&player, PageLimit::new(2)?, cursor.as_ref()).await?;
    ///     sizes.push(page.games.len());
    ///     cursor = page.next;
    ///     if cursor.is_none() {
    ///         break;
    ///     }
    /// }
    /// assert_eq!(sizes, [2, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
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
