//! Work with a writer that needs the lease on a game.

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::join_all;
use quizcraft_contract::{SeededRandomness, block_on};
use quizcraft_core::gateway::{
    Brief, Creation, Expense, ForwardingGameStore, GameStore, GatewayError, Leasing, MockClock,
    MockQuestionWriter, MockWorkQueue, QuestionWriter, RefusedExpense, Transition, Work,
    WriteError,
};
use quizcraft_core::{
    Asked, Drafts, Error, ExpensiveGamesPerHour, Failure, Game, GameId, Gateways,
    KeywordsFingerprint, Kind, Kinds, Lease, LeaseHolder, OpenGame, PlayerId, Prepared, Quiz,
    Stage, TakeLease, Timestamp,
};
use quizcraft_memory::MemoryGames;

use crate::fixtures::{ADA, CREATED, GAME, Mocks, drafts, pending, request, unavailable};

const SOON: Timestamp = Timestamp::from_secs(CREATED.as_secs() + 60);
/// The end of a lease that is taken [`SOON`]: after the pending timeout.
const END: Timestamp = Timestamp::from_secs(SOON.as_secs() + 300);

#[test]
fn the_lease_is_taken_for_the_pending_timeout() {
    let mut mocks = leasing(Ok(Leasing::Taken));
    let open = mocks.games.expect_open().once();
    open.return_once(|_| Ok(Transition::Made));
    let prepared = prepared(mocks, &writer(Ok(drafts())));
    assert!(matches!(prepared, Ok(Prepared::Opened(_))), "{prepared:?}");
}

#[test]
fn a_held_lease_says_when_to_try_again() {
    let mocks = leasing(Ok(Leasing::Held(SOON.plus(Duration::from_secs(40)))));
    let error = prepared(mocks, &uncalled()).unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(40)));
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
}

#[test]
fn a_game_that_ended_meanwhile_does_not_call_the_writer() {
    let prepared = prepared(leasing(Ok(Leasing::Missed)), &uncalled());
    assert_eq!(prepared.unwrap(), Prepared::NotPending);
}

#[test]
fn the_writer_is_not_called_if_the_lease_cannot_be_taken() {
    let error = prepared(leasing(Err(unavailable())), &uncalled()).unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
    assert_eq!(error.retry_after(), None);
}

#[test]
fn a_transient_error_of_the_writer_releases_the_lease_and_says_when_to_try_again() {
    for released in [Ok(Leasing::Taken), Err(unavailable())] {
        let mut mocks = leasing(Ok(Leasing::Taken));
        let release = mocks.games.expect_lease().once();
        release
            .withf(|command| command.lease().until == SOON && command.lease().holder == holder())
            .return_once(|_| released);
        let overloaded = WriteError::temporary("the model is overloaded");
        let overloaded = overloaded.after(Duration::from_secs(20));
        let error = prepared(mocks, &writer(Err(overloaded))).unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    }
}

#[test]
fn an_error_of_the_opening_releases_the_lease() {
    let mut mocks = leasing(Ok(Leasing::Taken));
    let open = mocks.games.expect_open().once();
    open.return_once(|_| Err(unavailable()));
    let release = mocks.games.expect_lease().once();
    release
        .withf(|command| command.lease().until == SOON && command.lease().holder == holder())
        .return_once(|_| Ok(Leasing::Taken));
    let error = prepared(mocks, &writer(Ok(drafts()))).unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
}

#[test]
fn an_expired_lease_is_not_released() {
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    mocks.expect_random_id();
    let mut times = [SOON, END].into_iter();
    let clock = mocks.clock.expect_now().times(2);
    clock.returning(move || times.next().unwrap());
    let lease = mocks.games.expect_lease().once();
    lease.return_once(|_| Ok(Leasing::Taken));
    let busy = WriteError::temporary("busy");
    let error = prepared(mocks, &writer(Err(busy))).unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
}

