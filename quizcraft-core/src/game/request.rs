//! Requests for a game, optionally under an idempotency key.

use std::fmt;

use super::{Game, GamesPerHour, Keywords, KeywordsError, Pending, Quota, Stage};
use crate::question::{Kinds, KindsError, QuestionsLimit, QuestionsLimitError};
use crate::value::digest::{digest, hex_id};
use crate::value::{GameId, PlayerId, Timestamp};

/// A player's request for a game.
///
/// ```
/// use quizcraft_core::GameRequest;
///
/// let request = GameRequest::parse(["Napoleon", "history"], Some(12))?;
/// assert_eq!(request.limit().get(), 12);
///
/// let refused = GameRequest::parse([""; 0], Some(99)).unwrap_err();
/// assert_eq!(refused.fields().len(), 2, "every field that is wrong is named");
/// # Ok::<(), quizcraft_core::InvalidGame>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameRequest {
    keywords: Keywords,
    limit: QuestionsLimit,
    kinds: Kinds,
}

/// The request for a game is invalid. Contains one error per invalid field, and at least one.
///
/// ```
/// use quizcraft_core::GameRequest;
///
/// let invalid = GameRequest::parse([""; 0], Some(99)).unwrap_err();
/// let fields: Vec<_> = invalid.fields().iter().map(|error| error.field()).collect();
/// assert_eq!(fields, ["keywords", "questions_limit"]);
/// assert_eq!(invalid.fields()[1].to_string(), "a game has 1 to 50 questions, not 99");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid game request: {}", Listed(.0))]
pub struct InvalidGame(Vec<FieldError>);

/// The error of one field of a request for a game.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// The keywords are invalid.
    #[error(transparent)]
    Keywords(#[from] KeywordsError),
    /// The number of questions is invalid.
    #[error(transparent)]
    QuestionsLimit(#[from] QuestionsLimitError),
    /// The kinds of questions are invalid.
    #[error(transparent)]
    Kinds(#[from] KindsError),
}

impl GameRequest {
    /// Creates a request for single choice questions from valid values.
    #[must_use]
    pub const fn new(keywords: Keywords, limit: QuestionsLimit) -> Self {
        let kinds = Kinds::SINGLE;
        Self {
            keywords,
            limit,
            kinds,
        }
    }

    /// Returns the request for questions of these kinds.
    #[must_use]
    pub fn with_kinds(self, kinds: Kinds) -> Self {
        Self { kinds, ..self }
    }

    /// Parses a client's request for single choice questions. The number of questions is optional.
    ///
    /// # Errors
    ///
    /// [`InvalidGame`] with one error per invalid field.
    pub fn parse<T: AsRef<str>>(
        keywords: impl IntoIterator<Item = T>,
        limit: Option<i64>,
    ) -> Result<Self, InvalidGame> {
        Self::parse_with_kinds(keywords, limit, None::<[&str; 0]>)
    }

    /// Parses a client's request. The number and the kinds of questions are optional.
    ///
    /// # Errors
    ///
    /// [`InvalidGame`] with one error per invalid field.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{GameRequest, Kind};
    ///
    /// let request = GameRequest::parse_with_kinds(["Rome"], None, Some(["single", "order"]))?;
    /// assert!(request.kinds().contains(Kind::Order));
    ///
    /// let invalid = GameRequest::parse_with_kinds(["Rome"], None, Some(["essay"])).unwrap_err();
    /// assert_eq!(invalid.fields()[0].field(), "kinds");
    /// # Ok::<(), quizcraft_core::InvalidGame>(())
    /// ```
    pub fn parse_with_kinds<T: AsRef<str>, K: AsRef<str>>(
        keywords: impl IntoIterator<Item = T>,
        limit: Option<i64>,
        kinds: Option<impl IntoIterator<Item = K>>,
    ) -> Result<Self, InvalidGame> {
        let limit = limit.map_or(Ok(QuestionsLimit::DEFAULT), QuestionsLimit::new);
        let kinds = kinds.map_or(Ok(Kinds::default()), Kinds::parse);
        match (Keywords::new(keywords), limit, kinds) {
            (Ok(keywords), Ok(limit), Ok(kinds)) => {
                Ok(Self::new(keywords, limit).with_kinds(kinds))
            }
            (keywords, limit, kinds) => {
                let keywords = keywords.err().map(FieldError::from);
                let limit = limit.err().map(FieldError::from);
                let kinds = kinds.err().map(FieldError::from);
                let errors = [keywords, limit, kinds];
                Err(InvalidGame(errors.into_iter().flatten().collect()))
            }
        }
    }

    /// Returns the keywords.
    #[must_use]
    pub const fn keywords(&self) -> &Keywords {
        &self.keywords
    }

    /// Returns the maximum number of questions.
    #[must_use]
    pub const fn limit(&self) -> QuestionsLimit {
        self.limit
    }

    /// Returns the kinds of questions that the game may contain.
    #[must_use]
    pub const fn kinds(&self) -> Kinds {
        self.kinds
    }

    /// Returns a hash of the [folded](crate::Keyword::folded) keywords, the limit and, if they are not the
    /// default, the kinds. It is equal for equivalent requests.
    ///
    /// Stores keep it, so its input must never change.
    ///
    /// ```
    /// use quizcraft_core::GameRequest;
    ///
    /// let request = GameRequest::parse(["Rome", "Caesar"], Some(5))?;
    /// let repeated = GameRequest::parse(["caesar", "rome"], Some(5))?;
    /// let longer = GameRequest::parse(["Rome", "Caesar"], Some(6))?;
    /// assert_eq!(request.fingerprint(), repeated.fingerprint());
    /// assert_ne!(request.fingerprint(), longer.fingerprint());
    /// # Ok::<(), quizcraft_core::InvalidGame>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> RequestFingerprint {
        let keywords = self.keywords.folded();
        let limit = self.limit.get().to_be_bytes();
        let mut parts: Vec<&[u8]> = keywords.iter().map(String::as_bytes).collect();
        parts.push(&limit);
        if !self.kinds.is_default() {
            parts.extend(self.kinds.iter().map(|kind| kind.as_str().as_bytes()));
        }
        RequestFingerprint::from_bytes(digest("quizcraft request for a game, 1", &parts))
    }

    /// Returns the new, pending game of this request. It is not limited by a quota.
    ///
    /// ```
    /// use quizcraft_core::{GameId, GameRequest, PlayerId, Stage, Timestamp};
    ///
    /// let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let new = GameRequest::parse(["Rome"], Some(5))?.begin(id, player, Timestamp::from_secs(60));
    /// let Stage::Pending(pending) = new.game().stage() else { panic!("a new game is pending") };
    /// assert_eq!((pending.limit().get(), pending.retries()), (5, 0));
    /// assert_eq!(pending.requested_at(), new.game().created());
    /// # Ok::<(), quizcraft_core::InvalidGame>(())
    /// ```
    #[must_use]
    pub fn begin(self, id: GameId, player: PlayerId, now: Timestamp) -> NewGame {
        let request = self.fingerprint();
        let stage = Stage::Pending(Pending::new(self.limit, now));
        NewGame {
            game: Game {
                id,
                player,
                keywords: self.keywords,
                kinds: self.kinds,
                created: now,
                stage,
            },
            request,
            quota: None,
        }
    }
}

impl InvalidGame {
    /// Returns the errors of the fields, at least one.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        &self.0
    }
}

