use std::time::Duration;

use proptest::option;
use proptest::prelude::*;

use super::{
    drafts, failure, game_id, keywords, kinds, player_id, questions, questions::single_questions,
    questions_limit, response_to,
};
use quizcraft_core::gateway::{Brief, Work};
use quizcraft_core::{
    Answer, Cursor, ExpensiveGamesPerHour, FailGame, FinishedGamesKept, Game, GameRequest,
    GamesPerHour, GamesPerPlayer, IdempotencyKey, Kinds, Lease, LeaseHolder, NewGame, OpenGame,
    Overdue, PageLimit, PageRequest, Pending, PendingTimeout, Play, Position, Question,
    QuestionIndex, Questions, Reply, Restored, Retry, StoredGame, StoredStatus, TakeLease,
    Timestamp,
};

/// Returns a strategy for times between 1970 and the year 2100.
pub fn timestamp() -> impl Strategy<Value = Timestamp> + Clone {
    (0..4_102_444_800_u64).prop_map(Timestamp::from_secs)
}

/// Returns a strategy for pending timeouts of up to an hour.
pub fn pending_timeout() -> impl Strategy<Value = PendingTimeout> + Clone {
    (0..3_600_u64).prop_map(|secs| PendingTimeout::new(Duration::from_secs(secs)))
}

/// Returns a strategy for requests for a game.
pub fn game_request() -> impl Strategy<Value = GameRequest> + Clone {
    let parts = (keywords(), questions_limit(), kinds());
    parts.prop_map(|(keywords, limit, kinds)| GameRequest::new(keywords, limit).with_kinds(kinds))
}

/// Returns a strategy for idempotency keys.
pub fn idempotency_key() -> impl Strategy<Value = IdempotencyKey> + Clone {
    "[!-~]{1,64}".prop_filter_map("a key", |text| IdempotencyKey::new(text).ok())
}

/// Returns a strategy for page limits.
pub fn page_limit() -> impl Strategy<Value = PageLimit> + Clone {
    (1..=i64::from(PageLimit::MAX)).prop_filter_map("a limit", |limit| PageLimit::new(limit).ok())
}

/// Returns a strategy for positions of games.
pub fn position() -> impl Strategy<Value = Position> + Clone {
    (timestamp(), game_id()).prop_map(|(created, game)| Position::new(created, game))
}

/// Returns a strategy for pending games with any number of retries and attempts.
pub fn pending_game() -> impl Strategy<Value = Game> + Clone {
    let requested_at = option::of(timestamp());
    let leases = (option::of(lease()), 0..=Lease::MAX_ATTEMPTS);
    let status = (requested_at, 0..=Pending::MAX_RETRIES, leases);
    let status =
        status.prop_map(
            |(requested_at, retries, (lease, attempts))| StoredStatus::Pending {
                requested_at,
                retries,
                lease,
                attempts,
            },
        );
    with_status(status.boxed())
}

/// Returns a strategy for leases.
pub fn lease() -> impl Strategy<Value = Lease> + Clone {
    (any::<[u8; LeaseHolder::BYTES]>(), timestamp()).prop_map(|(holder, until)| Lease {
        holder: LeaseHolder::from_bytes(holder),
        until,
    })
}

/// Returns a strategy for commands that lease a game, with or without a quota.
pub fn take_lease() -> impl Strategy<Value = TakeLease> {
    let parts = (
        pending_game(),
        lease(),
        timestamp(),
        option::of(expensive_games_per_hour()),
    );
    parts.prop_filter_map("a lease", |(game, lease, now, limit)| {
        let command = game.lease(lease, now).ok()?;
        Some(command.with_expensive_games_per_hour(limit))
    })
}

/// Returns a strategy for failed games.
pub fn failed_game() -> impl Strategy<Value = Game> + Clone {
    with_status(failure().prop_map(StoredStatus::Failed).boxed())
}

/// Returns a strategy for games at any stage.
pub fn game() -> impl Strategy<Value = Game> {
    play().prop_map(|play| play.game().clone())
}

/// Returns a strategy for games at any stage with their questions.
pub fn play() -> impl Strategy<Value = Play> {
    prop_oneof![
        1 => pending_game().prop_map(|game| combined(game, None)),
        1 => failed_game().prop_map(|game| combined(game, None)),
        4 => (pending_game(), questions()).prop_map(|(game, questions)| open(&game, questions)),
    ]
}

/// Returns a strategy for stored games that satisfy the current rules.
pub fn stored_game() -> impl Strategy<Value = StoredGame> {
    game().prop_map(|game| StoredGame::of(&game))
}

/// Returns a strategy for games that the deployed service may have stored, with their questions: ready
/// games without counters, or pending games with leftover questions. The number of questions may
/// differ from the limit, and their numbers may have gaps.
pub fn deployed_game() -> impl Strategy<Value = (StoredGame, Vec<Question>)> {
    let status = prop_oneof![
        Just(StoredStatus::Ready {
            answered: None,
            correct: None,
            score: None
        }),
        Just(StoredStatus::Pending {
            requested_at: None,
            retries: 0,
            lease: None,
            attempts: 0,
        }),
    ];
    let gaps = proptest::collection::vec(1..3_i64, 6);
    let parts = (pending_game(), status, single_questions(), gaps);
    parts.prop_map(|(game, status, questions, gaps)| {
        let stored = StoredGame {
            kinds: Kinds::default(),
            ..stored(&game, status)
        };
        (stored, with_gaps(&questions, &gaps))
    })
}

