use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    Creation, ForwardingGameStore, GameStore, GatewayError, Recording, Transition,
};
use quizcraft_core::{Answer, FailGame, NewGame, Stage, Verdict};

/// What became of games since it was last asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(Arc<Mutex<Counts>>);

/// How often something was stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) started: u32,
    pub(crate) right: u32,
    pub(crate) wrong: u32,
    pub(crate) finished: u32,
    pub(crate) failed: u32,
}

impl Tally {
    pub(crate) fn take(&self) -> Counts {
        self.change(std::mem::take)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Counts) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A store of games that tallies what is stored in it: what was stored before counts once.
pub(crate) struct TalliedGames {
    games: Arc<dyn GameStore>,
    tally: Tally,
}

impl TalliedGames {
    pub(crate) fn new(games: Arc<dyn GameStore>, tally: Tally) -> Self {
        Self { games, tally }
    }
}

#[async_trait]
impl ForwardingGameStore for TalliedGames {
    fn inner(&self) -> &dyn GameStore {
        &*self.games
    }

    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        let creation = self.games.create(game).await?;
        if creation == Creation::Created {
            self.tally.change(|counts| add(&mut counts.started));
        }
        Ok(creation)
    }

    async fn fail(&self, failing: &FailGame) -> Result<Transition, GatewayError> {
        let transition = self.games.fail(failing).await?;
        if transition == Transition::Made {
            self.tally.change(|counts| add(&mut counts.failed));
        }
        Ok(transition)
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let recording = self.games.record(answer).await?;
        if recording == Recording::Recorded {
            self.tally.change(|counts| note(counts, answer));
        }
        Ok(recording)
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        let games = Arc::clone(&self.games).until(deadline);
        Arc::new(Self::new(games, self.tally.clone()))
    }
}

fn note(counts: &mut Counts, answer: &Answer) {
    match answer.verdict() {
        Verdict::Right => add(&mut counts.right),
        Verdict::Wrong => add(&mut counts.wrong),
    }
    if matches!(answer.game().stage(), Stage::Finished(_)) {
        add(&mut counts.finished);
    }
}

fn add(count: &mut u32) {
    *count = count.saturating_add(1);
}
