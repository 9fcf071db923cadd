//! Authenticating a player by a token. The baseline is verifying the token's RS256 signature only.

mod common;
#[expect(
    dead_code,
    unused_imports,
    reason = "the tests of the adapter need more than its database"
)]
#[path = "../quizcraft-dynamo/tests/dynamo/support/mod.rs"]
mod support;

use std::sync::Arc;

use async_trait::async_trait;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    KeyPair, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::{criterion, output};
use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup};
use http::Request;
use http::header::AUTHORIZATION;
use http::request::Parts;
use jsonwebtoken::{Algorithm, DecodingKey};
use quizcraft_benches::{forget, print_ratios};
use quizcraft_core::gateway::Clock;
use quizcraft_identity::TokenCache;
use quizcraft_identity::{
    ApiGatewayClaims, ApiGatewayVerifier, BearerToken, Claims, Identities, KeySet, TokenVerifier,
};
use quizcraft_identity::{Authenticator, Refusal, TokenAuthenticator};
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_memory::{MemoryTokens, SystemClock};
use serde_json::{Value, json};
use support::Database;
use tokio::runtime::Runtime;

const GROUP: &str = "tokens";
const BASELINE: &str = "bare RS256 check";
const LIBRARY: &str = "RS256 check by jsonwebtoken";
const ISSUER: &str = "https://id.example.org/";
const AUDIENCE: &str = "https://quiz.example.org";

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let issuer = Issuer::new();
    let database = runtime.block_on(Database::new());
    let cases = cases(&runtime, &issuer, Arc::new(database.tokens()));
    forget(&output(), GROUP).expect("earlier results are removed");
    let mut criterion = criterion().configure_from_args();
    let mut group = criterion.benchmark_group(GROUP);
    check_signatures(&mut group, &issuer);
    for case in &cases {
        case.measure(&mut group, &runtime);
    }
    group.finish();
    let names = cases.iter().map(|case| case.name);
    let names: Vec<_> = [LIBRARY].into_iter().chain(names).collect();
    print_ratios(&output(), GROUP, BASELINE, &names).expect("every case is measured");
}

/// Measures verifying the signature only: with a key parsed once, and with a key parsed each time,
/// as the authenticator's library does.
fn check_signatures(group: &mut BenchmarkGroup<'_, WallTime>, issuer: &Issuer) {
    let token = issuer.token(&with_email(claims()));
    let (message, signature) = token.rsplit_once('.').expect("three parts");
    let (message, bytes) = (message.as_bytes(), URL_SAFE_NO_PAD.decode(signature));
    let bytes = bytes.expect("valid base64");
    let key = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, issuer.key.public_key());
    let key = key.expect("a public key");
    group.bench_function(BASELINE, |b| {
        b.iter(|| key.verify_sig(message, &bytes).expect("a valid signature"));
    });
    let (modulus, exponent) = issuer.public_key();
    let key = DecodingKey::from_rsa_raw_components(modulus, exponent);
    group.bench_function(LIBRARY, |b| {
        b.iter(|| {
            let fits =
                jsonwebtoken::crypto::verify(signature, message, &key, Algorithm::RS256).ok();
            assert_eq!(fits, Some(true));
        });
    });
}

/// A way to authenticate a player.
struct Case {
    name: &'static str,
    request: Parts,
    /// Creates an authenticator with the caches of the case. It is used once, since a request fills
    /// its caches.
    authenticator: Box<dyn Fn() -> TokenAuthenticator>,
}

impl Case {
    fn new(
        name: &'static str,
        request: &Parts,
        authenticator: impl Fn() -> TokenAuthenticator + 'static,
    ) -> Self {
        Self {
            name,
            request: request.clone(),
            authenticator: Box::new(authenticator),
        }
    }

    fn measure(&self, group: &mut BenchmarkGroup<'_, WallTime>, runtime: &Runtime) {
        group.bench_function(self.name, |b| {
            b.iter_batched_ref(
                &self.authenticator,
                |authenticator| authenticate(runtime, authenticator, &self.request),
                BatchSize::NumIterations(100),
            );
        });
    }
}

