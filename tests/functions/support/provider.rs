use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::FakeServer;

/// A fake identity provider that returns the address for one token.
pub(crate) struct Provider {
    pub(crate) issuer: String,
    calls: Arc<AtomicUsize>,
    _server: FakeServer,
}

impl Provider {
    /// Starts a provider that knows this token, subject and address.
    pub(crate) async fn knowing(token: &str, sub: &str, email: &str) -> Self {
        let calls = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&calls);
        let authorization = format!("Bearer {token}");
        let userinfo = json!({"sub": sub, "email": email, "email_verified": true}).to_string();
        let respond = async move |uri: Uri, headers: HeaderMap| -> Response {
            count.fetch_add(1, Ordering::SeqCst);
            let issuer = format!("http://{}/", headers["host"].to_str().unwrap());
            match uri.path() {
                "/.well-known/openid-configuration" => discovery_document(&issuer).into_response(),
                "/userinfo" if headers["authorization"] == authorization => {
                    userinfo.into_response()
                }
                _ => StatusCode::UNAUTHORIZED.into_response(),
            }
        };
        let server = FakeServer::start(Router::new().fallback(respond)).await;
        Self {
            issuer: format!("{}/", server.url()),
            calls,
            _server: server,
        }
    }

    /// Returns the number of requests that it received.
    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

fn discovery_document(issuer: &str) -> String {
    let userinfo = format!("{issuer}userinfo");
    let jwks = format!("{issuer}jwks");
    json!({"issuer": issuer, "jwks_uri": jwks, "userinfo_endpoint": userinfo}).to_string()
}
