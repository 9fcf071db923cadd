use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::GatewayError;
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

/// A map behind a lock.
#[derive(Default)]
pub(crate) struct PlainTokens(Mutex<Entries>);

pub(crate) type Entries = HashMap<TokenHash, KnownPlayer>;

impl PlainTokens {
    pub(crate) fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap()
    }

    pub(crate) fn entry(&self, token: &TokenHash) -> Option<KnownPlayer> {
        self.entries().get(token).copied()
    }
}

#[async_trait]
impl TokenCache for PlainTokens {
    async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<KnownPlayer>, GatewayError> {
        Ok(self.entry(token).and_then(|entry| entry.valid_at(now)))
    }

    async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError> {
        self.entries().insert(*token, *player);
        Ok(())
    }
}
