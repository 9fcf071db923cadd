use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Launch, Player, RefusingAddress, Server, in_time};

/// An identity provider in the test process, which signs any claims and returns any userinfo
/// response. It stops when it is dropped.
pub(crate) struct Provider {
    pub(crate) issuer: String,
    signing: EncodingKey,
    public: String,
    userinfo: Arc<Userinfo>,
    state: ProviderState,
    #[expect(dead_code, reason = "reserves the port")]
    address: RefusingAddress,
}

enum ProviderState {
    /// Serves until the sender is dropped and all connections are closed.
    Running(oneshot::Sender<()>, JoinHandle<()>),
    Stopped,
}

/// The status and the body of a userinfo response. A string is sent as a JWT, other values as JSON.
type UserinfoResponse = (StatusCode, Value);

/// The state of the userinfo endpoint: its response and its number of requests.
struct Userinfo {
    response: Mutex<UserinfoResponse>,
    requests: AtomicUsize,
}

pub(crate) const AUDIENCE: &str = "https://quiz.example.org";

impl Provider {
    pub(crate) async fn start() -> Self {
        Self::with_issuer_name(str::to_owned).await
    }

    /// Starts a provider whose discovery document contains another issuer name.
    pub(crate) async fn with_issuer_name(name: impl Fn(&str) -> String) -> Self {
        let address = RefusingAddress::on_free_port();
        let listener = address.listen().await;
        let issuer = address.url();
        let pair = Ed25519KeyPair::generate().unwrap();
        let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let userinfo = Arc::new(Userinfo {
            response: Mutex::new((StatusCode::NOT_FOUND, Value::Null)),
            requests: AtomicUsize::new(0),
        });
        let app = documents(&name(&issuer), &issuer, &public);
        let app = app.merge(userinfo_endpoint(Arc::clone(&userinfo)));
        Self {
            issuer,
            signing: EncodingKey::from_ed_der(pair.to_pkcs8v1().unwrap().as_ref()),
            public,
            userinfo,
            state: serve(listener, app),
            address,
        }
    }

    /// Starts a server that accepts tokens of this provider.
    pub(crate) async fn serve(&self) -> Server {
        self.configure(Launch::default()).start().await
    }

    /// Configures a server to accept tokens of this provider.
    pub(crate) fn configure(&self, launch: Launch) -> Launch {
        let launch = launch.arg("--issuer", &self.issuer);
        launch.arg("--audience", AUDIENCE)
    }

    /// Sets the response of the userinfo endpoint.
    pub(crate) fn set_userinfo(&self, status: u16, userinfo: &Value) {
        let status = StatusCode::from_u16(status).unwrap();
        *self.userinfo.response.lock().unwrap() = (status, userinfo.clone());
    }

    /// Sets the response of the userinfo endpoint to a signed JWT.
    pub(crate) fn set_signed_userinfo(&self, userinfo: &Value) {
        let signed = Value::String(self.sign(userinfo));
        *self.userinfo.response.lock().unwrap() = (StatusCode::OK, signed);
    }

    /// Returns the number of requests to the userinfo endpoint.
    pub(crate) fn userinfo_requests(&self) -> usize {
        self.userinfo.requests.load(Ordering::SeqCst)
    }

    /// Stops the provider and closes its connections.
    pub(crate) async fn stop(&mut self) {
        if let ProviderState::Running(stop, task) = &mut self.state {
            // Dropping the sender stops the server.
            *stop = oneshot::channel().0;
            in_time("the provider stops", task).await.unwrap();
            self.state = ProviderState::Stopped;
        }
    }

    /// Returns a valid token without an email address.
    pub(crate) fn token_without_address(&self, name: &str) -> String {
        let mut claims = self.claims(name);
        for claim in ["email", "email_verified"] {
            claims.as_object_mut().unwrap().remove(claim);
        }
        self.sign(&claims)
    }

    /// Returns the claims of a valid token.
    pub(crate) fn claims(&self, name: &str) -> Value {
        let now = now();
        json!({
            "iss": self.issuer, "aud": AUDIENCE, "sub": format!("auth|{name}"),
            "iat": now, "exp": now + 600,
            "email": format!("{name}@example.org"), "email_verified": true,
        })
    }

    /// Returns a valid token with one claim changed.
    pub(crate) fn token_with(&self, claim: &str, value: &Value) -> String {
        let mut claims = self.claims("ada");
        claims[claim] = value.clone();
        self.sign(&claims)
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some("one".to_owned());
        encode(&header, claims, &self.signing).unwrap()
    }

    /// Returns a token signed with the public key as an HMAC secret (algorithm confusion).
    pub(crate) fn sign_with_public_key(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some("one".to_owned());
        let secret = EncodingKey::from_secret(self.public.as_bytes());
        encode(&header, claims, &secret).unwrap()
    }

    pub(crate) fn player(&self, server: &Server, name: &str) -> Player {
        let token = self.sign(&self.claims(name));
        Player(server.anonymous().with_token(&token))
    }
}

/// Returns an unsigned token.
pub(crate) fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = json!({"alg": "none", "typ": "JWT", "kid": "one"});
    format!("{}.{}.", part(&header), part(claims))
}

pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap().as_secs()
}

fn serve(listener: TcpListener, app: Router) -> ProviderState {
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async {
        let _ = stopped.await;
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(stopped);
    let task = tokio::spawn(async { serving.await.unwrap() });
    ProviderState::Running(stop, task)
}

/// Returns the routes of the discovery document and the keys.
fn documents(name: &str, issuer: &str, public: &str) -> Router {
    let configuration = json!({
        "issuer": name,
        "jwks_uri": format!("{issuer}jwks"),
        "userinfo_endpoint": format!("{issuer}userinfo"),
        "authorization_endpoint": format!("{issuer}authorize"),
        "token_endpoint": format!("{issuer}token"),
    });
    let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": "one", "use": "sig", "x": public});
    let jwks = json!({"keys": [key]});
    Router::new()
        .route(
            "/.well-known/openid-configuration",
            get(async || Json(configuration)),
        )
        .route("/jwks", get(async || Json(jwks)))
}

fn userinfo_endpoint(userinfo: Arc<Userinfo>) -> Router {
    let answer = async move || -> Response {
        userinfo.requests.fetch_add(1, Ordering::SeqCst);
        let (status, said) = userinfo.response.lock().unwrap().clone();
        let retry_after = [("retry-after", "7")];
        match said {
            Value::String(jwt) => {
                (status, [("content-type", "application/jwt")], jwt).into_response()
            }
            said => (status, retry_after, Json(said)).into_response(),
        }
    };
    Router::new().route("/userinfo", get(answer))
}
