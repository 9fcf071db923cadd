use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_contract::{FaultInjectingStore, FaultInjector};
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Leasing, Recording, Transition};
use quizcraft_core::{
    Answer, Asked, FailGame, Failure, Game, GameId, GamesPerPlayer, KeywordsFingerprint, Lease,
    NewGame, OpenGame, Page, PageRequest, Play, PlayerId, Restored, Retry, Stage, StoredGame,
    StoredStatus, TakeLease,
};

use crate::plain::{PlainGames, Row, held, key, retries};

/// A flaw of a store that a fault of its database shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InterruptedFlaw {
    // Two writes, of which the second may not happen.
    CountsAfterItCreates,
    CountsBeforeItCreates,
    OpensBeforeItWritesTheQuestions,
    MarksGamesBeforeItOpensThem,
    WritesTheTimeOfARetryLater,
    WritesTheReasonOfAFailureLater,
    WritesTheEndOfALeaseLater,
    CountsExpensiveGamesLater,
    CountsExpensiveGamesFirst,
    StoresWhatWasAskedLater,
    CountsAnswersLater,
    FinishesGamesLater,
    RemovesQuestionsBeforeTheirGame,
    // Two reads, of which the second may fail.
    LoadsWithoutQuestions,
    // Repeats of its own.
    RepeatsCreationsBlindly,
    RepeatsRetriesBlindly,
    RefusesItsOwnLease,
    CountsItsOwnLeaseTwice,
    // Other kinds of errors.
    ReportsTransientErrorsAsBroken,
    ReportsTransientErrorsAsUnreadable,
    ReadsNothingFromAnUnavailableDatabase,
    DropsWritesToAnUnavailableDatabase,
}

use InterruptedFlaw as Flaw;

/// A store whose calls access a database that can fail, with a flaw.
pub(crate) struct FlawedCalls {
    flaw: Flaw,
    plain: PlainGames,
    faults: FaultInjector,
    /// The games that a call has begun to open.
    marked: Mutex<HashSet<GameId>>,
}

type Called<T> = Result<T, GatewayError>;

impl FlawedCalls {
    pub(crate) fn with(flaw: Flaw) -> Self {
        Self {
            flaw,
            plain: PlainGames::default(),
            faults: FaultInjector::new(),
            marked: Mutex::default(),
        }
    }

    /// Accesses the database. The flaw may report its errors as others.
    async fn access<T>(&self, access: impl Future<Output = Called<T>> + Send) -> Called<T> {
        let result = self.faults.access(access).await;
        result.map_err(|error| match self.flaw {
            Flaw::ReportsTransientErrorsAsBroken => GatewayError::Broken(Box::new(error)),
            Flaw::ReportsTransientErrorsAsUnreadable => GatewayError::Unreadable {
                key: "any".to_owned(),
                source: Box::new(error),
            },
            _ => error,
        })
    }

    /// Reads from the database; the flaw may report an error as an empty result.
    async fn read<T>(&self, nothing: T, read: impl Future<Output = Called<T>> + Send) -> Called<T> {
        match self.access(read).await {
            Err(_) if self.flaw == Flaw::ReadsNothingFromAnUnavailableDatabase => Ok(nothing),
            read => read,
        }
    }

    /// Writes to the database; the flaw may report success in place of an error.
    async fn write<T>(
        &self,
        success: T,
        write: impl Future<Output = Called<T>> + Send,
    ) -> Called<T> {
        match self.access(write).await {
            Err(_) if self.flaw == Flaw::DropsWritesToAnUnavailableDatabase => Ok(success),
            written => written,
        }
    }

    fn own(&self, game: &Game) -> Option<Row> {
        self.plain.row(&game.player(), &game.id())
    }

    /// Changes a stored row in an access of its own.
    async fn change(&self, game: &Game, change: impl FnOnce(&mut Row) + Send) -> Called<()> {
        self.access(async {
            if let Some(row) = self.plain.rows().get_mut(&key(game)) {
                change(row);
            }
            Ok(())
        })
        .await
    }

