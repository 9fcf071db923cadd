use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_core::{
    Failure, GameId, Keyword, Keywords, Kinds, Lease, LeaseHolder, NewGame, PlayerId,
    RequestFingerprint, StoredGame, StoredStatus, Timestamp, TotalScore,
};

use super::attribute::{Attributes, Item, ItemError, number, text};
use super::{name, status};

/// The fingerprint of the request that created the game.
const REQUEST_HASH: &str = "RequestHash";
/// A random token per call of `create`, by which a retry recognises its own write.
pub(crate) const CREATION_TOKEN: &str = "CreationToken";

/// The primary key of a game.
pub(crate) type Key = [(&'static str, AttributeValue); 2];

pub(crate) fn key_of(player: PlayerId, game: GameId) -> Key {
    [(name::PLAYER_ID, text(player)), (name::GAME_ID, text(game))]
}

/// Builds the item of a new game.
pub(crate) fn item_of_new(new: &NewGame, token: &str) -> Attributes {
    let game = StoredGame::of(new.game());
    let keywords = game.keywords.iter().map(ToString::to_string).collect();
    let attributes = [
        (name::PLAYER_ID, text(game.player)),
        (name::GAME_ID, text(game.id)),
        (name::STATUS, text(status::PENDING)),
        (name::KEYWORDS, AttributeValue::Ss(keywords)),
        (name::QUESTIONS_LIMIT, number(game.limit)),
        (name::CREATION_TIME, number(game.created.as_secs())),
        (REQUEST_HASH, text(new.request())),
        (CREATION_TOKEN, text(token)),
    ];
    let kinds = Some(game.kinds).filter(|kinds| !kinds.is_default());
    let kinds = kinds.map(|kinds| (name::KINDS, kinds_value(kinds)));
    attributes
        .into_iter()
        .chain(kinds)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn kinds_value(kinds: Kinds) -> AttributeValue {
    AttributeValue::Ss(kinds.iter().map(|kind| kind.to_string()).collect())
}

/// Parses the item of a game.
pub(crate) fn parse_game(item: Item<'_>) -> Result<StoredGame, ItemError> {
    let keywords = item.texts(name::KEYWORDS)?.iter();
    Ok(StoredGame {
        id: item.parsed(name::GAME_ID)?,
        player: item.parsed(name::PLAYER_ID)?,
        keywords: Keywords::restore(keywords.map(|word| Keyword::restore(word.as_str()))),
        kinds: parse_kinds(item)?,
        created: Timestamp::from_secs(item.number(name::CREATION_TIME)?),
        limit: item.number(name::QUESTIONS_LIMIT)?,
        status: parse_status(item)?,
    })
}

/// Parses the kinds of questions that a game may contain. A game without them has single choice only.
fn parse_kinds(item: Item<'_>) -> Result<Kinds, ItemError> {
    match item.optional_texts(name::KINDS)? {
        Some(names) => Kinds::parse(names).map_err(|_| ItemError::Invalid(name::KINDS)),
        None => Ok(Kinds::default()),
    }
}

fn parse_status(item: Item<'_>) -> Result<StoredStatus, ItemError> {
    let correct = item.optional_number(name::QUESTIONS_CORRECT)?;
    let score = item.optional_number(name::SCORE)?;
    let score = score.map(TotalScore::of_thousandths);
    Ok(match item.text(name::STATUS)? {
        status::PENDING => StoredStatus::Pending {
            requested_at: item
                .optional_number(name::REQUESTED_AT)?
                .map(Timestamp::from_secs),
            retries: item.optional_number(name::RETRIES)?.unwrap_or_default(),
            lease: parse_lease(item)?,
            attempts: item
                .optional_number(name::LEASE_ATTEMPTS)?
                .unwrap_or_default(),
        },
        status::READY => StoredStatus::Ready {
            answered: item.optional_number(name::QUESTIONS_ANSWERED)?,
            correct,
            score,
        },
        status::FINISHED => StoredStatus::Finished { correct, score },
        status::FAILED => StoredStatus::Failed(parse_failure(item)?),
        _ => return Err(ItemError::Invalid(name::STATUS)),
    })
}

/// Parses the last lease of a pending game.
fn parse_lease(item: Item<'_>) -> Result<Option<Lease>, ItemError> {
    let Some(holder) = item.optional_binary(name::LEASE_HOLDER)? else {
        return Ok(None);
    };
    let holder = holder.try_into();
    let holder = holder.map_err(|_| ItemError::Invalid(name::LEASE_HOLDER))?;
    Ok(Some(Lease {
        holder: LeaseHolder::from_bytes(holder),
        until: Timestamp::from_secs(item.number(name::LEASE_UNTIL)?),
    }))
}

/// Builds the attributes of the failure of a game.
pub(crate) fn failure_attributes(failure: &Failure) -> Vec<(&'static str, AttributeValue)> {
    let suggestions: Vec<_> = failure.suggestions().iter().map(text).collect();
    let suggestions = Some(suggestions).filter(|list| !list.is_empty());
    let suggestions = suggestions.map(|list| (name::SUGGESTIONS, AttributeValue::L(list)));
    let reason = (name::FAILURE, text(failure.reason()));
    std::iter::once(reason).chain(suggestions).collect()
}

/// Parses the failure of a game. Clients start games from its suggestions, so these must satisfy the rules of new
/// keywords. The reason of a game that was stored without the attribute may contain suggestions.
fn parse_failure(item: Item<'_>) -> Result<Failure, ItemError> {
    let [reason, suggestions] = item.attributes([name::FAILURE, name::SUGGESTIONS]);
    let failure = Failure::restore(reason.optional_text()?.unwrap_or(UNKNOWN_REASON));
    let words = suggestions.optional_texts(Keyword::restore)?;
    let words = words.unwrap_or_default();
    if words.iter().any(|word| word.check().is_err()) {
        return Err(suggestions.invalid());
    }
    Ok(failure.with_suggestions(words))
}

/// The reason shown for a failed game that was stored without one.
const UNKNOWN_REASON: &str = "The questions for this game could not be written.";

/// Parses the fingerprint of the request that created a game. Games of the deployed service have
/// none; they get a fingerprint that no request matches.
pub(crate) fn parse_request(item: Item<'_>) -> Result<RequestFingerprint, ItemError> {
    match item.optional_text(REQUEST_HASH)? {
        Some(hash) => hash.parse().map_err(|_| ItemError::Invalid(REQUEST_HASH)),
        None => Ok(RequestFingerprint::from_bytes([0; 32])),
    }
}
