//! The definitions of the tables.

use aws_sdk_dynamodb::types::ScalarAttributeType;

use crate::item::name;
use crate::table_name::TableName;

/// The index that lists a player's games by creation time.
pub(crate) const INDEX: &str = "creation-time-index";

/// The attributes that the index must project: all that a list of games needs besides the keys.
pub(crate) const PROJECTED: [&str; 14] = [
    name::STATUS,
    name::KEYWORDS,
    name::QUESTIONS_LIMIT,
    name::QUESTIONS_ANSWERED,
    name::QUESTIONS_CORRECT,
    name::REQUESTED_AT,
    name::RETRIES,
    name::FAILURE,
    name::SUGGESTIONS,
    name::KINDS,
    name::SCORE,
    name::LEASE_HOLDER,
    name::LEASE_UNTIL,
    name::LEASE_ATTEMPTS,
];

/// The definition of a table.
pub(super) struct Definition {
    pub(super) name: TableName,
    pub(super) partition: Attribute,
    pub(super) sort: Option<Attribute>,
    pub(super) index: Option<Index>,
    /// The TTL attribute.
    pub(super) ttl: Option<&'static str>,
}

/// A key attribute.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) kind: ScalarAttributeType,
}

/// A local secondary index.
pub(super) struct Index {
    pub(super) name: &'static str,
    pub(super) sort: Attribute,
    /// The non-key attributes that queries of the index read. New tables project all attributes.
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
            // The numbers of games per hour expire, and ended games with a retention.
            ttl: Some(name::EXPIRATION),
        }
    }

    pub(super) fn of_questions(name: TableName) -> Self {
        Self {
            name,
            partition: text(name::GAME_ID),
            sort: Some(number(name::QUESTION_ID)),
            index: None,
            // Questions expire with their game.
            ttl: Some(name::EXPIRATION),
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

    pub(super) fn of_drafts(name: TableName) -> Self {
        Self {
            name,
            partition: text(name::POOL_KEY),
            sort: Some(text(name::FINGERPRINT)),
            index: None,
            ttl: Some(name::EXPIRATION),
        }
    }

    /// Returns the key attributes of the table and its index.
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
