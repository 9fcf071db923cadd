//! Steps of the flawed writes.

use std::time::Duration;

use quizcraft_core::gateway::{GatewayError, Recording, Transition};
use quizcraft_core::{
    Answer, Game, OpenGame, Question, QuestionIndex, Questions, RequestFingerprint, Retry, Stage,
};

use super::changed::with_player;
use super::{Flaw, FlawedGames};
use crate::plain::{PlainGames, Row, retries};

pub(super) type Written<T> = Result<T, GatewayError>;

impl FlawedGames {
    pub(super) fn own(&self, game: &Game) -> Option<Row> {
        self.plain.row(&game.player(), &game.id())
    }

    /// Returns a copy of the store, on which a write checks its condition.
    pub(super) fn copy(&self) -> PlainGames {
        self.plain.copy()
    }

    /// Writes what was decided on a copy, after a pause in which others may write.
    pub(super) fn write_late<T>(&self, game: &Game, copy: &PlainGames, result: T) -> T {
        pause();
        if let Some(row) = copy.row(&game.player(), &game.id()) {
            self.plain.put(row);
        }
        let expensive = copy.expensive().clone();
        *self.plain.expensive() = expensive;
        let asked = copy.asked_rows().clone();
        self.plain.asked_rows().extend(asked);
        result
    }

    /// Returns whether the flaw makes this write unconditional.
    pub(super) fn is_forced(&self, flaw: Flaw, game: &Game) -> bool {
        match (self.flaw, self.own(game)) {
            (Flaw::WritesMissingGames, own) => own.is_none(),
            (Flaw::WritesGamesOfOtherPlayers, None) => self.anyones(&game.id()).is_some(),
            (this, own) => this == flaw && own.is_some(),
        }
    }

    /// Writes without any condition.
    pub(super) fn force(&self, game: &Game, questions: Option<&Questions>) -> Transition {
        let stored = self.own(game).or_else(|| self.anyones(&game.id()));
        let mut row = stored.unwrap_or_else(|| Row {
            game: game.clone(),
            request: RequestFingerprint::from_bytes([0; 32]),
            quota: None,
            questions: None,
            expiry: None,
        });
        row.game = with_player(game, row.game.player());
        row.questions = questions.cloned().or(row.questions);
        self.plain.put(row);
        Transition::Made
    }

    pub(super) fn change(&self, game: &Game, flaw: Flaw, change: impl FnOnce(&Game) -> Game) {
        if let Some(mut row) = self.own(game).filter(|_| self.flaw == flaw) {
            row.game = change(&row.game);
            self.plain.put(row);
        }
    }

    pub(super) fn open_in_two_steps(&self, command: &OpenGame) -> Transition {
        let row = self.own(command.game());
        let Some(mut row) = row.filter(|row| retries(&row.game).is_some()) else {
            return Transition::Missed;
        };
        row.game = command.game().clone();
        self.plain.put(row.clone());
        pause();
        row.questions = Some(command.questions().clone());
        self.plain.put(row);
        Transition::Made
    }

    /// Checks the status before a pause, and only the number of retries after it.
    pub(super) fn retry_by_count(&self, retry: &Retry) -> Transition {
        let game = retry.game();
        pause();
        match self.own(game).map(|row| retries(&row.game)) {
            Some(Some(retries)) if retries != retry.retries_before() => Transition::Missed,
            _ => self.force(game, None),
        }
    }

    pub(super) fn record_in_two_steps(&self, answer: &Answer) -> Recording {
        let key = (answer.game().player(), answer.game().id());
        if let Some(row) = self.plain.rows().get_mut(&key) {
            match row.question(answer.index()).map(Question::response) {
                None => return Recording::Gone,
                Some(Some(response)) => return Recording::Preceded(response.clone()),
                Some(None) => row.answer(answer.index(), answer.response()),
            }
        } else {
            return Recording::Gone;
        }
        pause();
        let _ = self.force(answer.game(), None);
        Recording::Recorded
    }

    /// Writes an answer to this question and overwrites an earlier one.
    pub(super) fn overwrite(&self, answer: &Answer, index: QuestionIndex) -> Recording {
        match self.own(answer.game()) {
            Some(mut row) if row.question(index).is_some() => {
                row.answer(index, answer.response());
                row.game = answer.game().clone();
                self.plain.put(row);
                Recording::Recorded
            }
            _ => Recording::Gone,
        }
    }

    pub(super) fn next_unanswered(&self, game: &Game) -> Option<QuestionIndex> {
        let questions = self.own(game)?.questions?;
        questions.first_unanswered().map(Question::index)
    }

    /// Writes an answer to every game of its player that has such a question.
    pub(super) fn answer_everywhere(&self, answer: &Answer) {
        for row in self.plain.rows().values_mut() {
            if row.questions.is_some() {
                row.answer(answer.index(), answer.response());
            }
        }
    }

    /// Writes the questions of a game to every open game with its id, if the flaw keys questions by that.
    pub(super) fn share_questions(&self, game: &Game) {
        let questions = self.own(game).map(|row| row.questions);
        self.replace_questions(game, questions.flatten().as_ref());
    }

    /// Replaces the questions of every open game with the id of this one.
    pub(super) fn replace_questions(&self, game: &Game, questions: Option<&Questions>) {
        if self.flaw != Flaw::KeysQuestionsByGameId {
            return;
        }
        let mut rows = self.plain.rows();
        let open = rows.values_mut().filter(|row| row.questions.is_some());
        for row in open.filter(|row| row.game.id() == game.id()) {
            row.questions = questions.cloned();
        }
    }

    /// Returns the recorded choice in a game with this id of any player.
    pub(super) fn anyones_choice(&self, answer: &Answer) -> Option<Recording> {
        let row = self.anyones(&answer.game().id())?;
        let response = row.question(answer.index())?.response()?.clone();
        Some(Recording::Preceded(response))
    }

    /// Writes an answer into a game with this id, of any player.
    pub(super) fn answer_anyones(&self, answer: &Answer) -> Option<Recording> {
        let mut row = self.anyones(&answer.game().id())?;
        row.question(answer.index())?;
        row.answer(answer.index(), answer.response());
        self.plain.put(row);
        Some(Recording::Recorded)
    }
}

pub(super) fn all_but_last(questions: &Questions) -> Questions {
    let fewer = questions
        .iter()
        .take(questions.iter().len().saturating_sub(1));
    let fewer = Questions::restore(fewer.cloned().collect()).unwrap();
    fewer.unwrap_or_else(|| questions.clone())
}

pub(super) fn was_retried(row: Option<&Row>) -> bool {
    row.is_some_and(|row| retries(&row.game).is_some_and(|retries| retries > 0))
}

pub(super) fn is_finished(game: &Game) -> bool {
    matches!(game.stage(), Stage::Finished(_))
}

/// Waits long enough for other threads to read or write.
pub(super) fn pause() {
    std::thread::sleep(Duration::from_millis(2));
}
