//! How the players of the page sign in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use quizcraft_http::Problem;
use quizcraft_identity::{Provider, Refusal, SignInEndpoints};
use serde::Serialize;
use url::Url;

use super::policy::Policy;
use crate::options::WebToken;

/// How the players of the page sign in.
#[derive(Clone)]
pub(in crate::serve) enum WebSignIn {
    /// With a token of the development issuer.
    Development,
    /// At an identity provider.
    Provider(Arc<WebClient>),
}

/// The page as a client of an identity provider.
pub(in crate::serve) struct WebClient {
    provider: Provider,
    registration: Registration,
    audience: String,
}

/// What the identity provider knows the page by.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Registration {
    pub(in crate::serve) client_id: String,
    /// The scopes that the page requests, separated by spaces.
    pub(in crate::serve) scope: String,
    /// The token that the page sends to the API.
    pub(in crate::serve) token: WebToken,
}

/// The body of `/web.json`.
#[derive(Serialize)]
struct Description<'a> {
    sign_in: SignIn<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum SignIn<'a> {
    Development,
    Oidc {
        issuer: &'a str,
        client_id: &'a str,
        scope: &'a str,
        authorization_endpoint: &'a str,
        token_endpoint: &'a str,
        end_session_endpoint: Option<&'a str>,
        /// Further parameters of the requests to both endpoints.
        parameters: Parameters<'a>,
        /// Which token the page sends to the API.
        token: Token,
    },
}

/// How the page requests the audience of its token. A server ignores the parameters that it does not know ([RFC 6749,
/// 3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
#[derive(Serialize)]
struct Parameters<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<&'a str>,
    /// The audience as a resource indicator, which is an absolute URI
    /// ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707)).
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Token {
    Access,
    Id,
}

impl WebSignIn {
    /// Returns the sign-in at a provider that knows the page. The tokens must have the audience.
    pub(in crate::serve) fn at_provider(
        provider: Provider,
        registration: Registration,
        audience: String,
    ) -> Self {
        Self::Provider(Arc::new(WebClient {
            provider,
            registration,
            audience,
        }))
    }

    /// Returns the endpoints of the provider, or `None` if no request is sent to another origin.
    pub(super) async fn endpoints(&self) -> Result<Option<SignInEndpoints>, Refusal> {
        match self {
            Self::Development => Ok(None),
            Self::Provider(client) => client.endpoints().await.map(Some),
        }
    }
}

impl WebClient {
    async fn endpoints(&self) -> Result<SignInEndpoints, Refusal> {
        let endpoints = self.provider.sign_in_endpoints().await?;
        endpoints.ok_or_else(|| {
            let error = "the identity provider has no endpoints of the authorization code flow";
            Refusal::unavailable(error, None)
        })
    }

    fn description<'a>(&'a self, endpoints: &'a SignInEndpoints) -> SignIn<'a> {
        let Registration {
            client_id,
            scope,
            token,
        } = &self.registration;
        // A client needs no permission for tokens about itself.
        let audience = (self.audience != *client_id).then_some(self.audience.as_str());
        let resource = audience.filter(|text| Url::parse(text).is_ok());
        SignIn::Oidc {
            issuer: self.provider.issuer(),
            client_id,
            scope,
            authorization_endpoint: endpoints.authorization(),
            token_endpoint: endpoints.token(),
            end_session_endpoint: endpoints.end_session(),
            parameters: Parameters { audience, resource },
            token: match token {
                WebToken::Access => Token::Access,
                WebToken::Id => Token::Id,
            },
        }
    }
}

/// Responds with what the page needs to know before a player signs in.
pub(super) async fn describe(
    State(sign_in): State<WebSignIn>,
) -> Result<impl IntoResponse, Problem> {
    let endpoints = sign_in.endpoints().await?;
    let description = match (&sign_in, &endpoints) {
        (WebSignIn::Provider(client), Some(endpoints)) => client.description(endpoints),
        _ => SignIn::Development,
    };
    let body = Json(Description {
        sign_in: description,
    });
    let headers = [(CACHE_CONTROL, "no-store")];
    Ok((Policy::default(), headers, body).into_response())
}
