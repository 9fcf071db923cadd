use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    Creation, ForwardingGameStore, GameStore, GatewayError, Recording, Transition,
};
use quizcraft_core::{Answer, FailGame, NewGame, Stage, Verdict};

/// Counts what the store recorded since the last [`take`](Self::take).
#[derive(Clone, Debug, Default)]
pub(crate) struct GameCounters(Arc<Mutex<Counts>>);

/// The numbers of games and answers that the store recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) started: u32,
    /// Games that were refused because the player has started too many.
    pub(crate) refused: u32,
    pub(crate) right: u32,
    pub(crate) wrong: u32,
    pub(crate) finished: u32,
    pub(crate) failed: u32,
}

impl GameCounters {
    /// Returns the counts, and resets them.
    pub(crate) fn take(&self) -> Counts {
        self.change(std::mem::take)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Counts) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A store that counts what is recorded in it. A repeated write is not counted again.
pub(crate) struct CountingGames {
    games: Arc<dyn GameStore>,
    counters: GameCounters,
}

impl CountingGames {
    pub(crate) fn new(games: Arc<dyn GameStore>, counters: GameCounters) -> Self {
        Self { games, counters }
    }
}

#[async_trait]
impl ForwardingGameStore for CountingGames {
    fn inner(&self) -> &dyn GameStore {
        &*self.games
    }

    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        let creation = self.games.create(game).await?;
        self.counters.change(|counts| match &creation {
            Creation::Created => increment(&mut counts.started),
            Creation::TooMany => increment(&mut counts.refused),
            Creation::Exists(_) => {}
        });
        Ok(creation)
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        let transition = self.games.fail(command).await?;
        if transition == Transition::Made {
            self.counters.change(|counts| increment(&mut counts.failed));
        }
        Ok(transition)
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let recording = self.games.record(answer).await?;
        if recording == Recording::Recorded {
            self.counters.change(|counts| count_answer(counts, answer));
        }
        Ok(recording)
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        let games = Arc::clone(&self.games).until(deadline);
        Arc::new(Self::new(games, self.counters.clone()))
    }
}

fn count_answer(counts: &mut Counts, answer: &Answer) {
    match answer.verdict() {
        Verdict::Right => increment(&mut counts.right),
        Verdict::Wrong => increment(&mut counts.wrong),
    }
    if matches!(answer.game().stage(), Stage::Finished(_)) {
        increment(&mut counts.finished);
    }
}

fn increment(count: &mut u32) {
    *count = count.saturating_add(1);
}
