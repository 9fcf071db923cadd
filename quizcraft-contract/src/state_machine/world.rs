//! Values that the model and the quiz share: players, keywords, and the questions of the writers.

use crate::gateways::seeded_bytes;
use quizcraft_core::{
    ExpensiveGamesPerHour, Failure, GameId, GamesPerHour, GamesPerPlayer, IdempotencyKey, Keyword,
    Keywords, KeywordsFingerprint, Kind, Kinds, PlayerId, RawResponse, Retention,
};

/// The number of players.
pub(super) const PLAYERS: usize = 2;

/// The texts that players choose: the options of every question, and a text that is no option.
pub(super) const CHOICES: [&str; 5] = ["north", "east", "south", "west", "up"];

/// The number of options among the choices.
pub(super) const OPTIONS: usize = 4;

/// The maximum number of games that a player starts per hour: small, so that sequences reach it.
pub(super) const GAMES_PER_HOUR: u32 = 3;

/// Returns the limit of new games.
pub(super) fn games_per_hour() -> GamesPerHour {
    GamesPerHour::new(GAMES_PER_HOUR).unwrap_or_else(|error| panic!("{error}"))
}

/// The maximum number of a player's games per hour for which a writer may do what is expensive.
pub(super) const EXPENSIVE_GAMES_PER_HOUR: u32 = 1;

/// Returns the limit of expensive games.
pub(super) fn expensive_games_per_hour() -> ExpensiveGamesPerHour {
    ExpensiveGamesPerHour::new(EXPENSIVE_GAMES_PER_HOUR).unwrap_or_else(|error| panic!("{error}"))
}

/// The number of games that a player keeps, without the pending ones: so small that many
/// sequences exceed it.
pub(super) const GAMES_PER_PLAYER: usize = 1;

/// Returns the retention with the limit of games per player.
pub(super) fn retention() -> Retention {
    let limit = u32::try_from(GAMES_PER_PLAYER).unwrap_or(u32::MAX);
    let limit = GamesPerPlayer::new(limit).unwrap_or_else(|error| panic!("{error}"));
    Retention::default().with_games_per_player(limit)
}

/// The seed of the randomness for ids.
pub(super) const SEED: u64 = 7;

/// Returns the failure of a writer that fails permanently.
pub(super) fn failure() -> Failure {
    let suggestions = ["Rome", "Gaul"].map(Keyword::restore);
    Failure::restore("I know nothing about that.").with_suggestions(suggestions)
}

pub(super) fn player(n: usize) -> PlayerId {
    PlayerId::from_bytes(seeded_bytes("a player of the machine", n as u64))
}

/// Returns a list of keywords. The first two lists are equal as sets.
pub(super) const fn words(n: usize) -> &'static [&'static str] {
    match n {
        0 => &["Rome", "Caesar"],
        1 => &[" caesar", "ROME", "rome"],
        _ => &["Gaul"],
    }
}

/// Returns which set of keywords a list is.
pub(super) const fn set(words: usize) -> usize {
    if words < 2 { 0 } else { 2 }
}

/// Returns the fingerprint of a list of keywords.
pub(super) fn keywords(words: usize) -> KeywordsFingerprint {
    let keywords = Keywords::new(self::words(words).iter().copied());
    keywords
        .unwrap_or_else(|error| panic!("{error}"))
        .fingerprint()
}

/// Returns all pairs of a player and a list of keywords.
pub(super) fn players_with_words() -> impl Iterator<Item = (usize, usize)> {
    (0..PLAYERS).flat_map(|player| (0..3).map(move |words| (player, words)))
}

/// Returns the `n`th idempotency key.
pub(super) fn key(n: u8) -> IdempotencyKey {
    let key = IdempotencyKey::new(format!("key-{n}"));
    key.unwrap_or_else(|error| panic!("{error}"))
}

/// An id that no game has.
pub(super) const UNKNOWN: GameId = GameId::from_bytes([0; 32]);

/// Returns the kinds of questions in a game about these words: all, or only the default.
pub(super) fn kinds(words: usize) -> Kinds {
    match set(words) {
        0 => Kinds::ALL,
        _ => Kinds::default(),
    }
}

/// A question as a writer returns it.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) prompt: String,
    pub(super) kind: Kind,
    /// The choice whose [`response`] is right.
    pub(super) solution: usize,
    pub(super) clarification: String,
}

/// Returns the `n`th question that the writer returns for a delivery. All questions differ.
pub(super) fn written(delivery: usize, n: usize, kinds: Kinds) -> Written {
    let all: Vec<_> = kinds.iter().collect();
    Written {
        kind: all[(3 * delivery + n) % all.len()],
        prompt: format!("Where to, for the {n}th time, at delivery {delivery}?"),
        solution: (delivery + n) % OPTIONS,
        clarification: format!("Because it is delivery {delivery}, question {n}."),
    }
}

/// Returns whether the writer needs the lease for a delivery.
pub(super) const fn needs_lease(delivery: usize) -> bool {
    !delivery.is_multiple_of(3)
}

/// Returns the response that a choice is for a question of this kind. The last choice is invalid, except as a
/// text.
pub(super) fn response(kind: Kind, choice: usize) -> RawResponse {
    match kind {
        Kind::Single | Kind::Text => CHOICES[choice].into(),
        _ if choice >= OPTIONS => match kind {
            Kind::Number => CHOICES[choice].into(),
            _ => [CHOICES[choice]].into(),
        },
        Kind::Number => RawResponse::Number(choice.to_string()),
        Kind::Multiple => {
            let mut chosen = several(choice);
            chosen.sort_unstable();
            RawResponse::List(chosen)
        }
        _ => RawResponse::List(rotated(choice)),
    }
}

/// Returns three options from this one on: the right options of a multiple choice with this solution.
pub(super) fn several(first: usize) -> Vec<String> {
    let mut options = rotated(first);
    options.truncate(3);
    options
}

/// Returns the options from this one on: the right order of a sequence with this solution.
pub(super) fn rotated(first: usize) -> Vec<String> {
    let mut options: Vec<_> = CHOICES[..OPTIONS].iter().map(ToString::to_string).collect();
    options.rotate_left(first);
    options
}

/// The error of an unavailable writer.
pub(super) const UNAVAILABLE: &str = "the writer is unavailable";
