//! What a player was asked before about some keywords: one item per player and set of keywords, in the table
//! of games.
//!
//! Its `GameId` is not a valid id of a game, so no read of a game reaches it. It has no `CreationTime`,
//! so the index does not contain it and no list shows it. It has no status, so it is no pending game.

use quizcraft_core::{Asked, KeywordsFingerprint, PlayerId};

use super::attribute::{Attributes, Item, ItemError, binary, text};
use super::game::Key;
use super::name;

/// Returns the primary key of what `player` was asked about these keywords.
pub(crate) fn asked_key(player: PlayerId, keywords: KeywordsFingerprint) -> Key {
    let id = format!("asked#{keywords}");
    [(name::PLAYER_ID, text(player)), (name::GAME_ID, text(id))]
}

/// Builds the item of what `player` was asked about these keywords.
pub(crate) fn item_of_asked(
    player: PlayerId,
    keywords: KeywordsFingerprint,
    asked: &Asked,
) -> Attributes {
    let [player, id] = asked_key(player, keywords);
    [player, id, (name::ASKED, binary(asked.to_bytes()))]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
}

/// Parses the item of what a player was asked.
pub(crate) fn parse_asked(item: Item<'_>) -> Result<Asked, ItemError> {
    let bytes = item.optional_binary(name::ASKED)?;
    let bytes = bytes.ok_or(ItemError::Missing(name::ASKED))?;
    Ok(Asked::from_bytes(bytes))
}
