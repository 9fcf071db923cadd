//! A quiz over mocks that panic on every call that a test does not expect.

use std::sync::Arc;

use quizcraft_core::gateway::{
    GatewayError, MockClock, MockGameStore, MockRandomness, MockWorkQueue,
};
use quizcraft_core::{
    Asked, Choice, Clarification, Draft, Drafts, Game, GameId, GameRequest, Gateways, Play,
    PlayerId, Prompt, Quiz, Timestamp,
};

pub(crate) const ADA: PlayerId = PlayerId::from_bytes([1; 32]);
pub(crate) const GAME: GameId = GameId::from_bytes([7; 32]);
pub(crate) const CREATED: Timestamp = Timestamp::from_secs(1_000_000);
/// A time after the deadline of a game created at [`CREATED`].
pub(crate) const OVERDUE: Timestamp = Timestamp::from_secs(1_001_000);

/// The gateways of a test.
#[derive(Default)]
pub(crate) struct Mocks {
    pub(crate) games: MockGameStore,
    pub(crate) queue: MockWorkQueue,
    pub(crate) clock: MockClock,
    pub(crate) randomness: MockRandomness,
}

impl Mocks {
    pub(crate) fn quiz(self) -> Quiz {
        Quiz::new(Gateways::new(
            Arc::new(self.games),
            Arc::new(self.queue),
            Arc::new(self.clock),
            Arc::new(self.randomness),
        ))
    }

    /// Returns mocks with a fixed clock.
    pub(crate) fn at(now: Timestamp) -> Self {
        let mut mocks = Self::default();
        mocks.clock.expect_now().return_const(now);
        mocks
    }

    /// Expects one random id to be drawn, and returns [`GAME`].
    pub(crate) fn expect_random_id(&mut self) {
        let id = *GAME.as_bytes();
        self.randomness.expect_bytes().once().return_const(id);
    }

    pub(crate) fn expect_find(&mut self, game: Option<Game>) {
        let find = self.games.expect_find().once();
        find.withf(|player, game| (*player, *game) == (ADA, GAME))
            .return_once(move |_, _| Ok(game));
    }

    /// Expects the reads of a worker: the game, and what its player was asked before.
    pub(crate) fn expect_worker_reads(&mut self, game: Option<Game>, before: Asked) {
        self.expect_find(game);
        let asked = self.games.expect_asked().once();
        let keywords = request().keywords().fingerprint();
        asked
            .withf(move |player, asked| (*player, *asked) == (ADA, keywords))
            .return_once(|_, _| Ok(before));
    }

    pub(crate) fn expect_load(&mut self, play: Option<Play>) {
        let load = self.games.expect_load().once();
        load.withf(|player, game| (*player, *game) == (ADA, GAME))
            .return_once(move |_, _| Ok(play));
    }

    pub(crate) fn expect_send(&mut self) {
        let send = self.queue.expect_send().once();
        send.withf(|work| (work.player(), work.game()) == (ADA, GAME))
            .return_once(|_| Ok(()));
    }
}

pub(crate) fn unavailable() -> GatewayError {
    GatewayError::Unavailable("the store is unreachable".into())
}

pub(crate) fn request() -> GameRequest {
    GameRequest::parse(["Rome"], Some(3)).unwrap()
}

pub(crate) fn pending() -> Game {
    request().begin(GAME, ADA, CREATED).into_game()
}

/// Returns the game after it was opened with three questions.
pub(crate) fn open() -> Play {
    let (game, questions) = pending().open(drafts()).unwrap().into_parts();
    Play::new(game, Some(questions)).unwrap()
}

pub(crate) fn drafts() -> Drafts {
    Drafts::new((1..=3).map(draft).collect()).unwrap()
}

fn draft(n: u8) -> Draft {
    Draft::single(
        Prompt::new(format!("Question {n}?")).unwrap(),
        Choice::new("right").unwrap(),
        ["wrong", "worse"]
            .map(|text| Choice::new(text).unwrap())
            .to_vec(),
        Clarification::new("Because.").unwrap(),
    )
    .unwrap()
}
