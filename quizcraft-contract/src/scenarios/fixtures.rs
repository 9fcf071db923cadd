//! Players, new games and questions for scenarios. They are deterministic, so that failures are
//! reproducible.

use std::num::NonZeroU16;

use crate::gateways::seeded_bytes;
use quizcraft_core::{
    Choice, Clarification, Draft, Drafts, ExpensiveGamesPerHour, Failure, Game, GameId,
    GameRequest, GamesPerHour, Keywords, NewGame, OpenGame, Overdue, PlayerId, Prompt,
    QuestionsLimit, Timestamp,
};
use quizcraft_core::{FailGame, PendingTimeout, Retry};

/// The creation time of the games.
pub(super) const NOW: Timestamp = Timestamp::from_secs(1_700_000_000);

/// Returns the player to whom most games belong.
pub(super) fn ada() -> PlayerId {
    PlayerId::from_bytes(seeded_bytes("contract player", 1))
}

/// Returns another player.
pub(super) fn bob() -> PlayerId {
    PlayerId::from_bytes(seeded_bytes("contract player", 2))
}

/// Returns the id of the `n`th game. Ids are not in the order of `n`.
pub(super) fn game_id(n: u32) -> GameId {
    GameId::from_bytes(seeded_bytes("contract game", n.into()))
}

/// Returns the `n`th new game of Ada, with five questions requested.
pub(super) fn new_game(n: u32) -> NewGame {
    new_game_at(n, NOW)
}

/// Returns the `n`th new game of Ada, created at this time.
pub(super) fn new_game_at(n: u32, created: Timestamp) -> NewGame {
    request(&["Rome", "Caesar"], 5).begin(game_id(n), ada(), created)
}

/// Returns the `n`th new game of Ada, limited to so many games per hour.
pub(super) fn limited_game(n: u32, limit: u32) -> NewGame {
    new_game(n).with_games_per_hour(games_per_hour(limit))
}

pub(super) fn games_per_hour(limit: u32) -> GamesPerHour {
    GamesPerHour::new(limit).unwrap_or_else(|error| panic!("{error}"))
}

pub(super) fn expensive_games_per_hour(limit: u32) -> ExpensiveGamesPerHour {
    ExpensiveGamesPerHour::new(limit).unwrap_or_else(|error| panic!("{error}"))
}

pub(super) fn request(keywords: &[&str], limit: u16) -> GameRequest {
    let keywords = Keywords::new(keywords).unwrap_or_else(|error| panic!("{error}"));
    GameRequest::new(keywords, questions_limit(limit))
}

pub(super) fn questions_limit(limit: u16) -> QuestionsLimit {
    QuestionsLimit::restore(NonZeroU16::new(limit).unwrap_or(NonZeroU16::MIN))
}

/// Returns `count` questions whose texts all contain the author's name.
pub(super) fn drafts(author: &str, count: u16) -> Drafts {
    let drafts = (1..=count).map(|n| draft(&format!("{author}'s question {n}")));
    Drafts::new(drafts.collect()).unwrap_or_else(|error| panic!("{error}"))
}

fn draft(name: &str) -> Draft {
    let choice = |text: &str| Choice::restore(format!("{name}: {text}"));
    Draft::restore_single(
        Prompt::restore(name),
        choice("right"),
        vec![choice("wrong"), choice("worse"), choice("worst")],
        Clarification::restore(format!("{name}: because")),
    )
}

/// Returns the command that opens `game` with as many questions as were requested.
pub(super) fn open_game(game: &Game, author: &str) -> OpenGame {
    open_game_with(game, drafts(author, game.questions_limit()))
}

pub(super) fn open_game_with(game: &Game, drafts: Drafts) -> OpenGame {
    game.open(drafts)
        .unwrap_or_else(|error| panic!("scenarios open pending games only: {error}"))
}

/// Returns the command that fails `game` for a reason.
pub(super) fn fail_game(game: &Game, reason: &str) -> FailGame {
    fail_game_with(game, Failure::restore(reason))
}

/// Returns the command that fails `game`.
pub(super) fn fail_game_with(game: &Game, failure: Failure) -> FailGame {
    game.fail(failure)
        .unwrap_or_else(|error| panic!("scenarios fail pending games only: {error}"))
}

/// Returns the command that retries `game` at `now`, with a pending timeout of zero.
pub(super) fn retry_game(game: &Game, now: Timestamp) -> Retry {
    match game.overdue(now, PendingTimeout::new(std::time::Duration::ZERO)) {
        Overdue::Retry(retry) => retry,
        other => panic!("scenarios retry pending games only: {other:?}"),
    }
}

/// Returns [`NOW`] plus `secs` seconds.
pub(super) fn later(secs: u64) -> Timestamp {
    NOW.plus(std::time::Duration::from_secs(secs))
}

/// Returns [`NOW`] minus `secs` seconds.
pub(super) fn earlier(secs: u64) -> Timestamp {
    Timestamp::from_secs(NOW.as_secs().saturating_sub(secs))
}
