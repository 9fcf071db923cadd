//! Steps and checks that scenarios share.

use std::sync::Arc;

use super::fixtures::{ada, new_game, open_game};
use quizcraft_core::gateway::{Creation, GameStore, Recording, Transition};
use quizcraft_core::{
    Answer, Choice, Game, GameId, NewGame, Page, PageLimit, PageRequest, Play, PlayerId, Position,
    Question, Questions, Reply, Verdict,
};

/// The store of a scenario.
pub(super) type Store = Arc<dyn GameStore>;

/// Creates a game, which must not exist.
pub(super) async fn create(store: &Store, new: &NewGame) -> Game {
    let creation = call!(GameStore::create(store, new)).expect_ok();
    assert_eq!(creation, Creation::Created, "a new game is created");
    new.game().clone()
}

/// Creates Ada's `n`th game, with five questions requested.
pub(super) async fn created(store: &Store, n: u32) -> Game {
    create(store, &new_game(n)).await
}

/// Creates Ada's `n`th game and opens it with five questions.
pub(super) async fn opened(store: &Store, n: u32) -> Play {
    open(store, &created(store, n).await).await
}

/// Opens a pending game with as many questions as were requested.
pub(super) async fn open(store: &Store, game: &Game) -> Play {
    let command = open_game(game, "The writer");
    let transition = call!(GameStore::open(store, &command)).expect_ok();
    assert_eq!(transition, Transition::Made, "a pending game is opened");
    let (game, questions) = command.into_parts();
    play(game, Some(questions))
}

/// Combines a game with its questions.
pub(super) fn play(game: Game, questions: Option<Questions>) -> Play {
    Play::new(game, questions).unwrap_or_else(|error| panic!("a scenario's game: {error}"))
}

/// Returns the first answer to the next question, right or wrong.
pub(super) fn next_answer(play: &Play, verdict: Verdict) -> Answer {
    let question = next_question(play);
    let choice = match verdict {
        Verdict::Right => question.draft().solution(),
        Verdict::Wrong => wrong(question),
    };
    answer(play, choice)
}

/// Returns the next question of a ready game.
pub(super) fn next_question(play: &Play) -> &Question {
    let next = play.questions().and_then(Questions::first_unanswered);
    next.unwrap_or_else(|| panic!("the scenario's game has a next question: {play:?}"))
}

fn wrong(question: &Question) -> &Choice {
    let wrong = question.draft().wrong().first();
    wrong.unwrap_or_else(|| panic!("a question has a wrong option: {question:?}"))
}

/// Returns the first answer to the next question, with this choice.
pub(super) fn answer(play: &Play, choice: &Choice) -> Answer {
    match play.answer(None, choice.as_str()) {
        Ok(Reply::New(answer)) => *answer,
        other => panic!("the scenario's answer is the first to its question: {other:?}"),
    }
}

/// Returns the game after an answer to its next question.
pub(super) fn after_answer(before: &Play, answer: &Answer) -> Play {
    let questions = before.questions().into_iter().flat_map(Questions::iter);
    let questions = questions.map(|question| {
        let given = (question.index() == answer.index()).then_some(answer.response());
        let response = given.or(question.response()).cloned();
        Question::restore(question.index(), question.draft().clone(), response)
    });
    let questions = Questions::restore(questions.collect());
    play(
        answer.game().clone(),
        questions.unwrap_or_else(|error| panic!("{error}")),
    )
}

/// Answers the next question of a game as it is stored.
pub(super) async fn answered(store: &Store, game: &Game, verdict: Verdict) -> Answer {
    let answer = next_answer(&load(store, game).await, verdict);
    record(store, &answer).await;
    answer
}

/// Records an answer, which must be the first to its question.
pub(super) async fn record(store: &Store, answer: &Answer) {
    let recording = call!(GameStore::record(store, answer)).expect_ok();
    assert_eq!(recording, Recording::Recorded, "a first answer is recorded");
}

