//! A sweeper keeps pending games moving although no player reads them.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_contract::{ManualClock, block_on};
use quizcraft_core::gateway::{GameStore, Work};
use quizcraft_core::{
    Error, Failure, Game, GameRequest, Gateways, Pending, PendingTimeout, PlayerId, Quiz, Stage,
    Timestamp,
};
use quizcraft_memory::{MemoryGames, MemoryQueue, OsRandomness, QueuePolicy, Sweeper};

struct World {
    clock: Arc<ManualClock>,
    games: Arc<MemoryGames>,
    queue: Arc<MemoryQueue>,
    quiz: Quiz,
    sweeper: Sweeper,
}

impl World {
    /// Creates an empty world whose queue has this capacity.
    fn new(capacity: usize) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
        Self::with(clock, Arc::default(), capacity)
    }

    /// Creates a server with its own queue over these games.
    fn with(clock: Arc<ManualClock>, games: Arc<MemoryGames>, capacity: usize) -> Self {
        let policy = QueuePolicy {
            capacity,
            max_deliveries: 1,
            ..QueuePolicy::default()
        };
        let queue = Arc::new(MemoryQueue::new(clock.clone(), policy));
        let quiz = Quiz::new(Gateways::new(
            games.clone(),
            queue.clone(),
            clock.clone(),
            Arc::new(OsRandomness),
        ));
        let sweeper = Sweeper::new(quiz.clone(), games.clone(), queue.clone());
        Self {
            clock,
            games,
            queue,
            quiz,
            sweeper,
        }
    }

    /// Starts a game of the player with this number.
    fn start(&self, player: u8) -> Game {
        let player = PlayerId::from_bytes([player; 32]);
        let request = GameRequest::parse(["Rome"], None).expect("a valid request");
        let started = block_on(self.quiz.start(&player, request, None)).expect("it starts");
        started.game().clone()
    }

    fn sweep(&mut self) -> Result<(), Error> {
        block_on(self.sweeper.sweep())
    }

    /// Receives all work that is waiting, and reports it as done.
    fn drain(&self) -> Vec<Work> {
        let deliveries = std::iter::from_fn(|| {
            let delivery = self.queue.receive()?;
            self.queue.done(&delivery);
            Some(delivery.work())
        });
        deliveries.collect()
    }

    fn stage(&self, game: &Game) -> Stage {
        let found = block_on(self.games.find(&game.player(), &game.id())).expect("it is read");
        found.expect("it is stored").stage().clone()
    }
}

#[test]
fn pending_games_are_sent_to_the_queue_of_a_new_process() {
    let old = World::new(100);
    let games: Vec<_> = (1..=9).map(|player| old.start(player)).collect();

    let mut new = World::with(old.clock, old.games, 100);
    assert!(new.queue.is_empty());
    new.sweep().unwrap();

    let sent = new.drain();
    assert_eq!(sent.len(), 9);
    assert!(games.iter().all(|game| sent.contains(&Work::on(game))));
    for game in &games {
        let Stage::Pending(pending) = new.stage(game) else {
            panic!("{game:?} is not pending")
        };
        assert_eq!(pending.retries(), 0, "a restart costs no retry");
    }
    new.sweep().unwrap();
    assert!(new.queue.is_empty(), "the work is sent once");
}

#[test]
fn work_that_a_full_queue_rejected_is_sent_when_it_has_room() {
    let mut world = World::new(3);
    world.sweep().unwrap();
    let games: Vec<_> = (1..=8).map(|player| world.start(player)).collect();
    assert_eq!(world.queue.len(), 3);

    let mut sent = Vec::new();
    for _ in 0..8 {
        for work in world.drain() {
            let game = games.iter().find(|game| game.id() == work.game()).unwrap();
            let command = game.fail(Failure::restore("Not now.")).unwrap();
            let _made = block_on(world.games.fail(&command)).unwrap();
            sent.push(work.game());
        }
        let _full = world.sweep();
    }
    sent.sort_unstable();
    let mut expected: Vec<_> = games.iter().map(Game::id).collect();
    expected.sort_unstable();
    assert_eq!(sent, expected, "each game is sent once");
}

#[test]
fn a_full_queue_is_reported_until_all_is_sent() {
    let old = World::new(100);
    for player in 1..=5 {
        old.start(player);
    }
    let mut new = World::with(old.clock, old.games, 3);
    assert!(matches!(new.sweep(), Err(Error::Unavailable(_))));
    assert_eq!(new.queue.len(), 3);
}

#[test]
fn a_game_whose_work_became_a_dead_letter_is_retried_and_then_fails() {
    let mut world = World::new(100);
    let game = world.start(1);
    for retries in 1..=Pending::MAX_RETRIES {
        assert!(world.queue.receive().is_some());
        world.clock.advance(past_the_timeout());
        assert_eq!(world.queue.receive(), None, "the work is a dead letter");
        world.sweep().unwrap();
        let Stage::Pending(pending) = world.stage(&game) else {
            panic!("it is not pending")
        };
        assert_eq!(pending.retries(), retries);
    }
    assert!(world.queue.receive().is_some());
    world.clock.advance(past_the_timeout());
    world.sweep().unwrap();
    assert!(matches!(world.stage(&game), Stage::Failed(_)));
    assert!(world.drain().is_empty());
}

#[test]
fn a_game_in_time_is_not_repaired() {
    let mut world = World::new(100);
    let game = world.start(1);
    world.sweep().unwrap();
    world.clock.advance(PendingTimeout::default().get());
    world.sweep().unwrap();
    let Stage::Pending(pending) = world.stage(&game) else {
        panic!("it is not pending")
    };
    assert_eq!(pending.retries(), 0);
    assert_eq!(world.drain().len(), 1);
}

fn past_the_timeout() -> Duration {
    PendingTimeout::default()
        .get()
        .saturating_add(Duration::from_secs(1))
}