#[test]
fn beyond_a_limit_the_writer_is_called_without_expense_and_without_a_lease() {
    for reason in [RefusedExpense::Attempts, RefusedExpense::GamesPerHour] {
        let expense = Expense::Refused(reason);
        let mut mocks = leasing(Ok(Leasing::Refused(reason)));
        let open = mocks.games.expect_open().once();
        open.return_once(|_| Ok(Transition::Made));
        let opened = prepared(mocks, &writer_at(expense, Ok(drafts())));
        assert!(matches!(opened, Ok(Prepared::Opened(_))), "{opened:?}");

        let mut mocks = leasing(Ok(Leasing::Refused(reason)));
        let fail = mocks.games.expect_fail().once();
        fail.return_once(|_| Ok(Transition::Made));
        let nothing = WriteError::Impossible(Failure::new("Nothing is known.").unwrap());
        let failed = prepared(mocks, &writer_at(expense, Err(nothing)));
        assert!(matches!(failed, Ok(Prepared::Failed(_))), "{failed:?}");

        // There is no lease to release.
        let mocks = leasing(Ok(Leasing::Refused(reason)));
        let busy = WriteError::temporary("busy");
        let error = prepared(mocks, &writer_at(expense, Err(busy))).unwrap_err();
        assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
    }
}

#[test]
fn a_writer_that_asks_for_a_lease_again_is_broken() {
    let mut mocks = leasing(Ok(Leasing::Taken));
    let release = mocks.games.expect_lease().once();
    release
        .withf(|command| command.lease().until == SOON)
        .return_once(|_| Ok(Leasing::Taken));
    let again = Err(WriteError::NeedsLease);
    let error = prepared(mocks, &writer(again)).unwrap_err();
    assert!(matches!(error, Error::Internal(_)), "{error:?}");

    let reason = RefusedExpense::Attempts;
    let mocks = leasing(Ok(Leasing::Refused(reason)));
    let again = Err(WriteError::NeedsLease);
    let writer = writer_at(Expense::Refused(reason), again);
    let error = prepared(mocks, &writer).unwrap_err();
    assert!(matches!(error, Error::Internal(_)), "{error:?}");
}

#[test]
fn the_limit_of_expensive_games_applies_to_the_hour_of_the_lease() {
    for limit in [None, Some(ExpensiveGamesPerHour::default())] {
        let mut mocks = Mocks::at(SOON);
        mocks.expect_worker_reads(Some(pending()), Asked::default());
        mocks.expect_random_id();
        let lease = mocks.games.expect_lease().once();
        let expected = limit.map(|limit| (SOON.hour(), limit));
        lease
            .withf(move |command| {
                let quota = command.quota();
                quota.map(|quota| (quota.hour(), quota.limit())) == expected
            })
            .return_once(|_| Ok(Leasing::Missed));
        let quiz = mocks.quiz().with_expensive_games_per_hour(limit);
        let prepared = block_on(quiz.prepare(&Work::on(&pending()), &uncalled()));
        assert_eq!(prepared.unwrap(), Prepared::NotPending);
    }
}

#[test]
fn a_writer_that_ignores_the_requested_kinds_fails_the_game() {
    let kinds = Kinds::new([Kind::Order]).unwrap();
    let new = request().with_kinds(kinds).begin(GAME, ADA, CREATED);
    let mut mocks = Mocks::at(SOON);
    mocks.expect_worker_reads(Some(new.into_game()), Asked::default());
    let fail = mocks.games.expect_fail().once();
    fail.return_once(|_| Ok(Transition::Made));
    let mut writer = MockQuestionWriter::new();
    writer.expect_write().return_once(|_| Ok(drafts()));
    let prepared = prepared(mocks, &writer);
    assert!(matches!(prepared, Ok(Prepared::Failed(_))), "{prepared:?}");
}

#[test]
fn a_writer_without_a_lease_says_when_to_try_again() {
    let mut mocks = Mocks::default();
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    let mut writer = MockQuestionWriter::new();
    let busy = WriteError::temporary("busy").after(Duration::from_secs(7));
    writer.expect_write().return_once(|_| Err(busy));
    let error = prepared(mocks, &writer).unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}

