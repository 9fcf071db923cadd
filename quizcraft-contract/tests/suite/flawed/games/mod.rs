mod asked;
mod changed;
mod expense;
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
    Answer, Asked, ExpensiveGamesPerHour, FailGame, Game, GameId, GamesPerPlayer,
    KeywordsFingerprint, NewGame, OpenGame, Page, PageRequest, Play, PlayerId, Retry, TakeLease,
};

use crate::plain::{PlainGames, Row};
use changed::with_attempts;

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
    DropsTheSuggestions,
    ListsNoSuggestions,
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
    // The attempts of leases.
    DoesNotCountAttempts,
    CountsRenewals,
    CountsAttemptsOfTheGameAsRead,
    CountsAReleaseAsTheAttempt,
    IgnoresTheMaximumOfAttempts,
    RefusesRenewalsAfterTheLastAttempt,
    RefusesHeldLeasesAfterTheLastAttempt,
    RetriesResetAttempts,
    EndsGamesOnlyWithAttemptsLeft,
    // The limit of expensive games.
    IgnoresTheLimitOfExpensiveGames,
    StoresRefusedLeases,
    CountsRefusedLeases,
    CountsMissedLeases,
    CountsFurtherLeases,
    RefusesFurtherLeases,
    CountsLeasesWithoutAQuota,
    CountsExpensiveGamesOfOtherPlayers,
    CountsExpensiveGamesOfOtherHours,
    CountsNewGamesAsExpensive,
    ForgetsExpensiveGamesThatOpened,
    KeepsTheFirstLimitOfExpensiveGames,
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
    /// The smallest limit of expensive games.
    expensive_limit: Mutex<Option<ExpensiveGamesPerHour>>,
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
            expensive_limit: Mutex::default(),
            hidden: Mutex::default(),
            orphans: Mutex::default(),
        }
    }
}

#[async_trait]
impl GameStore for FlawedGames {
    async fn create(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        let creation = self.flawed_create(new).await?;
        self.after_starting(new, &creation);
        Ok(creation)
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
        if self.lacks_attempts(command.game()) {
            return Ok(Transition::Missed);
        }
        let transition = self.flawed_open(command).await?;
        self.after_opening(command, transition);
        Ok(transition)
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        Ok(self.flawed_asked(player, keywords))
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        let command = self.with_flawed_limit(command);
        let stored = self.own(command.game()).map(|row| row.game);
        if let Some(refused) = self.refused_wrongly(&command, stored.as_ref()) {
            return Ok(refused);
        }
        let leasing = self.flawed_lease(&command).await?;
        Ok(self.after_leasing(&command, stored.as_ref(), leasing))
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        let transition = self.flawed_retry(retry).await?;
        let game = retry.game();
        self.change(game, Flaw::RetriesResetAttempts, |game| {
            with_attempts(game, 0)
        });
        Ok(transition)
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        if self.lacks_attempts(command.game()) {
            return Ok(Transition::Missed);
        }
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
