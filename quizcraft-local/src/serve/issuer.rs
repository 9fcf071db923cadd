//! A token issuer for development: every client gets a token.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use quizcraft_core::gateway::Clock;
use quizcraft_http::{Body, Problem};
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_identity::{KeySet, TokenVerifier, VerificationKey};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

const AUDIENCE: &str = "quizcraft";
const KEY_ID: &str = "development";
const LIFETIME: Duration = Duration::from_hours(1);

/// Signs tokens with a key that exists only in this process.
#[derive(Clone)]
pub(super) struct DevIssuer {
    url: String,
    clock: Arc<dyn Clock>,
    signing: EncodingKey,
    verification: VerificationKey,
}

#[derive(Deserialize)]
struct TokenRequest {
    email: String,
}

#[derive(Serialize)]
struct TokenResponse {
    access_token: String,
    token_type: &'static str,
    expires_in: u64,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'static str,
    sub: String,
    iat: u64,
    exp: u64,
    email: &'a str,
    email_verified: bool,
}

impl DevIssuer {
    /// Generates a key.
    pub(super) fn new(url: String, clock: Arc<dyn Clock>) -> Result<Self, Failure> {
        let pair = Ed25519KeyPair::generate().map_err(|_| Failure::Key)?;
        let private = pair.to_pkcs8v1().map_err(|_| Failure::Key)?;
        let public = pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| Failure::Key)?;
        let signing = EncodingKey::from_ed_der(private.as_ref());
        let verification = VerificationKey::ed25519(KEY_ID, public);
        Ok(Self {
            url,
            clock,
            signing,
            verification,
        })
    }

    /// Returns the verifier of the tokens. It is the same as for tokens of a provider.
    pub(super) fn verifier(&self) -> TokenVerifier {
        let keys = KeySet::new([self.verification.clone()]);
        TokenVerifier::new(&self.url, AUDIENCE, Arc::new(keys))
    }

    /// Returns the route `POST /dev/token`.
    pub(super) fn routes(self) -> Router {
        Router::new()
            .route("/dev/token", post(token))
            .with_state(self)
    }

    fn sign(&self, address: &str, email: &Email) -> Result<String, Problem> {
        let now = self.clock.now();
        let claims = Claims {
            iss: &self.url,
            aud: AUDIENCE,
            sub: format!("dev|{}", PlayerIds::unkeyed().of(email)),
            iat: now.as_secs(),
            exp: now.plus(LIFETIME).as_secs(),
            email: address,
            email_verified: true,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(KEY_ID.to_owned());
        encode(&header, &claims, &self.signing).map_err(|error| Problem::Internal(error.into()))
    }
}

async fn token(
    State(issuer): State<DevIssuer>,
    Body(request): Body<TokenRequest>,
) -> Result<Json<TokenResponse>, Problem> {
    let email = Email::new(&request.email)
        .map_err(|error| Problem::InvalidRequest(format!("email {error}")))?;
    let access_token = issuer.sign(&request.email, &email)?;
    Ok(Json(TokenResponse {
        access_token,
        token_type: "Bearer",
        expires_in: LIFETIME.as_secs(),
    }))
}
