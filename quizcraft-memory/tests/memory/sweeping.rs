//! A sweeper keeps pending games moving although no player reads them, and removes expired games.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_contract::{ManualClock, ScriptedWriter, block_on};
use quizcraft_core::gateway::{ExpiredGames, GameStore, Transition, Work, WriteError};
use quizcraft_core::{
    Error, Failure, FinishedGamesKept, Game, GameRequest, GamesPerHour, Gateways, Pending,
    PendingTimeout, PlayerId, Prepared, Quiz, Retention, Stage, Timestamp,
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

#[test]
fn a_sweep_removes_expired_games() {
    let mut world = World::new(100);
    let kept = FinishedGamesKept::new(Duration::from_mins(1)).unwrap();
    let retention = Retention::default().with_finished_games_kept(kept);
    world.quiz = world.quiz.with_retention(retention);
    let sweeper = Sweeper::new(world.quiz.clone(), world.games.clone(), world.queue.clone())
        .with_expired_games(world.games.clone());
    let (over, pending) = (world.start(1), world.start(2));
    let prepared = block_on(world.quiz.prepare(&Work::on(&over), &refusing()));
    assert!(matches!(prepared, Ok(Prepared::Failed(_))));

    world.clock.advance(Duration::from_secs(59));
    block_on(sweeper.remove_expired()).unwrap();
    assert!(matches!(world.stage(&over), Stage::Failed(_)));
    world.clock.advance(Duration::from_secs(1));
    block_on(sweeper.remove_expired()).unwrap();
    let found = block_on(world.games.find(&over.player(), &over.id())).unwrap();
    assert_eq!(found, None);
    assert!(matches!(world.stage(&pending), Stage::Pending(_)));
}

#[test]
fn a_sweeper_without_expired_games_removes_none() {
    let world = World::new(100);
    let game = world.start(1);
    block_on(world.sweeper.remove_expired()).unwrap();
    assert!(matches!(world.stage(&game), Stage::Pending(_)));
}

/// The number of players is the only part of the store's size that its `Debug` shows.
#[test]
fn players_without_games_are_freed_once_their_hour_is_past() {
    let world = World::new(100);
    let limit = GamesPerHour::new(1).unwrap();
    let kept = FinishedGamesKept::new(Duration::from_secs(1)).unwrap();
    let retention = Retention::default().with_finished_games_kept(kept);
    let quiz = world
        .quiz
        .with_games_per_hour(limit)
        .with_retention(retention);
    let start = |player: u8| {
        let player = PlayerId::from_bytes([player; 32]);
        let request = GameRequest::parse(["Rome"], None).unwrap();
        block_on(quiz.start(&player, request, None))
    };
    let over = start(1).unwrap().game().clone();
    drop(start(2).unwrap());
    let prepared = block_on(quiz.prepare(&Work::on(&over), &refusing()));
    assert!(matches!(prepared, Ok(Prepared::Failed(_))));
    assert!(format!("{:?}", world.games).contains("players: 2"));

    // Within the hour the player stays, since the game counts.
    world.clock.advance(Duration::from_secs(2));
    assert_eq!(block_on(quiz.remove_expired(&*world.games)).unwrap(), 1);
    assert!(matches!(start(1), Err(Error::TooManyGames { .. })));
    assert!(format!("{:?}", world.games).contains("players: 2"));

    world.clock.advance(Duration::from_hours(2));
    assert_eq!(block_on(quiz.remove_expired(&*world.games)).unwrap(), 0);
    assert!(format!("{:?}", world.games).contains("players: 1"));
    assert!(start(1).is_ok());
}

/// Starting a game and freeing its player at the same time must not lose the game.
#[test]
fn a_game_that_starts_while_its_player_is_freed_is_kept() {
    let world = World::new(100_000);
    let games = Arc::clone(&world.games);
    std::thread::scope(|scope| {
        let sweeping = scope.spawn(|| {
            for _ in 0..2_000 {
                let now = Timestamp::from_secs(1_000_000);
                block_on(games.remove_expired(now)).unwrap();
            }
        });
        let player = PlayerId::from_bytes([1; 32]);
        let kept = FinishedGamesKept::new(Duration::from_secs(1)).unwrap();
        while !sweeping.is_finished() {
            let game = world.start(1);
            let failing = game.fail(Failure::restore("Not now.")).unwrap();
            let found = block_on(world.games.find(&player, &game.id())).unwrap();
            assert_eq!(found.as_ref(), Some(&game), "a game that started is found");
            let failing = failing.kept_for(kept, Timestamp::from_secs(1_000));
            let failed = block_on(world.games.fail(&failing)).unwrap();
            assert_eq!(failed, Transition::Made);
        }
    });
}

/// Returns a writer that refuses every brief.
fn refusing() -> ScriptedWriter {
    let reason = Failure::restore("I know nothing about that.");
    ScriptedWriter::default().then(Err(WriteError::Impossible(reason)))
}
