//! What each table must be like.

use aws_sdk_dynamodb::types::ScalarAttributeType;

use crate::item::name;
use crate::table_name::TableName;

/// The index by which a player's games are listed.
pub(crate) const INDEX: &str = "creation-time-index";

/// What a list of games needs besides their keys, and the index therefore holds.
pub(crate) const PROJECTED: [&str; 8] = [
    name::STATUS,
    name::KEYWORDS,
    name::QUESTIONS_LIMIT,
    name::QUESTIONS_ANSWERED,
    name::QUESTIONS_CORRECT,
    name::ASKED_AT,
    name::RETRIES,
    name::FAILURE,
];

/// A table as it must be.
pub(super) struct Definition {
    pub(super) name: TableName,
    pub(super) partition: Attribute,
    pub(super) sort: Option<Attribute>,
    pub(super) index: Option<Index>,
    /// The attribute that says when an item may be deleted.
    pub(super) ttl: Option<&'static str>,
}

/// An attribute that is a part of a key.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) kind: ScalarAttributeType,
}

/// A local index: the same partitions, sorted by another attribute.
pub(super) struct Index {
    pub(super) name: &'static str,
    pub(super) sort: Attribute,
    /// What it holds besides the keys.
    pub(super) projection: &'static [&'static str],
}

impl Definition {
    pub(super) fn of_games(name: TableName) -> Self {
        Self {
            name,
            partition: text(name::PLAYER_ID),
            sort: Some(text(name::GAME_ID)),
            index: Some(Index {
                name: INDEX,
                sort: number(name::CREATION_TIME),
                projection: &PROJECTED,
            }),
            ttl: None,
        }
    }

    pub(super) fn of_questions(name: TableName) -> Self {
        Self {
            name,
            partition: text(name::GAME_ID),
            sort: Some(number(name::QUESTION_ID)),
            index: None,
            ttl: None,
        }
    }

    pub(super) fn of_tokens(name: TableName) -> Self {
        Self {
            name,
            partition: text(name::TOKEN_HASH),
            sort: None,
            index: None,
            ttl: Some(name::EXPIRATION),
        }
    }

    /// Returns all attributes that are a part of some key.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        let index = self.index.as_ref().map(|index| &index.sort);
        [Some(&self.partition), self.sort.as_ref(), index]
            .into_iter()
            .flatten()
    }
}

const fn text(name: &'static str) -> Attribute {
    Attribute {
        name,
        kind: ScalarAttributeType::S,
    }
}

const fn number(name: &'static str) -> Attribute {
    Attribute {
        name,
        kind: ScalarAttributeType::N,
    }
}
