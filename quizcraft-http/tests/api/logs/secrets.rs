//! Tokens, addresses and keys are never logged.

use std::sync::Arc;

use axum::Router;
use quizcraft_identity::TokenAuthenticator;
use quizcraft_identity::{ApiGatewayClaims, ApiGatewayVerifier};
use quizcraft_identity::{PlayerIdKey, PlayerIds};
use quizcraft_memory::MemoryTokens;
use serde_json::{Value, json};

use crate::support::{
    Answer, Call, Document, Log, NOW, Reply, StillClock, TestProvider, account, guarded, list,
    oneshot,
};
use crate::tokens::{AUDIENCE, ISSUER, Issuer};

/// No other test has these addresses and this key, so that all tests can share one log.
const CLAIMED: &str = "hidden-claimed@example.org";
const TOLD: &str = "hidden-told@example.org";
const PLAYER_ID_KEY: &str = "hidden-player-id-key-of-32-bytes";

/// The secrets that must not be in the log, collected while requests are sent.
struct Secrets {
    service: Router,
    all: Vec<String>,
    answers: Vec<Answer>,
}

impl Secrets {
    fn of(provider: &TestProvider, issuers: &[&Issuer]) -> Self {
        let all = [CLAIMED, TOLD, PLAYER_ID_KEY].map(str::to_owned).into();
        let mut secrets = Self {
            service: guarded(authenticator(provider)),
            all,
            answers: Vec::new(),
        };
        for issuer in issuers {
            secrets.all.extend(issuer.key_material());
        }
        secrets
    }

    /// Sends a request with this token, and hides the token and its parts from now on.
    async fn send(&mut self, token: &str, status: u16) {
        let answer = list(&self.service, token).await;
        assert_eq!(answer.status, status, "{answer:?}");
        self.answers.push(answer);
        self.hide(token);
    }

    /// A token, and those of its parts that are unique to it.
    fn hide(&mut self, token: &str) {
        let parts = token.split('.').filter(|part| part.len() > 20);
        self.all.extend(parts.map(str::to_owned));
        self.all.push(token.to_owned());
    }

    /// Checks that no secret is in the log or in a response.
    fn assert_hidden(&self) {
        let log = Log::of_all().text();
        let answers = format!("{:?}", self.answers);
        for answer in &self.answers {
            let id = answer.header("x-request-id").unwrap();
            assert!(log.contains(id), "every request is in the log");
        }
        for secret in &self.all {
            let line = log.lines().find(|line| line.contains(secret.as_str()));
            assert_eq!(line, None, "{secret}");
            assert!(!answers.contains(secret), "{secret}");
        }
    }
}

fn players() -> PlayerIds {
    PlayerIds::keyed(PlayerIdKey::new(PLAYER_ID_KEY).unwrap())
}

fn authenticator(provider: &TestProvider) -> TokenAuthenticator {
    let (known, clock) = (provider.known(), Arc::new(StillClock::at(NOW)));
    let authenticator = known.authenticator(AUDIENCE, players(), clock);
    authenticator.with_cache(Arc::new(MemoryTokens::new()))
}

/// A token with an address.
fn claiming(provider: &TestProvider, issuer: &Issuer, verified: &Value) -> String {
    let mut claims = provider.claims();
    claims["email"] = json!(CLAIMED);
    claims["email_verified"] = verified.clone();
    issuer.token(&claims)
}

/// Malformed responses of a provider that contain the address.
fn failures() -> Vec<(Reply, u16)> {
    let said = json!({"sub": "hidden", "email": TOLD}).to_string();
    let limited = Reply::status(429).with("retry-after", "17");
    vec![
        (limited.with("x-about", TOLD), 503),
        (Reply::status(500).with("x-about", TOLD), 503),
        (Reply::status(401).with("www-authenticate", TOLD), 401),
        (Reply::status(403), 401),
        (Reply::status(302).with("location", TOLD), 503),
        (Reply::text(TOLD), 503),
        (Reply::json(&json!(TOLD)), 503),
        (Reply::json(&json!([TOLD])), 503),
        (Reply::text(said.trim_end_matches('}')), 503),
        (Reply::text(said), 403),
        (Reply::text(TOLD.repeat(20_000)), 503),
    ]
}

