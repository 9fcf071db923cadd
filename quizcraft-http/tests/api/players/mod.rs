//! The caches of players by token: in the process, and in a table that processes share.

mod bounds;
mod concurrency;
mod failures;
mod process;
mod table;
mod unreadable_table;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use quizcraft_core::PlayerId;
use quizcraft_identity::TokenAuthenticator;
use quizcraft_identity::TokenCache;
use quizcraft_identity::{Email, PlayerIds, TokenHash};
use serde_json::{Value, json};

use crate::support::{Asked, NOW, StillClock, guarded};
use crate::tokens::{Issuer, claims, key_set, verifier};

/// The maximum age of a cached player.
const HOUR: u64 = 3600;

/// An issuer, an identity provider, and a manual clock.
struct Given {
    issuer: Issuer,
    identities: Arc<Asked>,
    clock: Arc<StillClock>,
    tokens: AtomicUsize,
}

impl Given {
    fn new() -> Self {
        Self::with(Asked::by_subject())
    }

    fn with(identities: Asked) -> Self {
        Self {
            issuer: Issuer::ed("ed-1"),
            identities: Arc::new(identities),
            clock: Arc::new(StillClock::at(NOW)),
            tokens: AtomicUsize::new(0),
        }
    }

    fn authenticator(&self) -> TokenAuthenticator {
        let verifier = verifier(key_set(&[&self.issuer]));
        TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), self.clock.clone())
            .with_identities(self.identities.clone())
    }

    /// A process with a local cache only.
    fn process(&self) -> Router {
        guarded(self.authenticator())
    }

    /// A process with a shared cache.
    fn sharing(&self, table: Arc<dyn TokenCache>) -> Router {
        guarded(self.authenticator().with_cache(table))
    }

    /// A unique token without an address that expires at this second.
    fn token_until(&self, second: u64) -> String {
        let mut claims = claims();
        claims["exp"] = json!(second);
        claims["email"] = Value::Null;
        claims["jti"] = json!(self.tokens.fetch_add(1, Ordering::SeqCst));
        self.issuer.token(&claims)
    }

    /// A token that expires long after its cache entry.
    fn token(&self) -> String {
        self.token_until(NOW + 10 * HOUR)
    }

    /// The number of requests to the identity provider.
    fn asked(&self) -> usize {
        self.identities.times()
    }

    async fn until_asked(&self, times: usize) {
        while self.asked() < times {
            tokio::task::yield_now().await;
        }
    }
}

/// The player in the table.
fn some_player() -> PlayerId {
    PlayerIds::unkeyed().of(&Email::new("player@example.org").unwrap())
}

fn hash(token: &str) -> TokenHash {
    TokenHash::of(token)
}
