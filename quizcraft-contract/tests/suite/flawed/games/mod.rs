mod changed;
mod late;
mod reads;
mod steps;
mod writes;

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Recording, Transition};
use quizcraft_core::{
    Answer, FailGame, Game, GameId, NewGame, OpenGame, Page, PageRequest, Play, PlayerId, Retry,
};

use crate::plain::PlainGames;

/// A way in which a store of games may break its promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    // Of creating.
    CreateOverwrites,
    CreateTellsTheNewRequest,
    KeepsMinutesOnly,
    OpensAtOnce,
    // Of keeping players apart.
    FindsEveryonesGames,
    ListsEveryonesGames,
    KnowsGamesByIdAlone,
    MovesEveryonesGames,
    TellsEveryonesAnswers,
    WritesWhatIsNotThere,
    // Of moving on.
    OpensWhateverTheStatus,
    OpensInTwoSteps,
    OpensOnlyWhatWasAskedForOnce,
    LosesTheLastQuestion,
    KeepsTheLimitAskedFor,
    AsksAgainWhateverWasSeen,
    AsksAgainWhateverTheStatus,
    AsksAgainByTheCountAlone,
    ForgetsAskingAgain,
    FailsWhateverTheStatus,
    FailsOnlyWhatWasAskedForOnce,
    ForgetsTheReason,
    // Of answering.
    AnswersOverwrite,
    PrecedesByTheNewChoice,
    CountsEveryAnswer,
    CountsInASecondStep,
    NeverCounts,
    AnswersEveryGame,
    AnswersTheNextQuestion,
    FinishesWithTheNextWrite,
    // Of doing several things at once.
    ChecksBeforeItWrites,
    // Of pages.
    IgnoresThePosition,
    GoesOnWithTheNextSecond,
    ListsByCreation,
    ListsTiesUpwards,
    IgnoresTheLimit,
    GivesFiftyGamesAtMost,
    LastPageLeadsOn,
    EmptyPageLeadsOn,
    StartsOverAtUnknownPositions,
    ListsGamesAsTheyBegan,
    // Of text.
    TrimsText,
    CutsText,
    // Of requests that end.
    BeginsAnewForEachRequest,
    IsBrokenOutOfTime,
    AcknowledgesOutOfTime,
}

/// A plain store with one flaw.
pub(crate) struct FlawedGames {
    flaw: Flaw,
    plain: PlainGames,
}

impl FlawedGames {
    pub(crate) fn new(flaw: Flaw) -> Self {
        let plain = PlainGames::default();
        Self { flaw, plain }
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
        row.map(crate::plain::Row::play).transpose()
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        Ok(self.flawed_page(player, request))
    }

    async fn open(&self, opening: &OpenGame) -> Result<Transition, GatewayError> {
        self.flawed_open(opening).await
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        self.flawed_retry(retry).await
    }

    async fn fail(&self, failing: &FailGame) -> Result<Transition, GatewayError> {
        self.flawed_fail(failing).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        self.flawed_record(answer).await
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        let is_over = deadline <= Instant::now();
        match self.flaw {
            Flaw::BeginsAnewForEachRequest => Arc::new(Self::new(self.flaw)),
            Flaw::IsBrokenOutOfTime if is_over => Arc::new(late::broken()),
            Flaw::AcknowledgesOutOfTime if is_over => Arc::new(late::acknowledging()),
            _ => self,
        }
    }
}
