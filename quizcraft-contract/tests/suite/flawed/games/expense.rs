//! Flaws of the attempts of leases, and of the limit of expensive games.

use quizcraft_core::gateway::{Creation, Leasing, RefusedExpense, Transition};
use quizcraft_core::{
    Game, Lease, LeaseCheck, NewGame, OpenGame, Pending, Quota, Stage, TakeLease,
};

use super::changed::with_attempts;
use super::{Flaw, FlawedGames};
use crate::plain::number;

const NO_ATTEMPT_LEFT: Leasing = Leasing::Refused(RefusedExpense::Attempts);
const REFUSED: Leasing = Leasing::Refused(RefusedExpense::GamesPerHour);

impl FlawedGames {
    /// Returns the command with the limit that the flawed store applies.
    pub(super) fn with_flawed_limit(&self, command: &TakeLease) -> TakeLease {
        let limit = command.quota().map(Quota::limit);
        let limit = match self.flaw {
            Flaw::IgnoresTheLimitOfExpensiveGames => None,
            Flaw::KeepsTheFirstLimitOfExpensiveGames => {
                let mut first = self.expensive_limit.lock().unwrap();
                *first = first.or(limit);
                *first
            }
            _ => limit,
        };
        command.clone().with_expensive_games_per_hour(limit)
    }

    /// Returns the refusal of a lease that a correct store takes or refuses in another way.
    pub(super) fn refused_wrongly(
        &self,
        command: &TakeLease,
        stored: Option<&Game>,
    ) -> Option<Leasing> {
        let stored = pending(stored?)?;
        let check = command.check(stored);
        let is_last = stored.attempts() == Lease::MAX_ATTEMPTS;
        match (self.flaw, check) {
            (Flaw::RefusesRenewalsAfterTheLastAttempt, LeaseCheck::Renewal)
            | (Flaw::RefusesHeldLeasesAfterTheLastAttempt, LeaseCheck::Held(_)) => {
                is_last.then_some(NO_ATTEMPT_LEFT)
            }
            (Flaw::RefusesFurtherLeases, LeaseCheck::Another | LeaseCheck::Renewal)
            | (
                Flaw::CountsExpensiveGamesOfOtherPlayers | Flaw::CountsExpensiveGamesOfOtherHours,
                LeaseCheck::First,
            ) => self.is_used_up(command).then_some(REFUSED),
            _ => None,
        }
    }

    /// Returns whether the quota of a command is used up by the games that the flaw counts.
    fn is_used_up(&self, command: &TakeLease) -> bool {
        command.quota().is_some_and(|quota| {
            let key = (command.game().player(), quota.hour());
            let counted = number(&self.plain.expensive(), |other| match self.flaw {
                Flaw::CountsExpensiveGamesOfOtherPlayers => other.1 == key.1,
                Flaw::CountsExpensiveGamesOfOtherHours => other.0 == key.0,
                _ => *other == key,
            });
            counted >= quota.limit().get() as usize
        })
    }

    /// Changes what a lease stored and counted, and returns its result.
    pub(super) fn after_leasing(
        &self,
        command: &TakeLease,
        stored: Option<&Game>,
        leasing: Leasing,
    ) -> Leasing {
        let check = stored.and_then(pending).map(|stored| command.check(stored));
        self.miscount(command, check, leasing);
        match (self.flaw, leasing) {
            (Flaw::IgnoresTheMaximumOfAttempts, NO_ATTEMPT_LEFT) => {
                let _ = self.force(command.game(), None);
                return Leasing::Taken;
            }
            (Flaw::StoresRefusedLeases, REFUSED) => {
                let _ = self.force(command.game(), None);
            }
            (_, Leasing::Taken) => self.change_attempts(command, stored, check),
            _ => {}
        }
        leasing
    }

    fn change_attempts(
        &self,
        command: &TakeLease,
        stored: Option<&Game>,
        check: Option<LeaseCheck>,
    ) {
        let attempts = |game: &Game| pending(game).map_or(0, Pending::attempts);
        let before = stored.map_or(0, attempts);
        let is_renewal = check == Some(LeaseCheck::Renewal);
        let is_release = command.lease().until == command.now();
        let number = match self.flaw {
            Flaw::DoesNotCountAttempts => before,
            Flaw::CountsAttemptsOfTheGameAsRead => attempts(command.game()),
            Flaw::CountsRenewals if is_renewal => before.saturating_add(1),
            Flaw::CountsAReleaseAsTheAttempt if is_renewal && is_release => {
                before.saturating_sub(1)
            }
            _ => return,
        };
        self.change(command.game(), self.flaw, |game| {
            with_attempts(game, number)
        });
    }

    /// Counts an expensive game that a correct store does not count.
    fn miscount(&self, command: &TakeLease, check: Option<LeaseCheck>, leasing: Leasing) {
        let is_first = check == Some(LeaseCheck::First);
        let is_limited = command.quota().is_some();
        let is_miscounted = match (self.flaw, leasing) {
            (Flaw::CountsRefusedLeases, REFUSED) => true,
            (Flaw::CountsMissedLeases, Leasing::Missed) => is_limited,
            (Flaw::CountsFurtherLeases, Leasing::Taken) => is_limited && !is_first,
            (Flaw::CountsLeasesWithoutAQuota, Leasing::Taken) => is_first && !is_limited,
            _ => false,
        };
        if is_miscounted {
            let counted = (command.game().player(), command.now().hour());
            self.plain.expensive().push(counted);
        }
    }

    pub(super) fn after_starting(&self, new: &NewGame, creation: &Creation) {
        let is_counted = self.flaw == Flaw::CountsNewGamesAsExpensive;
        if let (true, Creation::Created, Some(quota)) = (is_counted, creation, new.quota()) {
            let counted = (new.game().player(), quota.hour());
            self.plain.expensive().push(counted);
        }
    }

    pub(super) fn after_opening(&self, command: &OpenGame, transition: Transition) {
        let is_forgotten = self.flaw == Flaw::ForgetsExpensiveGamesThatOpened;
        if is_forgotten && transition == Transition::Made {
            let player = command.game().player();
            self.plain.expensive().retain(|counted| counted.0 != player);
        }
    }

    /// Returns whether the flaw neither opens nor fails a game, because it has no attempt left.
    pub(super) fn lacks_attempts(&self, game: &Game) -> bool {
        let stored = self.own(game);
        let stored = stored.as_ref().and_then(|row| pending(&row.game));
        self.flaw == Flaw::EndsGamesOnlyWithAttemptsLeft
            && stored.is_some_and(|stored| stored.attempts() == Lease::MAX_ATTEMPTS)
    }
}

fn pending(game: &Game) -> Option<&Pending> {
    match game.stage() {
        Stage::Pending(pending) => Some(pending),
        _ => None,
    }
}