impl FieldError {
    /// Returns the name of the field in the API.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Keywords(_) => "keywords",
            Self::QuestionsLimit(_) => "questions_limit",
            Self::Kinds(_) => "kinds",
        }
    }
}

struct Listed<'a>(&'a [FieldError]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, error) in self.0.iter().enumerate() {
            let separator = if n == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {error}", error.field())?;
        }
        Ok(())
    }
}

/// An idempotency key: a repeated request under the same key returns the same game.
///
/// 1 to 64 visible ASCII characters.
///
/// ```
/// use quizcraft_core::{IdempotencyKey, PlayerId};
///
/// let key = IdempotencyKey::new("8e03978e-40d5-43e8-bc93-6894a57f9324")?;
/// let (ada, bob) = (PlayerId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// assert_eq!(key.game_id(&ada), key.game_id(&ada), "a repeated request finds the first game");
/// assert_ne!(key.game_id(&ada), key.game_id(&bob), "players cannot reach each other's games");
///
/// assert!(IdempotencyKey::new("").is_err());
/// assert!(IdempotencyKey::new("two words").is_err());
/// # Ok::<(), quizcraft_core::InvalidIdempotencyKey>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

/// The text is not a valid idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an idempotency key has 1 to {max} visible ASCII characters", max = IdempotencyKey::MAX_CHARS)]
pub struct InvalidIdempotencyKey;

impl IdempotencyKey {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 64;

    /// Creates a key from a client's request.
    ///
    /// # Errors
    ///
    /// [`InvalidIdempotencyKey`] if it is empty, too long or contains anything but visible ASCII.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidIdempotencyKey> {
        let text = text.into();
        let fits = (1..=Self::MAX_CHARS).contains(&text.len());
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits && visible {
            Ok(Self(text))
        } else {
            Err(InvalidIdempotencyKey)
        }
    }

    /// Returns the id of the game that `player` creates under this key. It is always the same, so that a
    /// repeated request finds the first game.
    #[must_use]
    pub fn game_id(&self, player: &PlayerId) -> GameId {
        let parts = [player.as_bytes().as_slice(), self.as_str().as_bytes()];
        GameId::from_bytes(digest("quizcraft game by idempotency key, 1", &parts))
    }

    /// Returns the text of the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

hex_id! {
    /// A hash of a request: equal for two requests for the same game.
    RequestFingerprint
}

/// A new game that is not yet stored, with the hash of its request and, if the number of new games is
/// limited, the quota that it counts towards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGame {
    game: Game,
    request: RequestFingerprint,
    quota: Option<Quota>,
}

impl NewGame {
    /// Returns the game, limited to so many games of its player within the hour of its creation.
    /// `None` removes the limit.
    #[must_use]
    pub fn with_games_per_hour(self, limit: impl Into<Option<GamesPerHour>>) -> Self {
        let hour = self.game.created.hour();
        let quota = limit.into().map(|limit| Quota::new(hour, limit));
        Self { quota, ..self }
    }

    /// Returns the game, which is pending.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns the hash of the request, which is stored with the game.
    #[must_use]
    pub const fn request(&self) -> RequestFingerprint {
        self.request
    }

    /// Returns the quota that the game counts towards, or `None` if the number of games is not limited.
    #[must_use]
    pub const fn quota(&self) -> Option<Quota> {
        self.quota
    }

    /// Returns the game.
    #[must_use]
    pub fn into_game(self) -> Game {
        self.game
    }
}
