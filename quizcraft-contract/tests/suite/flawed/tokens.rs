use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::gateway::GatewayError;
use quizcraft_core::{PlayerId, Timestamp};
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

use crate::plain::PlainTokens;

/// A flaw of a token cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFlaw {
    IgnoresExpiry,
    ExpiresASecondLate,
    ExpiresASecondEarly,
    KeepsTheFirstEntry,
    KeepsTheLongerEntry,
    StoresOneToken,
    StoresOneTokenPerPlayer,
    LosesConcurrentWrites,
    StoresNothing,
    ReturnsAPlayerForEveryToken,
}

/// A correct token cache with one flaw.
pub(crate) struct FlawedTokens {
    flaw: TokenFlaw,
    plain: PlainTokens,
}

impl FlawedTokens {
    pub(crate) fn new(flaw: TokenFlaw) -> Self {
        let plain = PlainTokens::default();
        Self { flaw, plain }
    }

    fn known(&self, token: &TokenHash) -> Option<KnownPlayer> {
        match self.flaw {
            TokenFlaw::ReturnsAPlayerForEveryToken => {
                self.plain.entry(token).or_else(|| Some(any_player()))
            }
            TokenFlaw::StoresOneToken => self.plain.entries().values().next().copied(),
            _ => self.plain.entry(token),
        }
    }

    fn is_dropped(&self, token: &TokenHash, player: &KnownPlayer) -> bool {
        let known = self.plain.entry(token);
        match self.flaw {
            TokenFlaw::StoresNothing => true,
            TokenFlaw::KeepsTheFirstEntry => known.is_some(),
            TokenFlaw::KeepsTheLongerEntry => {
                known.is_some_and(|old| old.expires() > player.expires())
            }
            _ => false,
        }
    }

    /// Removes the entries that the flaw drops for a new one.
    fn make_room(&self, player: &KnownPlayer) {
        match self.flaw {
            TokenFlaw::StoresOneToken => self.plain.entries().clear(),
            TokenFlaw::StoresOneTokenPerPlayer => {
                let other = |entry: &KnownPlayer| entry.player() != player.player();
                self.plain.entries().retain(|_, entry| other(entry));
            }
            _ => {}
        }
    }
}

#[async_trait]
impl TokenCache for FlawedTokens {
    async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<KnownPlayer>, GatewayError> {
        let shifted = |by| Timestamp::from_secs(now.as_secs().saturating_add_signed(by));
        let entry = self.known(token);
        Ok(match self.flaw {
            TokenFlaw::IgnoresExpiry => entry,
            TokenFlaw::ExpiresASecondLate => entry.and_then(|entry| entry.valid_at(shifted(-1))),
            TokenFlaw::ExpiresASecondEarly => entry.and_then(|entry| entry.valid_at(shifted(1))),
            _ => entry.and_then(|entry| entry.valid_at(now)),
        })
    }

    async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError> {
        if self.is_dropped(token, player) {
            return Ok(());
        }
        self.make_room(player);
        if self.flaw == TokenFlaw::LosesConcurrentWrites {
            let mut entries = self.plain.entries().clone();
            std::thread::sleep(Duration::from_millis(2));
            entries.insert(*token, *player);
            *self.plain.entries() = entries;
            return Ok(());
        }
        self.plain.remember(token, player).await
    }
}

fn any_player() -> KnownPlayer {
    KnownPlayer::new(
        PlayerId::from_bytes([0; 32]),
        Timestamp::from_secs(u64::MAX),
    )
}
