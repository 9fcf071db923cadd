use std::time::Duration;

use proptest::option;
use proptest::prelude::*;

use super::{failure, game_id, keywords, player_id, questions, questions_limit};
use crate::gateway::Work;
use crate::{
    Deadline, Game, GameRequest, IdempotencyKey, PageLimit, Pending, Play, Position, Questions,
    Restored, StoredGame, StoredStatus, Timestamp,
};

/// A moment between 1970 and the year 2100.
pub fn timestamp() -> impl Strategy<Value = Timestamp> + Clone {
    (0..4_102_444_800_u64).prop_map(Timestamp::from_secs)
}

/// How long a game may stay pending, up to an hour.
pub fn deadline() -> impl Strategy<Value = Deadline> + Clone {
    (0..3_600_u64).prop_map(|secs| Deadline::new(Duration::from_secs(secs)))
}

/// A game as a player asks for it.
pub fn game_request() -> impl Strategy<Value = GameRequest> + Clone {
    (keywords(), questions_limit()).prop_map(|(keywords, limit)| GameRequest::new(keywords, limit))
}

/// A key under which a game is asked for.
pub fn idempotency_key() -> impl Strategy<Value = IdempotencyKey> + Clone {
    "[!-~]{1,64}".prop_filter_map("a key", |text| IdempotencyKey::new(text).ok())
}

/// How many games a page has at most.
pub fn page_limit() -> impl Strategy<Value = PageLimit> + Clone {
    (1..=i64::from(PageLimit::MAX)).prop_filter_map("a limit", |limit| PageLimit::new(limit).ok())
}

/// A place among a player's games.
pub fn position() -> impl Strategy<Value = Position> + Clone {
    (timestamp(), game_id()).prop_map(|(created, game)| Position::new(created, game))
}

/// A game whose questions are being written, perhaps asked for again.
pub fn pending_game() -> impl Strategy<Value = Game> + Clone {
    let asked_at = option::of(timestamp());
    let status = (asked_at, 0..=Pending::MAX_REPEATS);
    let status = status.prop_map(|(asked_at, repeats)| StoredStatus::Pending { asked_at, repeats });
    with_status(status.boxed())
}

/// A game that was given up.
pub fn failed_game() -> impl Strategy<Value = Game> + Clone {
    with_status(failure().prop_map(StoredStatus::Failed).boxed())
}

/// A game at any stage.
pub fn game() -> impl Strategy<Value = Game> {
    play().prop_map(|play| play.game().clone())
}

/// A game at any stage, with the questions that it has.
pub fn play() -> impl Strategy<Value = Play> {
    prop_oneof![
        1 => pending_game().prop_map(|game| together(game, None)),
        1 => failed_game().prop_map(|game| together(game, None)),
        4 => (pending_game(), questions()).prop_map(|(game, questions)| open(&game, questions)),
    ]
}

/// A game as it is stored, without anything that looser rules let in.
pub fn stored_game() -> impl Strategy<Value = StoredGame> {
    game().prop_map(|game| stored(&game, status(&game)))
}

/// A piece of work.
pub fn work() -> impl Strategy<Value = Work> {
    pending_game().prop_map(|game| Work::on(&game))
}

fn with_status(status: BoxedStrategy<StoredStatus>) -> impl Strategy<Value = Game> + Clone {
    let begun = (game_request(), game_id(), player_id(), timestamp());
    let begun = begun.prop_map(|(request, id, player, now)| request.begin(id, player, now));
    (begun, status).prop_map(|(new, status)| whole(stored(new.game(), status)))
}

/// The game as it is once it was opened with these questions and they were answered so far.
fn open(game: &Game, questions: Questions) -> Play {
    let counted = StoredStatus::Ready {
        answered: Some(0),
        correct: Some(0),
    };
    let mut stored = stored(game, counted);
    stored.limit = questions.total().get();
    together(whole(stored), Some(questions))
}

fn together(game: Game, questions: Option<Questions>) -> Play {
    Play::new(game, questions).unwrap_or_else(|error| panic!("a game with its questions: {error}"))
}

fn stored(game: &Game, status: StoredStatus) -> StoredGame {
    StoredGame {
        id: game.id(),
        player: game.player(),
        keywords: game.keywords().clone(),
        created: game.created(),
        limit: game.questions_limit(),
        status,
    }
}

fn whole(stored: StoredGame) -> Game {
    match stored.restore() {
        Ok(Restored::Whole(game)) => game,
        other => panic!("a whole game: {other:?}"),
    }
}

fn status(game: &Game) -> StoredStatus {
    use crate::Stage;
    match game.stage() {
        Stage::Pending(pending) => StoredStatus::Pending {
            asked_at: Some(pending.asked_at()),
            repeats: pending.repeats(),
        },
        Stage::Ready(_) | Stage::Finished(_) => StoredStatus::Ready {
            answered: Some(game.questions_answered()),
            correct: Some(game.questions_correct()),
        },
        Stage::Failed(failure) => StoredStatus::Failed(failure.clone()),
    }
}
