use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::StandIn;

/// An identity provider on this machine that returns the address for a token.
pub(crate) struct Provider {
    pub(crate) issuer: String,
    asked: Arc<AtomicUsize>,
    _stand_in: StandIn,
}

impl Provider {
    /// One that knows the player with this token, of this subject.
    pub(crate) async fn knowing(token: &str, sub: &str, email: &str) -> Self {
        let asked = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&asked);
        let authorization = format!("Bearer {token}");
        let said = json!({"sub": sub, "email": email, "email_verified": true}).to_string();
        let answer = async move |uri: Uri, headers: HeaderMap| -> Response {
            count.fetch_add(1, Ordering::SeqCst);
            let issuer = format!("http://{}/", headers["host"].to_str().unwrap());
            match uri.path() {
                "/.well-known/openid-configuration" => described(&issuer).into_response(),
                "/userinfo" if headers["authorization"] == authorization => said.into_response(),
                _ => StatusCode::UNAUTHORIZED.into_response(),
            }
        };
        let stand_in = StandIn::start(Router::new().fallback(answer)).await;
        Self {
            issuer: format!("{}/", stand_in.url()),
            asked,
            _stand_in: stand_in,
        }
    }

    /// How often it was asked for anything.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn described(issuer: &str) -> String {
    let userinfo = format!("{issuer}userinfo");
    let jwks = format!("{issuer}jwks");
    json!({"issuer": issuer, "jwks_uri": jwks, "userinfo_endpoint": userinfo}).to_string()
}