    async fn count_later(&self, new: &NewGame) -> Called<Creation> {
        let quota = new.quota();
        let is_used_up = {
            let rows = self.plain.rows();
            let player = new.game().player();
            quota.is_some_and(|quota| {
                self.plain.started(&rows, &player, quota) >= quota.limit().get() as usize
            })
        };
        if is_used_up && self.own(new.game()).is_none() {
            return self.access(self.plain.create(new)).await;
        }
        let uncounted = new.clone().with_games_per_hour(None);
        let creation = self.access(self.plain.create(&uncounted)).await?;
        if creation == Creation::Created {
            self.change(new.game(), |row| row.quota = quota).await?;
        }
        Ok(creation)
    }

    /// Counts a game by creating and removing another one.
    async fn count_first(&self, new: &NewGame) -> Called<Creation> {
        if new.quota().is_some() && self.own(new.game()).is_none() {
            let other = counted_game(new);
            let counted = async {
                let creation = self.plain.create(&other).await?;
                let mut rows = self.plain.rows();
                self.plain.remove(&mut rows, &[key(other.game())]);
                Ok(creation)
            };
            if self.access(counted).await? == Creation::TooMany {
                return Ok(Creation::TooMany);
            }
        }
        let uncounted = new.clone().with_games_per_hour(None);
        self.access(self.plain.create(&uncounted)).await
    }

    async fn open_in_two_writes(&self, command: &OpenGame) -> Called<Transition> {
        if self
            .own(command.game())
            .is_none_or(|row| retries(&row.game).is_none())
        {
            return Ok(Transition::Missed);
        }
        let game = command.game();
        self.change(game, |row| row.game = game.clone()).await?;
        let questions = command.questions().clone();
        self.change(game, |row| row.questions = Some(questions))
            .await?;
        Ok(Transition::Made)
    }

    async fn open_marked(&self, command: &OpenGame) -> Called<Transition> {
        let is_new = async { Ok(self.marked.lock().unwrap().insert(command.game().id())) };
        if !self.access(is_new).await? {
            return Ok(Transition::Missed);
        }
        self.access(self.plain.open(command)).await
    }

    /// Opens a game, and stores what was asked in a second access.
    async fn open_and_remember(&self, command: &OpenGame) -> Called<Transition> {
        let game = command.game();
        let key = (game.player(), game.keywords().fingerprint());
        let before = self.plain.asked_rows().get(&key).cloned();
        let opened = async {
            let transition = self.plain.open(command).await?;
            self.plain.put_asked(key, before);
            Ok(transition)
        };
        let transition = self.access(opened).await?;
        if transition == Transition::Made {
            let asked = command.asked().cloned();
            let remember = async {
                self.plain.put_asked(key, asked);
                Ok(())
            };
            self.access(remember).await?;
        }
        Ok(transition)
    }

    /// Takes a lease once, and refuses the lease that a first attempt stored.
    async fn lease_once(&self, command: &TakeLease) -> Called<Leasing> {
        match self.access(self.plain.lease(command)).await {
            Err(_) => {
                let stored = self.own(command.game()).and_then(|row| held(&row.game));
                match stored {
                    Some(lease) => Ok(Leasing::Held(lease.until)),
                    None => self.access(self.plain.lease(command)).await,
                }
            }
            leasing => leasing,
        }
    }

    /// Takes a lease until now, and writes its end in a second access.
    async fn lease_in_two_writes(&self, command: &TakeLease) -> Called<Leasing> {
        let early = Lease {
            until: command.now(),
            ..command.lease()
        };
        let early = command.game().lease(early, command.now());
        let leasing = self.access(self.plain.lease(&early.unwrap())).await?;
        if leasing == Leasing::Taken {
            return self.access(self.plain.lease(command)).await;
        }
        Ok(leasing)
    }

    /// Takes a lease, and counts its game in a second access.
    async fn lease_and_count(&self, command: &TakeLease) -> Called<Leasing> {
        let before = self.plain.expensive().clone();
        let leased = async {
            let leasing = self.plain.lease(command).await?;
            let counted = std::mem::replace(&mut *self.plain.expensive(), before);
            Ok((leasing, counted))
        };
        let (leasing, counted) = self.access(leased).await?;
        let count = async {
            *self.plain.expensive() = counted;
            Ok(leasing)
        };
        self.access(count).await
    }