#[test]
fn racing_workers_call_a_writer_with_a_lease_once() {
    block_on(async {
        let store = Arc::new(Counting::default());
        create(&store).await;
        let writer = Arc::new(Slow::default());
        let workers = (0..8).map(|worker| {
            let (quiz, writer) = (quiz(&store, SOON, worker), Arc::clone(&writer));
            async move { quiz.prepare(&Work::on(&pending()), &*writer).await }
        });
        let mut opened = 0;
        for prepared in join_all(workers).await {
            match prepared {
                Ok(Prepared::Opened(_)) => opened += 1,
                Ok(Prepared::NotPending) => {}
                Err(error) => assert_eq!(error.retry_after(), Some(Duration::from_mins(5))),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((opened, writer.calls.load(Ordering::SeqCst)), (1, 1));
    });
}

#[test]
fn the_lease_of_a_dead_worker_is_taken_over() {
    block_on(async {
        let store = Arc::new(Counting::default());
        create(&store).await;
        let dead = LeaseHolder::from_bytes([9; LeaseHolder::BYTES]);
        let lease = Lease {
            holder: dead,
            until: END,
        };
        let taken = store.0.lease(&pending().lease(lease, SOON).unwrap()).await;
        assert_eq!(taken.unwrap(), Leasing::Taken);

        let (work, writer) = (Work::on(&pending()), Slow::default());
        let early = quiz(&store, SOON, 1)
            .prepare(&work, &writer)
            .await
            .unwrap_err();
        assert_eq!(early.retry_after(), Some(Duration::from_mins(5)));
        let late = quiz(&store, END, 1).prepare(&work, &writer).await;
        assert!(matches!(late, Ok(Prepared::Opened(_))), "{late:?}");
        assert_eq!(writer.calls.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn a_failed_call_of_the_writer_frees_the_game_for_the_next_worker() {
    block_on(async {
        let store = Arc::new(Counting::default());
        create(&store).await;
        let work = Work::on(&pending());
        let busy = writer(Err(WriteError::temporary("busy")));
        quiz(&store, SOON, 1)
            .prepare(&work, &busy)
            .await
            .unwrap_err();
        let next = quiz(&store, SOON, 2).prepare(&work, &Slow::default()).await;
        assert!(matches!(next, Ok(Prepared::Opened(_))), "{next:?}");
    });
}

#[test]
fn preparing_a_game_takes_two_sequential_round_trips_and_three_with_a_lease() {
    block_on(async {
        let mut plain = MockQuestionWriter::new();
        plain.expect_write().return_once(|_| Ok(drafts()));
        assert_eq!(round_trips(&Work::on(&pending()), &plain).await, 2);
        assert_eq!(
            round_trips(&Work::on(&pending()), &Slow::default()).await,
            3
        );
    });
}

/// However often its work is delivered, a game is paid for a few times, and a player for a few games per hour.
#[test]
fn the_expense_of_a_player_is_bounded() {
    block_on(async {
        let store = Arc::new(Counting::default());
        create(&store).await;
        let other = GameId::from_bytes([9; 32]);
        let new = request().begin(other, ADA, CREATED);
        assert_eq!(store.0.create(&new).await.unwrap(), Creation::Created);
        let mut allowed = Vec::new();
        for (worker, game) in (1..).zip([GAME, GAME, GAME, GAME, GAME, other, other]) {
            let writer = Busy::default();
            let limit = ExpensiveGamesPerHour::new(1).unwrap();
            let quiz = quiz(&store, SOON, worker).with_expensive_games_per_hour(limit);
            let error = quiz.prepare(&Work::new(game, ADA), &writer).await;
            assert!(matches!(error, Err(Error::Unavailable(_))), "{error:?}");
            allowed.push(writer.0.into_inner().unwrap());
        }
        let [attempts, hour] = [RefusedExpense::Attempts, RefusedExpense::GamesPerHour];
        let mut expected = vec![Some(Expense::Allowed); 3];
        expected.extend([Some(Expense::Refused(attempts)); 2]);
        expected.extend([Some(Expense::Refused(hour)); 2]);
        assert_eq!(allowed, expected);
    });
}

/// A writer that needs a lease and is busy. Remembers which expense its last call was allowed.
#[derive(Default)]
struct Busy(Mutex<Option<Expense>>);

#[async_trait]
impl QuestionWriter for Busy {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        *self.0.lock().unwrap() = Some(brief.expense());
        match brief.expense() {
            Expense::NeedsLease => Err(WriteError::NeedsLease),
            _ => Err(WriteError::temporary("busy")),
        }
    }
}

/// Messages of older versions do not contain the keywords.
#[test]
fn work_without_keywords_is_prepared_with_one_more_round_trip() {
    block_on(async {
        let old: Work = serde_json::from_value(serde_json::json!({
            "game_id": GAME,
            "player_id": ADA,
        }))
        .unwrap();
        assert_eq!(round_trips(&old, &Slow::default()).await, 4);
    });
}

/// Returns the number of calls of a worker that had to wait for each other.
async fn round_trips(work: &Work, writer: &dyn QuestionWriter) -> usize {
    let store = Arc::new(Counting::default());
    create(&store).await;
    let prepared = quiz(&store, SOON, 1).prepare(work, writer).await;
    assert!(matches!(prepared, Ok(Prepared::Opened(_))), "{prepared:?}");
    store.1.load(Ordering::SeqCst)
}

/// Returns mocks in which a worker reads the game and takes its lease, with this result.
fn leasing(leasing: Result<Leasing, GatewayError>) -> Mocks {
    let mut mocks = Mocks::at(SOON);
    mocks.expect_worker_reads(Some(pending()), Asked::default());
    mocks.expect_random_id();
    let lease = mocks.games.expect_lease().once();
    lease
        .withf(|command| {
            let lease = Lease {
                holder: holder(),
                until: END,
            };
            (command.lease(), command.now()) == (lease, SOON)
        })
        .return_once(|_| leasing);
    mocks
}

/// Returns the holder that is drawn from the expected randomness.
fn holder() -> LeaseHolder {
    LeaseHolder::from_bytes([GAME.as_bytes()[0]; LeaseHolder::BYTES])
}

fn prepared(mocks: Mocks, writer: &MockQuestionWriter) -> Result<Prepared, Error> {
    block_on(mocks.quiz().prepare(&Work::on(&pending()), writer))
}

/// Returns a writer that needs a lease and expects one call under it.
fn writer(line: Result<Drafts, WriteError>) -> MockQuestionWriter {
    writer_at(Expense::Allowed, line)
}

/// Returns a writer that needs a lease and expects one call afterwards, with this expense.
fn writer_at(expense: Expense, line: Result<Drafts, WriteError>) -> MockQuestionWriter {
    let mut writer = uncalled();
    let write = writer.expect_write().once();
    write
        .withf(move |brief| brief.expense() == expense)
        .return_once(|_| line);
    writer
}

/// Returns a writer that needs a lease and expects no call under it.
fn uncalled() -> MockQuestionWriter {
    let mut writer = MockQuestionWriter::new();
    let first = writer.expect_write().once();
    first
        .withf(|brief| brief.expense() == Expense::NeedsLease)
        .return_once(|_| Err(WriteError::NeedsLease));
    writer
}

/// A writer that needs a lease, yields to other workers, and counts its calls under a lease or after a refusal.
#[derive(Default)]
struct Slow {
    calls: AtomicUsize,
}

#[async_trait]
impl QuestionWriter for Slow {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        if brief.expense() == Expense::NeedsLease {
            return Err(WriteError::NeedsLease);
        }
        self.calls.fetch_add(1, Ordering::SeqCst);
        for _ in 0..20 {
            yield_now().await;
        }
        Ok(drafts())
    }
}

/// Lets other workers of the same thread continue.
async fn yield_now() {
    let mut has_yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A store that counts the calls of workers that wait for each other. Reads that begin while another one runs
/// are counted once.
#[derive(Default)]
struct Counting(MemoryGames, AtomicUsize, AtomicUsize);

impl Counting {
    /// Counts a call, unless another one is running.
    async fn count<T>(&self, call: impl Future<Output = T>) -> T {
        if self.2.fetch_add(1, Ordering::SeqCst) == 0 {
            self.1.fetch_add(1, Ordering::SeqCst);
        }
        yield_now().await;
        let value = call.await;
        self.2.fetch_sub(1, Ordering::SeqCst);
        value
    }
}

#[async_trait]
impl ForwardingGameStore for Counting {
    fn inner(&self) -> &dyn GameStore {
        &self.0
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        self.count(self.0.find(player, game)).await
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        self.count(self.0.asked(player, keywords)).await
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        self.count(self.0.lease(command)).await
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        self.count(self.0.open(command)).await
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}

/// Stores the pending game.
async fn create(store: &Counting) {
    let new = request().begin(GAME, ADA, CREATED);
    let creation = store.0.create(&new).await.unwrap();
    assert_eq!(creation, Creation::Created);
    assert!(matches!(new.game().stage(), Stage::Pending(_)));
}

/// Returns the quiz of a worker over this store.
fn quiz(store: &Arc<Counting>, now: Timestamp, worker: u64) -> Quiz {
    let mut clock = MockClock::new();
    clock.expect_now().return_const(now);
    Quiz::new(Gateways::new(
        Arc::clone(store) as Arc<dyn GameStore>,
        Arc::new(MockWorkQueue::new()),
        Arc::new(clock),
        Arc::new(SeededRandomness::new(worker)),
    ))
}
