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
use super::web::{self, Registration, WebSignIn};
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::options::{PageOptions, ServeOptions};

/// How players sign in, and how their ids are derived.
pub(super) struct Players {
    sign_in: SignIn,
    /// How players sign in on the page to play on, if there is a page.
    page: Option<WebSignIn>,
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
    let page = sign_in.on_page(options.page());
    Ok(Players { sign_in, page, ids })
}

fn provider(issuer: &str, metrics: Option<&Metrics>) -> Result<Provider, Failure> {
    let provider = Provider::new(issuer).map_err(Failure::Issuer)?;
    Ok(match metrics {
        Some(metrics) => provider.with_observer(metrics.of_fetches()),
        None => provider,
    })
}

impl Players {
    /// Returns whether the server has a page to play on.
    pub(super) const fn has_page(&self) -> bool {
        self.page.is_some()
    }

    /// Returns the authenticator, and the routes for signing in and for the page.
    pub(super) fn authenticator(
        self,
        addrs: &[SocketAddr],
        tokens: Option<Arc<dyn TokenCache>>,
    ) -> Result<(TokenAuthenticator, Router), Failure> {
        let clock = Arc::new(SystemClock);
        let page = self.page.map(web::routes).unwrap_or_default();
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
                Ok((authenticator, page))
            }
            SignIn::DevIssuer => {
                // Only this server checks the issuer, so one URL serves clients of all addresses.
                let url = addrs.first().map(|addr| format!("http://{addr}"));
                let issuer = DevIssuer::new(url.unwrap_or_default(), Arc::clone(&clock) as _)?;
                let authenticator = TokenAuthenticator::new(issuer.verifier(), self.ids, clock);
                Ok((authenticator, page.merge(issuer.routes())))
            }
        }
    }
}

impl SignIn {
    /// Returns how players sign in on the page, or `None` if there is no page: at a provider, it requires a client id.
    fn on_page(&self, page: PageOptions<'_>) -> Option<WebSignIn> {
        match (self, page) {
            (_, PageOptions::None) => None,
            (Self::DevIssuer, PageOptions::Served { .. }) => Some(WebSignIn::Development),
            (
                Self::Provider {
                    provider, audience, ..
                },
                PageOptions::Served {
                    client_id,
                    scope,
                    token,
                },
            ) => {
                let (provider, audience) = (provider.clone(), audience.clone());
                let registration = Registration {
                    client_id: client_id?.to_owned(),
                    scope: scope.to_owned(),
                    token,
                };
                Some(WebSignIn::at_provider(provider, registration, audience))
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