    /// Counts the game of a lease, and takes the lease in a second access.
    async fn count_and_lease(&self, command: &TakeLease) -> Called<Leasing> {
        let count = async {
            let copy = self.plain.copy();
            let leasing = copy.lease(command).await?;
            let counted = copy.expensive().clone();
            *self.plain.expensive() = counted;
            Ok(leasing)
        };
        match self.access(count).await? {
            Leasing::Taken => {
                let uncounted = command.clone().with_expensive_games_per_hour(None);
                self.access(self.plain.lease(&uncounted)).await
            }
            refused => Ok(refused),
        }
    }

    /// Takes a lease, and after an error takes it again as if another worker held the one that it finds.
    async fn lease_twice(&self, command: &TakeLease) -> Called<Leasing> {
        let leasing = self.access(self.plain.lease(command)).await;
        if leasing.is_ok()
            || self
                .own(command.game())
                .is_none_or(|row| held(&row.game).is_none())
        {
            return leasing;
        }
        let again = async {
            if let Some(row) = self.plain.rows().get_mut(&key(command.game())) {
                row.game = counted_again(&row.game);
            }
            Ok(Leasing::Taken)
        };
        self.access(again).await
    }

    async fn record_in_two_writes(&self, answer: &Answer) -> Called<Recording> {
        let is_last = matches!(answer.game().stage(), Stage::Finished(_));
        let before = self.own(answer.game()).map(|row| row.game);
        let recorded = self.plain.record(answer);
        let put_back = async {
            let recording = recorded.await?;
            if recording == Recording::Recorded
                && let Some(row) = self.plain.rows().get_mut(&key(answer.game()))
            {
                row.game = before.unwrap_or(row.game.clone());
            }
            Ok(recording)
        };
        if self.flaw == Flaw::FinishesGamesLater && !is_last {
            return self.access(self.plain.record(answer)).await;
        }
        let recording = self.access(put_back).await?;
        if recording == Recording::Recorded {
            let game = answer.game();
            self.change(game, |row| row.game = game.clone()).await?;
        }
        Ok(recording)
    }

    async fn trim_in_two_writes(&self, player: &PlayerId, keep: GamesPerPlayer) -> Called<usize> {
        let surplus: Vec<Game> = {
            let rows = self.plain.rows();
            let games = rows.values().map(|row| &row.game);
            let surplus = keep.surplus(games.filter(|game| game.player() == *player));
            surplus.into_iter().cloned().collect()
        };
        for game in &surplus {
            self.change(game, |row| row.questions = None).await?;
        }
        self.access(self.plain.trim(player, keep)).await
    }

    /// Writes what `early` makes of a transition first, and the transition itself in a second access.
    async fn transition_in_two_writes(&self, early: Game, game: &Game) -> Called<Transition> {
        if self
            .own(game)
            .is_none_or(|row| retries(&row.game).is_none())
        {
            return Ok(Transition::Missed);
        }
        self.change(game, |row| row.game = early).await?;
        self.change(game, |row| row.game = game.clone()).await?;
        Ok(Transition::Made)
    }
}

/// Returns another game of the same player and hour.
fn counted_game(new: &NewGame) -> NewGame {
    let game = new.game();
    let request = quizcraft_core::GameRequest::parse(["Rome"], None).unwrap();
    let id = GameId::from_bytes([0xFF; 32]);
    let other = request.begin(id, game.player(), game.created());
    other.with_games_per_hour(new.quota().map(quizcraft_core::Quota::limit))
}

/// Returns a pending game with one more attempt.
fn counted_again(game: &Game) -> Game {
    let mut status = StoredGame::of(game).status;
    if let StoredStatus::Pending { attempts, .. } = &mut status {
        *attempts = attempts.saturating_add(1);
    }
    with_status(game, status)
}

/// Returns a game with another status.
fn with_status(game: &Game, status: StoredStatus) -> Game {
    let stored = StoredGame {
        status,
        ..StoredGame::of(game)
    };
    match stored.restore() {
        Ok(Restored::Whole(game)) => game,
        other => panic!("the changed game is valid: {other:?}"),
    }
}

impl FaultInjectingStore for FlawedCalls {
    fn faults(&self) -> &FaultInjector {
        &self.faults
    }
}

