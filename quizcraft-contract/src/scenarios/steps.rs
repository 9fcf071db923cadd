//! What scenarios do and check over and over.

use std::sync::Arc;

use super::given::{ada, new_game, opening};
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Recording, Transition};
use quizcraft_core::{
    Answer, Choice, Game, GameId, NewGame, Page, PageLimit, PageRequest, Play, PlayerId, Position,
    Question, Reply, Verdict,
};

/// The store of a scenario.
pub(super) type Store = Arc<dyn GameStore>;

/// Returns what a gateway gave, where it has no reason not to give anything.
pub(super) fn given<T>(result: Result<T, GatewayError>) -> T {
    result.unwrap_or_else(|error| {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        panic!("the gateway fails where it has no reason to: {error} ({source:?})")
    })
}

/// Creates a game, which must not be there yet.
pub(super) async fn create(store: &Store, new: &NewGame) -> Game {
    let creation = given(store.create(new).await);
    assert_eq!(creation, Creation::Created, "a new game is created");
    new.game().clone()
}

/// Creates Ada's `n`th game, with five questions to come.
pub(super) async fn created(store: &Store, n: u32) -> Game {
    create(store, &new_game(n)).await
}

/// Creates Ada's `n`th game and opens it with five questions.
pub(super) async fn opened(store: &Store, n: u32) -> Play {
    open(store, &created(store, n).await).await
}

/// Opens a pending game with all questions that it may have.
pub(super) async fn open(store: &Store, game: &Game) -> Play {
    let opening = opening(game, "The writer");
    let transition = given(store.open(&opening).await);
    assert_eq!(transition, Transition::Made, "a pending game is opened");
    let (game, questions) = opening.into_parts();
    play(game, Some(questions))
}

/// Returns a game and its questions as a whole.
pub(super) fn play(game: Game, questions: Option<quizcraft_core::Questions>) -> Play {
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

/// Returns the next question of a game that is being played.
pub(super) fn next_question(play: &Play) -> &Question {
    let next = play
        .questions()
        .and_then(quizcraft_core::Questions::first_unanswered);
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

/// Answers the next question of a game as it is stored.
pub(super) async fn answered(store: &Store, game: &Game, verdict: Verdict) -> Answer {
    let answer = next_answer(&load(store, game).await, verdict);
    record(store, &answer).await;
    answer
}

/// Records an answer, which must be the first to its question.
pub(super) async fn record(store: &Store, answer: &Answer) {
    let recording = given(store.record(answer).await);
    assert_eq!(recording, Recording::Recorded, "a first answer is recorded");
}

/// Answers all questions that are left, rightly.
pub(super) async fn finished(store: &Store, play: &Play) -> Play {
    let stored = find(store, play.game()).await;
    for _ in stored.questions_answered()..stored.questions_limit() {
        answered(store, play.game(), Verdict::Right).await;
    }
    load(store, play.game()).await
}

/// Returns the game as [`GameStore::find`] gives it; it must be there.
pub(super) async fn find(store: &Store, game: &Game) -> Game {
    let found = given(store.find(&game.player(), &game.id()).await);
    found.unwrap_or_else(|| panic!("a game that was created is found: {game:?}"))
}

/// Returns the game as [`GameStore::load`] gives it; it must be there.
pub(super) async fn load(store: &Store, game: &Game) -> Play {
    let loaded = given(store.load(&game.player(), &game.id()).await);
    loaded.unwrap_or_else(|| panic!("a game that was created is loaded: {game:?}"))
}

/// Returns a page of a player's games.
pub(super) async fn page(
    store: &Store,
    player: &PlayerId,
    limit: PageLimit,
    after: Option<Position>,
) -> Page {
    given(store.page(player, &PageRequest::new(limit, after)).await)
}

/// Returns a limit for pages.
pub(super) fn limit(limit: i64) -> PageLimit {
    PageLimit::new(limit).unwrap_or_else(|error| panic!("{error}"))
}

/// Ada's games as the pages of this size list them, first to last.
pub(super) async fn listed(store: &Store, size: i64) -> Vec<Game> {
    let (mut games, mut after) = (Vec::new(), None);
    loop {
        let (more, next) = page(store, &ada(), limit(size), after).await.into_parts();
        games.extend(more);
        match next {
            Some(position) if next != after => after = Some(position),
            Some(position) => panic!("a page leads on, not back to itself: {position:?}"),
            None => return games,
        }
    }
}

/// Returns the game as a page lists it.
pub(super) async fn on_page(store: &Store, game: &Game) -> Game {
    let mut games = listed(store, 100).await;
    games.retain(|listed| listed.id() == game.id());
    match games.pop() {
        Some(listed) if games.is_empty() => listed,
        other => panic!("a game is listed once: {game:?} is given as {other:?} and {games:?}"),
    }
}

/// Returns the game with its questions, after checking that everything that the store says of it
/// agrees.
pub(super) async fn whole(store: &Store, game: &Game) -> Play {
    let play = load(store, game).await;
    let found = find(store, game).await;
    assert_eq!(
        &found,
        play.game(),
        "a game's counters and status agree with its questions: found is what is loaded"
    );
    let listed = on_page(store, game).await;
    assert_eq!(listed, found, "a game is listed as it is found");
    play
}

/// Checks that the store knows nothing of such a game.
pub(super) async fn not_there(store: &Store, player: &PlayerId, game: &GameId) {
    let found = given(store.find(player, game).await);
    assert_eq!(found, None, "no other player's or unknown game is found");
    let loaded = given(store.load(player, game).await);
    assert_eq!(loaded, None, "no other player's or unknown game is loaded");
}
