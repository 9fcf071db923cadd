//! A scripted identity provider on loopback that counts requests.

mod reply;
mod script;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use jsonwebtoken::dangerous::insecure_decode_claims;
use quizcraft_identity::PlayerIds;
use quizcraft_identity::Provider;
use quizcraft_identity::TokenAuthenticator;
use serde_json::{Value, json};
use tokio::net::TcpSocket;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(crate) use reply::Reply;
pub(crate) use script::Document;

use super::{NOW, StillClock, guarded};
use crate::tokens::{AUDIENCE, Issuer, claims_with};
use script::Script;

/// The provider.
pub(crate) struct TestProvider {
    address: SocketAddr,
    script: Arc<Script>,
    tokens: AtomicUsize,
    presence: Presence,
}

/// Whether connections are accepted. The port stays bound meanwhile.
enum Presence {
    Online(oneshot::Sender<()>, JoinHandle<()>),
    Offline(TcpSocket),
}

impl TestProvider {
    /// A correct provider with these keys.
    pub(crate) fn with(issuers: &[&Issuer]) -> Self {
        let mut provider = Self::away_with(issuers);
        provider.come_back();
        provider
    }

    /// A correct provider that does not accept connections yet.
    pub(crate) fn away_with(issuers: &[&Issuer]) -> Self {
        let socket = bound("127.0.0.1:0".parse().unwrap());
        let provider = Self {
            address: socket.local_addr().unwrap(),
            script: Arc::new(Script::new()),
            tokens: AtomicUsize::new(0),
            presence: Presence::Offline(socket),
        };
        provider.publish(issuers);
        provider.set(Document::Configuration, Reply::json(&provider.right()));
        let ada = |sub: &str| Reply::json(&account(sub, "ada@example.org"));
        provider.set_userinfo(ada);
        provider
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The discovery document of a correct provider.
    pub(crate) fn right(&self) -> Value {
        let url = self.url();
        json!({
            "issuer": url,
            "jwks_uri": format!("{url}/keys"),
            "userinfo_endpoint": format!("{url}/userinfo"),
        })
    }

    /// Changes one value of the discovery document; `null` removes it.
    pub(crate) fn configure(&self, name: &str, value: Value) {
        let mut configuration = self.right();
        configuration[name] = value;
        if configuration[name].is_null() {
            configuration.as_object_mut().unwrap().remove(name);
        }
        self.set(Document::Configuration, Reply::json(&configuration));
    }

    /// Publishes exactly the keys of these issuers.
    pub(crate) fn publish(&self, issuers: &[&Issuer]) {
        let keys: Vec<_> = issuers.iter().map(|issuer| issuer.jwk()).collect();
        self.set(Document::Keys, Reply::json(&json!({"keys": keys})));
    }

    pub(crate) fn set(&self, document: Document, reply: Reply) {
        self.script.set(document, move |_| reply.clone());
    }

    /// Returns userinfo about the subject of the token.
    pub(crate) fn set_userinfo(&self, about: impl Fn(&str) -> Reply + Send + Sync + 'static) {
        let subject = |token: &str| insecure_decode_claims::<Value>(token).ok();
        let answer = move |token: &str| {
            let claims = subject(token).unwrap_or_default();
            about(claims["sub"].as_str().unwrap_or_default())
        };
        self.script.set(Document::Userinfo, answer);
    }

    /// The number of requests for a document.
    pub(crate) fn asked(&self, document: Document) -> usize {
        self.script.asked(document)
    }

    pub(crate) async fn until_asked(&self, document: Document, times: usize) {
        self.script.until_asked(document, times).await;
    }

    /// The tokens in requests for userinfo.
    pub(crate) fn tokens_seen(&self) -> Vec<String> {
        self.script.tokens()
    }

    /// Accepts requests, and holds the responses.
    pub(crate) fn hold(&self) {
        self.script.open(false);
    }

    /// Sends the held responses, and continues.
    pub(crate) fn release(&self) {
        self.script.open(true);
    }

    /// Closes all connections, and accepts no more.
    pub(crate) async fn leave(&mut self) {
        if let Presence::Online(leave, gone) = &mut self.presence {
            let (closed, _) = oneshot::channel();
            std::mem::replace(leave, closed).send(()).unwrap();
            gone.await.unwrap();
            self.presence = Presence::Offline(bound(self.address));
        }
    }

    /// Accepts connections again, at the same address.
    pub(crate) fn come_back(&mut self) {
        let (leave, left) = oneshot::channel();
        let online = Presence::Online(leave, tokio::spawn(async {}));
        let Presence::Offline(socket) = std::mem::replace(&mut self.presence, online) else {
            return;
        };
        let listener = socket.listen(1024).unwrap();
        let script = Arc::clone(&self.script);
        let app = Router::new().fallback(script::answer).with_state(script);
        let serve = axum::serve(listener, app).with_graceful_shutdown(async {
            left.await.unwrap_or_default();
        });
        if let Presence::Online(_, task) = &mut self.presence {
            *task = tokio::spawn(async { serve.await.unwrap() });
        }
    }

    /// The claims of a valid token, without an address.
    pub(crate) fn claims(&self) -> Value {
        let mut claims = claims_with("iss", &json!(self.url()));
        let all = claims.as_object_mut().unwrap();
        all.remove("email");
        all.remove("email_verified");
        all.insert(
            "jti".to_owned(),
            json!(self.tokens.fetch_add(1, Ordering::SeqCst)),
        );
        claims
    }

    /// A valid, unique token without an address.
    pub(crate) fn token(&self, issuer: &Issuer) -> String {
        issuer.token(&self.claims())
    }

    /// A valid token with one claim added or changed.
    pub(crate) fn token_with(&self, issuer: &Issuer, name: &str, value: &Value) -> String {
        let mut claims = self.claims();
        claims[name] = value.clone();
        issuer.token(&claims)
    }

    /// Returns a client of the provider with an empty cache.
    pub(crate) fn known(&self) -> Provider {
        Provider::new(&self.url()).unwrap()
    }

    /// Returns an authenticator with an empty cache.
    pub(crate) fn authenticator(&self) -> TokenAuthenticator {
        let clock = Arc::new(StillClock::at(NOW));
        let known = self.known();
        known.authenticator(AUDIENCE, PlayerIds::unkeyed(), clock)
    }

    /// Returns a service with an empty cache.
    pub(crate) fn service(&self) -> Router {
        guarded(self.authenticator())
    }
}

/// The userinfo of an account with a verified address.
pub(crate) fn account(subject: &str, email: &str) -> Value {
    json!({"sub": subject, "email": email, "email_verified": true})
}

/// A socket that is bound to a port and accepts no connections.
fn bound(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind(address).unwrap();
    socket
}
