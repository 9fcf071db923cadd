use quizcraft_core::gateway::{Creation, Existing, GameStore, Recording, Transition};
use quizcraft_core::{Answer, FailGame, NewGame, OpenGame, Retry};

use super::changed::{as_if_open, at_full_minute, with_limit, without_reason, without_suggestions};
use super::steps::{Written, all_but_last, is_finished, was_retried};
use super::{Flaw, FlawedGames};
use crate::plain::{Row, retries};

impl FlawedGames {
    pub(super) async fn flawed_create(&self, new: &NewGame) -> Written<Creation> {
        let new = &self.with_flawed_quota(new);
        let game = new.game();
        let creation = match (self.flaw, self.anyones(&game.id())) {
            _ if self.refuses_wrongly(new) => Creation::TooMany,
            (Flaw::ChecksBeforeItWrites, _) => {
                let copy = self.copy();
                self.write_late(game, &copy, copy.create(new).await?)
            }
            (Flaw::IgnoresThePlayerInKeys, Some(row)) => {
                Creation::Exists(Box::new(Existing::new(row.game, row.request)))
            }
            (Flaw::CreateOverwrites, _) => {
                self.plain.put(Row::new(new));
                Creation::Created
            }
            _ => self.plain.create(new).await?,
        };
        self.change(game, Flaw::TruncatesTimesToMinutes, at_full_minute);
        self.change(game, Flaw::OpensOnCreation, as_if_open);
        self.after_counting(new, &creation);
        self.after_creating(new, &creation);
        Ok(match creation {
            Creation::Exists(existing) if self.flaw == Flaw::CreateReturnsTheNewRequest => {
                let existing = Existing::new(existing.into_game(), new.request());
                Creation::Exists(Box::new(existing))
            }
            creation => creation,
        })
    }

    pub(super) async fn flawed_open(&self, command: &OpenGame) -> Written<Transition> {
        let game = command.game();
        let (before, asked) = (self.own(game), self.stored_asked(command));
        let transition = match self.flaw {
            Flaw::ChecksBeforeItWrites => {
                let copy = self.copy();
                self.write_late(game, &copy, copy.open(command).await?)
            }
            Flaw::OpensOnConditionOfAsked if self.lost_an_update(command) => Transition::Missed,
            Flaw::OpensOnlyWithoutALease if self.held(game).is_some() => Transition::Missed,
            Flaw::OpensInTwoSteps => self.open_in_two_steps(command),
            Flaw::DoesNotOpenRetriedGames if was_retried(before.as_ref()) => Transition::Missed,
            _ if self.is_forced(Flaw::OpensInAnyStatus, game) => {
                self.force(game, Some(command.questions()))
            }
            _ => self.plain.open(command).await?,
        };
        self.after_asking(command, asked, transition);
        if let (Transition::Made, Some(before)) = (transition, before) {
            self.after_open(command, &before);
            self.share_questions(game);
        }
        Ok(transition)
    }

    fn after_open(&self, command: &OpenGame, before: &Row) {
        let game = command.game();
        let asked_for = before.game.questions_limit();
        self.change(game, Flaw::KeepsTheRequestedLimit, |game| {
            with_limit(game, asked_for)
        });
        if self.flaw == Flaw::LosesTheLastQuestion {
            let _ = self.force(game, Some(&all_but_last(command.questions())));
        }
    }

    pub(super) async fn flawed_retry(&self, retry: &Retry) -> Written<Transition> {
        let game = retry.game();
        let pending = self
            .own(game)
            .is_some_and(|row| retries(&row.game).is_some());
        Ok(match self.flaw {
            Flaw::ChecksBeforeItWrites => {
                let copy = self.copy();
                self.write_late(game, &copy, copy.retry(retry).await?)
            }
            Flaw::RetriesComparingOnlyTheCount if pending => self.retry_by_count(retry),
            Flaw::DoesNotStoreRetries if pending => Transition::Made,
            Flaw::RetriesEndLeases if self.held(game).is_some() => self.force(game, None),
            Flaw::RetriesWithoutComparingTheCount if pending => self.force(game, None),
            _ if self.is_forced(Flaw::RetriesInAnyStatus, game) => self.force(game, None),
            _ => self.plain.retry(retry).await?,
        })
    }

    pub(super) async fn flawed_fail(&self, command: &FailGame) -> Written<Transition> {
        let game = command.game();
        let transition = match self.flaw {
            Flaw::ChecksBeforeItWrites => {
                let copy = self.copy();
                self.write_late(game, &copy, copy.fail(command).await?)
            }
            Flaw::FailsOnlyWithoutALease if self.held(game).is_some() => Transition::Missed,
            Flaw::DoesNotFailRetriedGames if was_retried(self.own(game).as_ref()) => {
                Transition::Missed
            }
            _ if self.is_forced(Flaw::FailsInAnyStatus, game) => self.force(game, None),
            _ => self.plain.fail(command).await?,
        };
        if transition == Transition::Made {
            self.change(game, Flaw::DropsTheReason, without_reason);
            self.change(game, Flaw::DropsTheSuggestions, without_suggestions);
        }
        Ok(transition)
    }

    pub(super) async fn flawed_record(&self, answer: &Answer) -> Written<Recording> {
        let game = answer.game();
        Ok(match self.flaw {
            Flaw::ChecksBeforeItWrites => {
                let copy = self.copy();
                self.write_late(game, &copy, copy.record(answer).await?)
            }
            Flaw::AnswersOverwrite => self.overwrite(answer, answer.index()),
            Flaw::AnswersTheNextQuestion => {
                let next = self.next_unanswered(game);
                self.overwrite(answer, next.unwrap_or(answer.index()))
            }
            Flaw::WritesCountersInASecondStep => self.record_in_two_steps(answer),
            _ => {
                let before = self.own(game);
                let recording = self.plain.record(answer).await?;
                self.share_questions(game);
                self.after_recording(answer, before, recording)
            }
        })
    }

    fn after_recording(
        &self,
        answer: &Answer,
        before: Option<Row>,
        recording: Recording,
    ) -> Recording {
        let game = answer.game();
        match (self.flaw, &recording) {
            (Flaw::PrecededReturnsTheNewChoice, Recording::Preceded(_)) => {
                return Recording::Preceded(answer.response().clone());
            }
            (Flaw::CountsEveryAnswer, Recording::Preceded(_)) => {
                let _ = self.force(game, None);
            }
            (Flaw::FinishesWithTheNextWrite, Recording::Recorded) if is_finished(game) => {
                self.change(game, self.flaw, |game| {
                    before.map_or(game.clone(), |row| row.game)
                });
            }
            (Flaw::NeverCounts, Recording::Recorded) => {
                self.change(game, self.flaw, |game| {
                    before.map_or(game.clone(), |row| row.game)
                });
            }
            (Flaw::AnswersEveryGame, Recording::Recorded) => self.answer_everywhere(answer),
            (Flaw::WritesMissingGames, Recording::Gone) => {
                let _ = self.force(game, None);
                return Recording::Recorded;
            }
            (Flaw::WritesGamesOfOtherPlayers, Recording::Gone) if before.is_none() => {
                return self.answer_anyones(answer).unwrap_or(recording);
            }
            (Flaw::RevealsChoicesOfOtherPlayers, Recording::Gone) if before.is_none() => {
                return self.anyones_choice(answer).unwrap_or(recording);
            }
            _ => {}
        }
        recording
    }
}