/// Answers all remaining questions correctly.
pub(super) async fn finished(store: &Store, play: &Play) -> Play {
    let stored = find(store, play.game()).await;
    for _ in stored.questions_answered()..stored.questions_limit() {
        answered(store, play.game(), Verdict::Right).await;
    }
    load(store, play.game()).await
}

/// Returns the game as [`GameStore::find`] returns it; it must exist.
pub(super) async fn find(store: &Store, game: &Game) -> Game {
    let found = call!(GameStore::find(store, &game.player(), &game.id())).expect_ok();
    found.unwrap_or_else(|| panic!("a game that was created is found: {game:?}"))
}

/// Returns the game as [`GameStore::load`] returns it; it must exist.
pub(super) async fn load(store: &Store, game: &Game) -> Play {
    let loaded = call!(GameStore::load(store, &game.player(), &game.id())).expect_ok();
    loaded.unwrap_or_else(|| panic!("a game that was created is loaded: {game:?}"))
}

/// Returns a page of a player's games.
pub(super) async fn page(
    store: &Store,
    player: &PlayerId,
    limit: PageLimit,
    after: Option<Position>,
) -> Page {
    call!(GameStore::page(
        store,
        player,
        &PageRequest::new(limit, after)
    ))
    .expect_ok()
}

/// Returns a limit for pages.
pub(super) fn limit(limit: i64) -> PageLimit {
    PageLimit::new(limit).unwrap_or_else(|error| panic!("{error}"))
}

/// Ada's games as the pages of this size list them, first to last.
pub(super) async fn listed(store: &Store, size: i64) -> Vec<Game> {
    listed_of(store, &ada(), size).await
}

/// A player's games as the pages of this size list them, first to last.
async fn listed_of(store: &Store, player: &PlayerId, size: i64) -> Vec<Game> {
    let (mut games, mut after) = (Vec::new(), None);
    loop {
        let (more, next) = page(store, player, limit(size), after).await.into_parts();
        games.extend(more);
        match next {
            Some(position) if next != after => after = Some(position),
            Some(position) => panic!("a page leads on, not back to itself: {position:?}"),
            None => return games,
        }
    }
}

/// Returns the game as a page lists it.
pub(super) async fn find_on_page(store: &Store, game: &Game) -> Game {
    let mut games = listed_of(store, &game.player(), 100).await;
    games.retain(|listed| listed.id() == game.id());
    match games.pop() {
        Some(listed) if games.is_empty() => listed,
        other => panic!("a game is listed once: {game:?} is listed as {other:?} and {games:?}"),
    }
}

/// Loads a game, and checks that `find`, `load` and `page` agree about it.
pub(super) async fn load_consistent(store: &Store, game: &Game) -> Play {
    let play = load(store, game).await;
    let found = find(store, game).await;
    assert_eq!(
        &found,
        play.game(),
        "find and load agree about counters and status"
    );
    let listed = find_on_page(store, game).await;
    assert_eq!(listed, found, "page and find agree");
    play
}

/// Checks that the player has no such game.
pub(super) async fn assert_missing(store: &Store, player: &PlayerId, game: &GameId) {
    let found = call!(GameStore::find(store, player, game)).expect_ok();
    assert_eq!(found, None, "no other player's or unknown game is found");
    let loaded = call!(GameStore::load(store, player, game)).expect_ok();
    assert_eq!(loaded, None, "no other player's or unknown game is loaded");
}

/// Checks that a value is the one before or after a write, and the one after it if it was acknowledged.
#[track_caller]
pub(super) fn assert_before_or_after<T>(stored: &T, before: &T, after: &T, is_acknowledged: bool)
where
    T: PartialEq + std::fmt::Debug,
{
    if is_acknowledged || stored != before {
        assert_eq!(
            stored, after,
            "a write takes effect completely or not at all"
        );
    }
}
