//! What a player was asked before about some keywords: one item per player and set of keywords, in the table
//! of games.
//!
//! Its `GameId` is not a valid id of a game, so no read of a game reaches it. It has no `CreationTime`,
//! so the index does not contain it and no list shows it. It has no status, so it is no pending game.

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_core::{Asked, KeywordsFingerprint, PlayerId};

use super::attribute::{Item, ItemError, binary, text};
use super::game::Key;
use super::name;

/// Returns the primary key of what `player` was asked about these keywords.
pub(crate) fn asked_key(player: PlayerId, keywords: KeywordsFingerprint) -> Key {
    let id = format!("asked#{keywords}");
    [(name::PLAYER_ID, text(player)), (name::GAME_ID, text(id))]
}

/// Builds the value of the attribute of what a player was asked.
pub(crate) fn asked_value(asked: &Asked) -> AttributeValue {
    binary(asked.to_bytes())
}

/// Parses the item of what a player was asked.
pub(crate) fn parse_asked(item: Item<'_>) -> Result<Asked, ItemError> {
    let bytes = item.optional_binary(name::ASKED)?;
    let bytes = bytes.ok_or(ItemError::Missing(name::ASKED))?;
    Ok(Asked::from_bytes(bytes))
}