#[async_trait]
impl GameStore for FlawedCalls {
    async fn create(&self, new: &NewGame) -> Called<Creation> {
        match self.flaw {
            Flaw::CountsAfterItCreates => self.count_later(new).await,
            Flaw::CountsBeforeItCreates => self.count_first(new).await,
            Flaw::RepeatsCreationsBlindly => match self.access(self.plain.create(new)).await {
                Err(_) => self.access(self.plain.create(new)).await,
                created => created,
            },
            _ => self.write(Creation::Created, self.plain.create(new)).await,
        }
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Called<Option<Game>> {
        self.read(None, self.plain.find(player, game)).await
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Called<Option<Play>> {
        if self.flaw != Flaw::LoadsWithoutQuestions {
            return self.read(None, self.plain.load(player, game)).await;
        }
        let found = self.access(self.plain.find(player, game)).await?;
        let questions = self.access(self.plain.load(player, game)).await;
        Ok(match (found, questions) {
            (Some(_), Ok(play)) => play,
            _ => None,
        })
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Called<Page> {
        let empty = Page::new(Vec::new(), None);
        self.read(empty, self.plain.page(player, request)).await
    }

    async fn open(&self, command: &OpenGame) -> Called<Transition> {
        match self.flaw {
            Flaw::OpensBeforeItWritesTheQuestions => self.open_in_two_writes(command).await,
            Flaw::MarksGamesBeforeItOpensThem => self.open_marked(command).await,
            Flaw::StoresWhatWasAskedLater => self.open_and_remember(command).await,
            _ => self.write(Transition::Made, self.plain.open(command)).await,
        }
    }

    async fn asked(&self, player: &PlayerId, keywords: &KeywordsFingerprint) -> Called<Asked> {
        self.read(Asked::default(), self.plain.asked(player, keywords))
            .await
    }

    async fn lease(&self, command: &TakeLease) -> Called<Leasing> {
        match self.flaw {
            Flaw::RefusesItsOwnLease => self.lease_once(command).await,
            Flaw::WritesTheEndOfALeaseLater => self.lease_in_two_writes(command).await,
            Flaw::CountsExpensiveGamesLater => self.lease_and_count(command).await,
            Flaw::CountsExpensiveGamesFirst => self.count_and_lease(command).await,
            Flaw::CountsItsOwnLeaseTwice => self.lease_twice(command).await,
            _ => self.write(Leasing::Taken, self.plain.lease(command)).await,
        }
    }

    async fn retry(&self, retry: &Retry) -> Called<Transition> {
        match self.flaw {
            Flaw::WritesTheTimeOfARetryLater => {
                let retries = retry.pending().retries();
                let early = StoredStatus::Pending {
                    requested_at: None,
                    retries,
                    lease: None,
                    attempts: 0,
                };
                let early = with_status(retry.game(), early);
                self.transition_in_two_writes(early, retry.game()).await
            }
            Flaw::RepeatsRetriesBlindly => match self.access(self.plain.retry(retry)).await {
                Err(_) => self.access(self.plain.retry(retry)).await,
                retried => retried,
            },
            _ => self.write(Transition::Made, self.plain.retry(retry)).await,
        }
    }

    async fn fail(&self, command: &FailGame) -> Called<Transition> {
        if self.flaw == Flaw::WritesTheReasonOfAFailureLater {
            let early = StoredStatus::Failed(Failure::restore("It failed."));
            let early = with_status(command.game(), early);
            return self.transition_in_two_writes(early, command.game()).await;
        }
        self.write(Transition::Made, self.plain.fail(command)).await
    }

    async fn record(&self, answer: &Answer) -> Called<Recording> {
        match self.flaw {
            Flaw::CountsAnswersLater | Flaw::FinishesGamesLater => {
                self.record_in_two_writes(answer).await
            }
            _ => {
                self.write(Recording::Recorded, self.plain.record(answer))
                    .await
            }
        }
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Called<usize> {
        match self.flaw {
            Flaw::RemovesQuestionsBeforeTheirGame => self.trim_in_two_writes(player, keep).await,
            _ => self.write(1, self.plain.trim(player, keep)).await,
        }
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}