/// Returns the questions with gaps between their numbers.
fn with_gaps(questions: &Questions, gaps: &[i64]) -> Vec<Question> {
    let numbers = gaps.iter().scan(0, |number, gap| {
        *number += gap;
        QuestionIndex::new(*number)
    });
    let numbered = numbers.zip(questions.iter());
    numbered
        .map(|(index, question)| {
            let response = question.response().cloned();
            Question::restore(index, question.draft().clone(), response)
        })
        .collect()
}

/// Returns a strategy for units of work.
pub fn work() -> impl Strategy<Value = Work> {
    pending_game().prop_map(|game| Work::on(&game))
}

/// Returns a strategy for briefs.
pub fn brief() -> impl Strategy<Value = Brief> {
    pending_game().prop_filter_map("a brief", |game| Brief::of(&game))
}

/// Returns a strategy for page requests.
pub fn page_request() -> impl Strategy<Value = PageRequest> + Clone {
    (page_limit(), option::of(position())).prop_map(|(limit, after)| PageRequest::new(limit, after))
}

/// Returns a strategy for cursors.
pub fn cursor() -> impl Strategy<Value = Cursor> + Clone {
    (player_id(), position()).prop_map(|(player, position)| Cursor::new(&player, position))
}

/// Returns a strategy for limits of games per hour.
pub fn games_per_hour() -> impl Strategy<Value = GamesPerHour> + Clone {
    (1..=u32::MAX).prop_filter_map("a limit", |limit| GamesPerHour::new(limit).ok())
}

/// Returns a strategy for limits of expensive games per hour.
pub fn expensive_games_per_hour() -> impl Strategy<Value = ExpensiveGamesPerHour> + Clone {
    (1..=u32::MAX).prop_filter_map("a limit", |limit| ExpensiveGamesPerHour::new(limit).ok())
}

/// Returns a strategy for the time that ended games are kept, up to ten years.
pub fn finished_games_kept() -> impl Strategy<Value = FinishedGamesKept> + Clone {
    (1..315_360_000_u64).prop_filter_map("a duration", |secs| {
        FinishedGamesKept::new(Duration::from_secs(secs)).ok()
    })
}

/// Returns a strategy for limits of games per player.
pub fn games_per_player() -> impl Strategy<Value = GamesPerPlayer> + Clone {
    (1..=u32::MAX).prop_filter_map("a limit", |limit| GamesPerPlayer::new(limit).ok())
}

/// Returns a strategy for new games, with or without a quota.
pub fn new_game() -> impl Strategy<Value = NewGame> + Clone {
    let begun = (game_request(), game_id(), player_id(), timestamp());
    let limited = (begun, option::of(games_per_hour()));
    limited.prop_map(|((request, id, player, now), limit)| {
        let new = request.begin(id, player, now);
        new.with_games_per_hour(limit)
    })
}

/// Returns a strategy for commands that open a game.
pub fn open_game() -> impl Strategy<Value = OpenGame> {
    (pending_game(), drafts(1..=6))
        .prop_filter_map("a game that opens", |(game, drafts)| game.open(drafts).ok())
}

/// Returns a strategy for commands that retry a game.
pub fn retry() -> impl Strategy<Value = Retry> {
    let overdue = (pending_game(), timestamp(), pending_timeout());
    overdue.prop_filter_map("an overdue game", |(game, now, timeout)| {
        match game.overdue(now, timeout) {
            Overdue::Retry(retry) => Some(retry),
            Overdue::No | Overdue::Fail(_) => None,
        }
    })
}

/// Returns a strategy for commands that fail a game.
pub fn fail_game() -> impl Strategy<Value = FailGame> {
    (pending_game(), failure()).prop_filter_map("a game that fails", |(game, failure)| {
        game.fail(failure).ok()
    })
}

/// Returns a strategy for first answers, right or wrong, to the next question of a game.
pub fn answer() -> impl Strategy<Value = Answer> {
    let parts = (play(), any::<proptest::sample::Index>());
    parts.prop_filter_map("a game in play", |(play, chosen)| {
        let next = play.questions()?.first_unanswered()?;
        match play.answer(None, response_to(next.draft(), &chosen)) {
            Ok(Reply::New(answer)) => Some(*answer),
            _ => None,
        }
    })
}

fn with_status(status: BoxedStrategy<StoredStatus>) -> impl Strategy<Value = Game> + Clone {
    (new_game(), status).prop_map(|(new, status)| restored(stored(new.game(), status)))
}

/// Returns the game after it was opened with these partly answered questions.
fn open(game: &Game, questions: Questions) -> Play {
    let counted = StoredStatus::Ready {
        answered: Some(0),
        correct: Some(0),
        score: None,
    };
    let mut stored = stored(game, counted);
    stored.limit = questions.total().get();
    combined(restored(stored), Some(questions))
}

fn combined(game: Game, questions: Option<Questions>) -> Play {
    Play::new(game, questions)
        .unwrap_or_else(|error| panic!("the questions do not fit their game: {error}"))
}

fn stored(game: &Game, status: StoredStatus) -> StoredGame {
    StoredGame {
        status,
        ..StoredGame::of(game)
    }
}

fn restored(stored: StoredGame) -> Game {
    match stored.restore() {
        Ok(Restored::Whole(game)) => game,
        other => panic!("the game is not restored: {other:?}"),
    }
}
