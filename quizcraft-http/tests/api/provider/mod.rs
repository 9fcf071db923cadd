//! An identity provider on loopback, with keys and userinfo.

mod addresses;
mod configuration;
mod documents;
mod fetching;
mod outages;
mod rate_limits;
mod replaced_keys;
mod rotation;
mod signed_userinfo;
mod slow;
mod subjects;
mod trust;
mod unknown_keys;
mod userinfo;
mod withdrawn;

use std::error::Error;
use std::sync::Arc;

use quizcraft_core::Timestamp;
use quizcraft_identity::Refusal;
use quizcraft_identity::{BearerToken, Claims, KeySource, Provider, ProviderError};

use crate::support::{NOW, TestProvider};
use crate::tokens::AUDIENCE;

/// Verifies a token with the keys of the provider.
async fn verify(known: &Provider, token: &str) -> Result<Claims, Refusal> {
    let token = BearerToken::new(token).unwrap();
    let verifier = known.verifier(AUDIENCE);
    verifier.verify(&token, Timestamp::from_secs(NOW)).await
}

/// The error of fetching the keys of a provider.
struct Unlearned(Arc<dyn Error + Send + Sync>);

impl Unlearned {
    async fn of(provider: &TestProvider) -> Self {
        match provider.known().keys().await.unwrap_err() {
            Refusal::Unavailable { source, .. } => Self(source),
            other => panic!("{other:?}"),
        }
    }

    fn why(&self) -> &ProviderError {
        self.0.downcast_ref().unwrap()
    }
}
