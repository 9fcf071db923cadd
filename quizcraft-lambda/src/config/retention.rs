use quizcraft_core::{FinishedGamesKept, GamesPerPlayer};

use super::Environment;

/// Returns how long games are kept after they finished or failed, or `None` if for ever.
pub(super) fn finished_games_kept(environment: &mut Environment<'_>) -> Option<FinishedGamesKept> {
    let parse = |text: &str| text.parse::<u32>();
    let days = environment.optional("FINISHED_GAMES_KEPT_DAYS", parse)?;
    FinishedGamesKept::days(days).ok()
}

/// Returns the number of games that a player keeps, or `None` if all.
pub(super) fn games_per_player(environment: &mut Environment<'_>) -> Option<GamesPerPlayer> {
    let parse = |text: &str| text.parse::<u32>();
    let limit = environment.optional("GAMES_PER_PLAYER", parse)?;
    GamesPerPlayer::new(limit).ok()
}
