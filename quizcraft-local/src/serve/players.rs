//! Authentication of players: by an identity provider, or by the development issuer.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use quizcraft_identity::PlayerIds;
use quizcraft_identity::TokenAuthenticator;
use quizcraft_identity::TokenCache;
use quizcraft_identity::{EmailClaims, Provider};
use quizcraft_memory::SystemClock;

use super::issuer::DevIssuer;
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::options::ServeOptions;

/// How players sign in, and how their ids are derived.
pub(super) struct Players {
    sign_in: SignIn,
    ids: PlayerIds,
}

enum SignIn {
    Provider {
        provider: Provider,
        audience: String,
        email_claims: EmailClaims,
    },
    /// The server issues tokens itself, for development.
    DevIssuer,
}

/// Returns how players sign in to a server on these addresses. No request is sent to the provider yet.
///
/// # Errors
///
/// Returns an error if an option is invalid, or if there is no provider and an address is not loopback.
pub(super) fn players(
    options: &ServeOptions,
    addrs: &[SocketAddr],
    metrics: Option<&Metrics>,
) -> Result<Players, Failure> {
    let mut ips = addrs.iter().map(|addr| addr.ip().to_canonical());
    let sign_in = match options.provider() {
        Some((issuer, audience)) => SignIn::Provider {
            provider: provider(issuer, metrics)?,
            audience: audience.to_owned(),
            email_claims: options.email_claims(),
        },
        None => match ips.find(|ip| !ip.is_loopback()) {
            Some(ip) => return Err(Failure::OpenToAll(options.addr.clone(), ip)),
            None => SignIn::DevIssuer,
        },
    };
    let ids = options.player_ids().map_err(Failure::PlayerIdKey)?;
    Ok(Players { sign_in, ids })
}

fn provider(issuer: &str, metrics: Option<&Metrics>) -> Result<Provider, Failure> {
    let provider = Provider::new(issuer).map_err(Failure::Issuer)?;
    Ok(match metrics {
        Some(metrics) => provider.with_observer(metrics.of_fetches()),
        None => provider,
    })
}

impl Players {
    /// Returns the authenticator, and the routes for signing in.
    pub(super) fn authenticator(
        self,
        addrs: &[SocketAddr],
        tokens: Option<Arc<dyn TokenCache>>,
    ) -> Result<(TokenAuthenticator, Router), Failure> {
        let clock = Arc::new(SystemClock);
        match self.sign_in {
            SignIn::Provider {
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
            SignIn::DevIssuer => {
                // Only this server checks the issuer, so one URL serves clients of all addresses.
                let url = addrs.first().map(|addr| format!("http://{addr}"));
                let issuer = DevIssuer::new(url.unwrap_or_default(), Arc::clone(&clock) as _)?;
                let authenticator = TokenAuthenticator::new(issuer.verifier(), self.ids, clock);
                Ok((authenticator, issuer.routes()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::options::{Command, Options};

    /// Returns the result for a server without a provider on a host with these addresses.
    fn players_at(addrs: &[&str]) -> Result<Players, Failure> {
        let options = Options::try_parse_from(["quizcraft", "serve"]).unwrap();
        let Command::Serve(options) = options.into_command() else {
            panic!("expected `serve`");
        };
        let addrs: Vec<_> = addrs.iter().map(|addr| addr.parse().unwrap()).collect();
        players(&options, &addrs, None)
    }

    #[test]
    fn without_a_provider_every_address_must_be_loopback() {
        let loopback = [
            "127.0.0.1:80",
            "127.1.2.3:80",
            "[::1]:80",
            "[::ffff:127.0.0.1]:80",
        ];
        assert!(players_at(&loopback).is_ok());
        for other in ["192.0.2.1:80", "0.0.0.0:80", "[::]:80", "[2001:db8::1]:80"] {
            for addrs in [["127.0.0.1:80", other], [other, "[::1]:80"]] {
                let failure = players_at(&addrs).err().unwrap();
                assert!(matches!(failure, Failure::OpenToAll(..)), "{failure}");
            }
        }
    }
}
