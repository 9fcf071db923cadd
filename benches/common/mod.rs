//! A quiz to measure: one player, with games at every stage.

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

/// Who plays.
pub const PLAYER: PlayerId = PlayerId::from_bytes([7; 32]);

/// A quiz over the memory gateways, whose futures never wait.
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

    /// A pending game.
    pub fn start(&self) -> GameId {
        self.start_for(&PLAYER)
    }

    /// A pending game of some player.
    pub fn start_for(&self, player: &PlayerId) -> GameId {
        // A word that means nothing tells the games apart: for a player's tenth game on the same
        // keywords the writer looks at nine others, which is not what is measured.
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let keywords = ["countries".to_owned(), format!("zz{number}")];
        let request = GameRequest::parse(keywords, None).expect("a valid request");
        let started = self.quiz.start(player, request, None);
        let started = ready(started).expect("the game is stored");
        let delivery = self.memory.queue().receive().expect("the work is sent");
        self.memory.queue().done(&delivery);
        started.game().id()
    }

    /// A game with 15 questions.
    pub fn open(&self) -> Game {
        self.open_for(&PLAYER)
    }

    /// A game of some player with 15 questions.
    pub fn open_for(&self, player: &PlayerId) -> Game {
        let game = self.start_for(player);
        let game = ready(self.quiz.view(player, &game)).expect("the game is there");
        match ready(self.quiz.prepare(&Work::on(&game), &self.writer)).expect("it is prepared") {
            Prepared::Opened(game) => game,
            other => panic!("{other:?}"),
        }
    }
}

/// What a future gives that never waits.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing in the process waits")
}

/// What a use case gives that goes well.
pub fn done<T>(use_case: impl Future<Output = Result<T, Error>>) -> T {
    ready(use_case).expect("it goes well")
}

/// Where Criterion writes what it measures.
pub fn output() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("criterion")
}

/// Measures for long enough to compare, and not for longer.
pub fn criterion() -> Criterion {
    Criterion::default()
        .output_directory(&output())
        .without_plots()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
}
