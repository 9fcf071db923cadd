//! Who vouches for players: a provider that is named, or the server itself.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use quizcraft_core::PlayerIds;
use quizcraft_core::gateway::TokenCache;
use quizcraft_http::TokenAuthenticator;
use quizcraft_http::auth::{EmailClaims, Provider};
use quizcraft_memory::SystemClock;

use super::issuer::DevIssuer;
use crate::failure::Failure;
use crate::options::ServeOptions;

/// Where players sign in, and how they get their ids.
pub(super) struct Players {
    sign_in: SignIn,
    ids: PlayerIds,
}

enum SignIn {
    AtProvider {
        provider: Provider,
        audience: String,
        email_claims: EmailClaims,
    },
    Here,
}

/// Reads who vouches for players. Nobody is asked yet.
pub(super) fn players(options: &ServeOptions) -> Result<Players, Failure> {
    let sign_in = match options.provider() {
        Some((issuer, audience)) => SignIn::AtProvider {
            provider: Provider::new(issuer).map_err(Failure::Issuer)?,
            audience: audience.to_owned(),
            email_claims: options.email_claims(),
        },
        None if !options.addr.ip().is_loopback() => return Err(Failure::OpenToAll(options.addr)),
        None => SignIn::Here,
    };
    let ids = options.player_ids().map_err(Failure::PlayerIdKey)?;
    Ok(Players { sign_in, ids })
}

impl Players {
    /// Knows the players who sign in, and serves what they need for it from this address.
    pub(super) fn signed_in(
        self,
        addr: SocketAddr,
        tokens: Option<Arc<dyn TokenCache>>,
    ) -> Result<(TokenAuthenticator, Router), Failure> {
        let clock = Arc::new(SystemClock);
        match self.sign_in {
            SignIn::AtProvider {
                provider,
                audience,
                email_claims,
            } => {
                let authenticator = provider
                    .authenticator(audience, self.ids, clock)
                    .with_email_claims(email_claims);
                let authenticator = match tokens {
                    Some(tokens) => authenticator.with_cache(tokens),
                    None => authenticator,
                };
                Ok((authenticator, Router::new()))
            }
            SignIn::Here => {
                let issuer = DevIssuer::new(format!("http://{addr}"), Arc::clone(&clock) as _)?;
                let authenticator = TokenAuthenticator::new(issuer.verifier(), self.ids, clock);
                Ok((authenticator, issuer.routes()))
            }
        }
    }
}