#[tokio::test]
async fn tokens_are_not_logged() {
    // given
    let _capture = Log::of_all();
    let issuers = [Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1")];
    let stranger = Issuer::ed("hidden-stranger");
    let all = [&issuers[0], &issuers[1], &issuers[2], &stranger];
    let mut provider = TestProvider::with(&issuers.each_ref());
    let mut secrets = Secrets::of(&provider, &all);
    provider.set_userinfo(|sub| Reply::json(&account(sub, TOLD)));

    // when: they are valid,
    for issuer in &issuers {
        secrets.send(&provider.token(issuer), 200).await;
        let token = claiming(&provider, issuer, &json!(true));
        secrets.send(&token, 200).await;
        secrets.send(&token, 200).await;
    }
    // unverified,
    let token = claiming(&provider, &issuers[2], &json!(false));
    secrets.send(&token, 403).await;
    // forged or broken,
    secrets.send(&provider.token(&stranger), 401).await;
    let expired = provider.token_with(&issuers[2], "exp", &json!(1));
    secrets.send(&expired, 401).await;
    let good = provider.token(&issuers[2]);
    secrets.send(&format!("{good}AAAA"), 401).await;
    secrets.send("hidden-opaque-token-of-a-player", 401).await;
    // rejected by the provider,
    for (reply, status) in failures() {
        provider.set(Document::Userinfo, reply);
        let token = provider.token_with(&issuers[2], "sub", &json!("hidden"));
        secrets.send(&token, status).await;
    }
    // or not tokens at all.
    let unknown = provider.token(&issuers[2]);
    provider.leave().await;
    secrets.send(&unknown, 503).await;

    // then
    secrets.assert_hidden();
}

#[tokio::test]
async fn malformed_keys_and_documents_are_not_logged() {
    // given
    let _capture = Log::of_all();
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let mut secrets = Secrets::of(&provider, &[&issuer]);
    let half = json!({"keys": [issuer.jwk()]}).to_string();
    let useless = json!({"keys": [{"kty": "oct", "k": issuer.key_material()[0]}]});
    let place = format!("http://{TOLD}/keys");

    // when
    for (document, reply) in [
        (Document::Keys, Reply::text(half.trim_end_matches('}'))),
        (Document::Keys, Reply::json(&useless)),
        (Document::Keys, Reply::json(&json!([issuer.jwk()]))),
        (Document::Configuration, Reply::json(&issuer.jwk())),
        (
            Document::Configuration,
            Reply::status(500).with("x-about", &place),
        ),
    ] {
        provider.publish(&[&issuer]);
        provider.set(document, reply);
        secrets.service = guarded(authenticator(&provider));
        secrets.send(&provider.token(&issuer), 503).await;
    }

    // then
    secrets.assert_hidden();
}

#[tokio::test]
async fn claims_of_api_gateway_are_not_logged() {
    // given
    let _capture = Log::of_all();
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let mut secrets = Secrets::of(&provider, &[&issuer]);
    let clock = Arc::new(StillClock::at(NOW));
    let verifier = ApiGatewayVerifier::new(ISSUER, AUDIENCE);
    let authenticator = TokenAuthenticator::behind_api_gateway(verifier, players(), clock);
    let service = guarded(authenticator.with_identities(Arc::new(provider.known())));
    let token = provider.token_with(&issuer, "sub", &json!("hidden-subject"));
    secrets.hide(&token);
    secrets.all.push("hidden-subject".to_owned());
    let expiry = (NOW + 3600).to_string();

    for (verified, status) in [("true", 200), ("false", 403), ("", 403)] {
        // when
        let claims = [
            ("iss", ISSUER),
            ("aud", AUDIENCE),
            ("sub", "hidden-subject"),
            ("exp", expiry.as_str()),
            ("email", CLAIMED),
            ("email_verified", verified),
        ];
        let claims = ApiGatewayClaims::from_iter(claims);
        let call = Call::get("/games").by(&token).verified(claims);
        let answer = oneshot(&service, call).await;
        assert_eq!(answer.status, status);
        secrets.answers.push(answer);
    }

    // then
    secrets.assert_hidden();
}
