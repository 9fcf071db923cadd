//! Flaws of leases on pending games.

use quizcraft_core::gateway::{GameStore, Leasing};
use quizcraft_core::{Game, Lease, TakeLease};

use super::steps::Written;
use super::{Flaw, FlawedGames};
use crate::plain::held;

impl FlawedGames {
    pub(super) async fn flawed_lease(&self, command: &TakeLease) -> Written<Leasing> {
        let game = command.game();
        let held = self.held(game);
        let other = held.filter(|held| held.holder != command.lease().holder);
        let own = held.filter(|held| held.holder == command.lease().holder);
        Ok(match (self.flaw, other, own) {
            (Flaw::ChecksBeforeItWrites, ..) => {
                let copy = self.copy();
                self.write_late(game, &copy, copy.lease(command).await?)
            }
            (Flaw::DoesNotStoreLeases, ..) => self.copy().lease(command).await?,
            (Flaw::KeepsExpiredLeases, Some(other), _) => Leasing::Held(other.until),
            (Flaw::RefusesToRenewLeases, _, Some(own)) => Leasing::Held(own.until),
            (Flaw::NeverShortensLeases, _, Some(own)) if command.lease().until < own.until => {
                Leasing::Taken
            }
            (Flaw::IgnoresHeldLeases, Some(_), _) => self.force_lease(command),
            (Flaw::LeasesRevertRetries, ..) => match self.plain.lease(command).await? {
                Leasing::Taken => self.force_lease(command),
                refused => refused,
            },
            _ if self.leases_wrongly(game) => self.force_lease(command),
            _ => self.plain.lease(command).await?,
        })
    }

    /// Returns the lease of a pending game.
    pub(super) fn held(&self, game: &Game) -> Option<Lease> {
        self.own(game).and_then(|row| held(&row.game)).flatten()
    }

    /// Returns whether the flaw takes a lease on a game that is missing or not pending.
    fn leases_wrongly(&self, game: &Game) -> bool {
        match self.own(game) {
            Some(row) => self.flaw == Flaw::LeasesInAnyStatus && held(&row.game).is_none(),
            None => {
                let is_another_players = self.anyones(&game.id()).is_some();
                self.flaw == Flaw::LeasesMissingGames
                    || (self.flaw == Flaw::WritesGamesOfOtherPlayers && is_another_players)
            }
        }
    }

    fn force_lease(&self, command: &TakeLease) -> Leasing {
        let _ = self.force(command.game(), None);
        Leasing::Taken
    }
}