fn cases(runtime: &Runtime, issuer: &Issuer, table: Arc<dyn TokenCache>) -> Vec<Case> {
    let verifier = issuer.verifier();
    let fresh = move || TokenAuthenticator::new(verifier.clone(), PlayerIds::unkeyed(), clock());
    let claimed = bearer(&issuer.token(&with_email(claims())));
    let unclaimed = bearer(&issuer.token(&claims()));
    let known = fresh();
    authenticate(runtime, &known, &claimed);
    let first = fresh.clone();
    let asking = move || first().with_identities(Arc::new(Provider(Ok(email()))));
    let first = fresh.clone();
    let silent = move || first().with_identities(Arc::new(Provider(Err(Refusal::NoToken))));
    // The provider fails, so only cached players are authenticated.
    let knowing = |cache: Arc<dyn TokenCache>| {
        authenticate(runtime, &asking().with_cache(cache.clone()), &unclaimed);
        let silent = silent.clone();
        move || silent().with_cache(cache.clone())
    };
    let from_memory = knowing(Arc::new(MemoryTokens::new()));
    let from_table = knowing(table);
    let cold_cache = move || asking().with_cache(Arc::new(MemoryTokens::new()));
    vec![
        Case::new("cold, email in the claims", &claimed, fresh),
        Case::new("cold, email from a provider", &unclaimed, cold_cache),
        Case::new("known to the token cache", &unclaimed, from_memory),
        Case::new("known to a DynamoDB table", &unclaimed, from_table),
        Case::new("known to the process", &claimed, move || known.clone()),
        Case::new("behind a gateway", &from_api_gateway(), || {
            let verifier = ApiGatewayVerifier::new(ISSUER, AUDIENCE);
            TokenAuthenticator::behind_api_gateway(verifier, PlayerIds::unkeyed(), clock())
        }),
    ]
}

fn authenticate(runtime: &Runtime, authenticator: &TokenAuthenticator, request: &Parts) {
    let player = runtime.block_on(authenticator.authenticate(request));
    player.expect("an authenticated player");
}

/// An issuer that signs tokens.
struct Issuer {
    key: RsaKeyPair,
}

impl Issuer {
    fn new() -> Self {
        let key = RsaKeyPair::generate(KeySize::Rsa2048);
        Self {
            key: key.expect("a key pair"),
        }
    }

    /// Returns the modulus and the exponent of the public key. Their offsets in the DER encoding
    /// are the same for all keys of this size.
    fn public_key(&self) -> (&[u8], &[u8]) {
        let der = self.key.public_key().as_ref();
        (&der[9..265], &der[267..])
    }

    fn verifier(&self) -> TokenVerifier {
        let (modulus, exponent) = self.public_key();
        let [n, e] = [modulus, exponent].map(|number| URL_SAFE_NO_PAD.encode(number));
        let keys = json!({"keys": [{"kty": "RSA", "kid": "one", "n": n, "e": e}]});
        let keys = KeySet::from_jwks(keys.to_string()).expect("a key set");
        TokenVerifier::new(ISSUER, AUDIENCE, Arc::new(keys))
    }

    fn token(&self, claims: &Value) -> String {
        let header = json!({"alg": "RS256", "typ": "at+jwt", "kid": "one"});
        let parts = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let message = parts.join(".");
        let mut signature = vec![0; self.key.public_modulus_len()];
        let random = SystemRandom::new();
        self.key
            .sign(
                &RSA_PKCS1_SHA256,
                &random,
                message.as_bytes(),
                &mut signature,
            )
            .expect("a signature");
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// An identity provider that returns the same result for every token at once.
struct Provider(Result<Email, Refusal>);

#[async_trait]
impl Identities for Provider {
    async fn email(&self, _: &BearerToken, _: &Claims) -> Result<Email, Refusal> {
        self.0.clone()
    }
}

/// Returns typical claims of an access token.
fn claims() -> Value {
    let now = SystemClock.now().as_secs();
    json!({
        "iss": ISSUER,
        "aud": [AUDIENCE, format!("{ISSUER}userinfo")],
        "azp": "my_client_id",
        "sub": "auth0|5f7c8ec7c33c6c004bbafe82",
        "scope": "openid profile email",
        "iat": now,
        "exp": now + 24 * 60 * 60,
    })
}

fn with_email(mut claims: Value) -> Value {
    claims["email"] = json!("ada@example.org");
    claims["email_verified"] = json!(true);
    claims
}

fn email() -> Email {
    Email::new("ada@example.org").expect("an address")
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

fn bearer(token: &str) -> Parts {
    let request = Request::builder().header(AUTHORIZATION, format!("Bearer {token}"));
    request.body(()).expect("a request").into_parts().0
}

/// Returns a request from API Gateway with the claims of a verified token as strings.
fn from_api_gateway() -> Parts {
    let claims = with_email(claims());
    let strings = claims.as_object().into_iter().flatten();
    let strings = strings.map(|(name, value)| (name, to_claim_string(value)));
    let request = Request::builder().extension(strings.collect::<ApiGatewayClaims>());
    request.body(()).expect("a request").into_parts().0
}

fn to_claim_string(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let list: Vec<_> = list.iter().map(to_claim_string).collect();
            format!("[{}]", list.join(" "))
        }
        other => other.to_string(),
    }
}
