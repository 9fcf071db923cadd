use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::gateway::GatewayError;
use quizcraft_core::{PlayerId, Timestamp};
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

use crate::plain::PlainTokens;

/// A way in which a token cache may break its promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFlaw {
    IgnoresExpiry,
    ExpiresASecondLate,
    ExpiresASecondEarly,
    KeepsTheFirstWord,
    KeepsTheLongerWord,
    KnowsOneTokenOnly,
    KnowsOneTokenPerPlayer,
    LosesWhatOthersWrite,
    ForgetsAtOnce,
    TrustsEveryToken,
}

/// A plain token cache with one flaw.
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
            TokenFlaw::TrustsEveryToken => self.plain.entry(token).or_else(|| Some(any_player())),
            TokenFlaw::KnowsOneTokenOnly => self.plain.entries().values().next().copied(),
            _ => self.plain.entry(token),
        }
    }

    fn is_refused(&self, token: &TokenHash, player: &KnownPlayer) -> bool {
        let known = self.plain.entry(token);
        match self.flaw {
            TokenFlaw::ForgetsAtOnce => true,
            TokenFlaw::KeepsTheFirstWord => known.is_some(),
            TokenFlaw::KeepsTheLongerWord => {
                known.is_some_and(|old| old.expires() > player.expires())
            }
            _ => false,
        }
    }

    /// Drops the entries that the new one is in the way of.
    fn make_room(&self, player: &KnownPlayer) {
        match self.flaw {
            TokenFlaw::KnowsOneTokenOnly => self.plain.entries().clear(),
            TokenFlaw::KnowsOneTokenPerPlayer => {
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
        if self.is_refused(token, player) {
            return Ok(());
        }
        self.make_room(player);
        if self.flaw == TokenFlaw::LosesWhatOthersWrite {
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
