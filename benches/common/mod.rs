//! The quiz that the benchmarks measure: one player with games at every stage.

#![allow(dead_code, reason = "no bench needs all of it")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use criterion::Criterion;
use futures_util::FutureExt;
use quizcraft_core::gateway::Work;
use quizcraft_core::{Error, Game, GameId, GameRequest, PlayerId, Prepared, Quiz};
use quizcraft_generator::FactWriter;
use quizcraft_memory::Memory;

/// The player.
pub const PLAYER: PlayerId = PlayerId::from_bytes([7; 32]);

/// A quiz over the in-memory gateways, whose futures are ready at once.
pub struct Bench {
    pub quiz: Quiz,
    memory: Memory,
    writer: FactWriter,
    started: AtomicUsize,
}

impl Bench {
    pub fn new() -> Self {
        let memory = Memory::new();
        Self {
            quiz: memory.quiz(),
            memory,
            writer: FactWriter::new(),
            started: AtomicUsize::new(0),
        }
    }

    /// Starts a game, which is pending.
    pub fn start(&self) -> GameId {
        self.start_for(&PLAYER)
    }

    /// Starts a game of a player, which is pending.
    pub fn start_for(&self, player: &PlayerId) -> GameId {
        // A meaningless keyword makes the games differ. Otherwise the writer would avoid what the player
        // was asked before about the same keywords, which is not measured here.
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let keywords = ["countries".to_owned(), format!("zz{number}")];
        let request = GameRequest::parse(keywords, None).expect("a valid request");
        let started = self.quiz.start(player, request, None);
        let started = ready(started).expect("the game is stored");
        let delivery = self.memory.queue().receive().expect("the work is sent");
        self.memory.queue().done(&delivery);
        started.game().id()
    }

    /// Opens a game with 15 questions.
    pub fn open(&self) -> Game {
        self.open_for(&PLAYER)
    }

    /// Opens a game of a player with 15 questions.
    pub fn open_for(&self, player: &PlayerId) -> Game {
        let game = self.start_for(player);
        let game = ready(self.quiz.view(player, &game)).expect("the game exists");
        match ready(self.quiz.prepare(&Work::on(&game), &self.writer))
            .expect("the game is prepared")
        {
            Prepared::Opened(game) => game,
            other => panic!("{other:?}"),
        }
    }
}

/// Returns the output of a future that is ready at once.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("a ready future")
}

/// Returns the output of a use case that succeeds.
pub fn done<T>(use_case: impl Future<Output = Result<T, Error>>) -> T {
    ready(use_case).expect("the use case succeeds")
}

/// Returns the folder of Criterion's results.
pub fn output() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("criterion")
}

/// Returns a configuration that measures just long enough to compare.
pub fn criterion() -> Criterion {
    Criterion::default()
        .output_directory(&output())
        .without_plots()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
}
