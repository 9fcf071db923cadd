mod asked;
mod changed;
mod kinds;
mod late;
mod leases;
mod limits;
mod reads;
mod steps;
mod trims;
mod writes;

use std::collections::HashSet;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Leasing, Recording, Transition};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, KeywordsFingerprint, NewGame, OpenGame,
    Page, PageRequest, Play, PlayerId, Retry, TakeLease,
};

use crate::plain::{PlainGames, Row};

/// A flaw of a game store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    // Creating.
    CreateOverwrites,
    CreateReturnsTheNewRequest,
    TruncatesTimesToMinutes,
    OpensOnCreation,
    // The limit of new games.
    IgnoresTheQuota,
    StoresRefusedGames,
    CountsGamesOfOtherPlayers,
    CountsGamesOfOtherHours,
    CountsGamesWithoutAQuota,
    CountsRepeats,
    CountsLostCreations,
    RefusesRepeats,
    KeepsTheFirstLimit,
    // Isolation of players.
    FindsGamesOfOtherPlayers,
    ListsGamesOfOtherPlayers,
    IgnoresThePlayerInKeys,
    KeysQuestionsByGameId,
    WritesGamesOfOtherPlayers,
    RevealsChoicesOfOtherPlayers,
    WritesMissingGames,
    // Transitions.
    OpensInAnyStatus,
    OpensInTwoSteps,
    DoesNotOpenRetriedGames,
    LosesTheLastQuestion,
    KeepsTheRequestedLimit,
    RetriesWithoutComparingTheCount,
    RetriesInAnyStatus,
    RetriesComparingOnlyTheCount,
    DoesNotStoreRetries,
    FailsInAnyStatus,
    DoesNotFailRetriedGames,
    DropsTheReason,
    // What a player was asked before.
    InventsWhatWasAsked,
    ForgetsWhatWasAsked,
    KeysAskedBySpelling,
    SharesAskedBetweenPlayers,
    SharesAskedBetweenKeywords,
    KeepsTheFirstAsked,
    ClearsAskedWithoutAnUpdate,
    StoresAskedOfMissedOpenings,
    OpensOnConditionOfAsked,
    TruncatesAsked,
    // Leases.
    DoesNotStoreLeases,
    IgnoresHeldLeases,
    RefusesToRenewLeases,
    KeepsExpiredLeases,
    NeverShortensLeases,
    OpensOnlyWithoutALease,
    FailsOnlyWithoutALease,
    LeasesInAnyStatus,
    LeasesMissingGames,
    RetriesEndLeases,
    LeasesRevertRetries,
    // Kinds of questions.
    KeepsOnlyTheDefaultKinds,
    KeepsOnlyTheSolution,
    DropsSources,
    DropsWriters,
    CountsPartialScoresAsNothing,
    DropsResponsesWithoutAChoice,
    // Answering.
    AnswersOverwrite,
    PrecededReturnsTheNewChoice,
    CountsEveryAnswer,
    WritesCountersInASecondStep,
    NeverCounts,
    AnswersEveryGame,
    AnswersTheNextQuestion,
    FinishesWithTheNextWrite,
    // The limit of games per player.
    TrimsOnEveryCall,
    TrimsTheNewestGames,
    TrimsInOrderOfCreation,
    TrimsPendingGames,
    TrimsGamesOfOtherPlayers,
    GivesUpOnManyGames,
    HidesRemovedGames,
    KeepsTheQuestionsOfRemovedGames,
    ForgetsTheHoursOfRemovedGames,
    // Concurrency.
    ChecksBeforeItWrites,
    // Pages.
    IgnoresThePosition,
    ContinuesWithTheNextSecond,
    ListsOldestFirst,
    ListsTiesInAscendingOrder,
    IgnoresTheLimit,
    LimitsPagesToFiftyGames,
    LastPageHasANextPosition,
    EmptyPageHasANextPosition,
    RestartsAtUnknownPositions,
    ListsGamesInTheirInitialState,
    // Texts.
    TrimsText,
    TruncatesText,
    // Deadlines.
    StartsEmptyForEachRequest,
    IsBrokenPastTheDeadline,
    AcknowledgesWithoutWritingPastTheDeadline,
}

/// A correct store with one flaw.
pub(crate) struct FlawedGames {
    flaw: Flaw,
    plain: PlainGames,
    /// The number of games that are counted but not stored.
    miscounted: AtomicUsize,
    /// The games that are missing from lists only.
    hidden: Mutex<HashSet<GameId>>,
    /// Removed games whose questions are left.
    orphans: Mutex<Vec<Row>>,
}

impl FlawedGames {
    pub(crate) fn new(flaw: Flaw) -> Self {
        let plain = PlainGames::default();
        let miscounted = AtomicUsize::new(0);
        Self {
            flaw,
            plain,
            miscounted,
            hidden: Mutex::default(),
            orphans: Mutex::default(),
        }
    }
}

#[async_trait]
impl GameStore for FlawedGames {
    async fn create(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        self.flawed_create(new).await
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        Ok(self.flawed_row(player, game).map(|row| row.game))
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        let row = self.flawed_row(player, game);
        row.map(Row::play).transpose()
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        Ok(self.flawed_page(player, request))
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        self.flawed_open(command).await
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        Ok(self.flawed_asked(player, keywords))
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        self.flawed_lease(command).await
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        self.flawed_retry(retry).await
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        self.flawed_fail(command).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        self.flawed_record(answer).await
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        self.flawed_trim(player, keep).await
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        let is_over = deadline <= Instant::now();
        match self.flaw {
            Flaw::StartsEmptyForEachRequest => Arc::new(Self::new(self.flaw)),
            Flaw::CountsLostCreations if is_over => Arc::new(late::counting(self)),
            Flaw::IsBrokenPastTheDeadline if is_over => Arc::new(late::broken()),
            Flaw::AcknowledgesWithoutWritingPastTheDeadline if is_over => {
                Arc::new(late::acknowledging())
            }
            _ => self,
        }
    }
}
