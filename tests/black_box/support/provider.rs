use std::net::SocketAddr;
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

use super::{Launch, Player, Refusing, Server, in_time};

/// An identity provider in this process: it has keys, and signs and says whatever a test wants.
/// It stops when it is dropped.
pub(crate) struct Provider {
    pub(crate) issuer: String,
    signing: EncodingKey,
    public: String,
    userinfo: Arc<Userinfo>,
    presence: Presence,
}

enum Presence {
    /// It serves until the sender is dropped and no client is connected any more.
    Here(SocketAddr, oneshot::Sender<()>, JoinHandle<()>),
    Away(#[expect(dead_code, reason = "it keeps the port")] Refusing),
}

/// A status and a body, which a text is as it is and with the media type of a JWT.
type Said = (StatusCode, Value);

/// What the provider says of the holder of a token, and how often it was asked.
struct Userinfo {
    says: Mutex<Said>,
    asked: AtomicUsize,
}

pub(crate) const AUDIENCE: &str = "https://quiz.example.org";

impl Provider {
    pub(crate) async fn start() -> Self {
        Self::claiming(str::to_owned).await
    }

    /// A provider that calls itself what it likes.
    pub(crate) async fn claiming(name: impl Fn(&str) -> String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}/", listener.local_addr().unwrap());
        let pair = Ed25519KeyPair::generate().unwrap();
        let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let userinfo = Arc::new(Userinfo {
            says: Mutex::new((StatusCode::NOT_FOUND, Value::Null)),
            asked: AtomicUsize::new(0),
        });
        let app = documents(&name(&issuer), &issuer, &public);
        let app = app.merge(userinfo_endpoint(Arc::clone(&userinfo)));
        Self {
            issuer,
            signing: EncodingKey::from_ed_der(pair.to_pkcs8v1().unwrap().as_ref()),
            public,
            userinfo,
            presence: serve(listener, app),
        }
    }

    /// A server that takes this provider's tokens.
    pub(crate) async fn serve(&self) -> Server {
        self.trusted_by(Launch::default()).start().await
    }

    /// What is to be started takes this provider's tokens.
    pub(crate) fn trusted_by(&self, launch: Launch) -> Launch {
        let launch = launch.arg("--issuer", &self.issuer);
        launch.arg("--audience", AUDIENCE)
    }

    /// From now on, the provider says this of the holder of a token.
    pub(crate) fn says(&self, status: u16, userinfo: &Value) {
        let status = StatusCode::from_u16(status).unwrap();
        *self.userinfo.says.lock().unwrap() = (status, userinfo.clone());
    }

    /// From now on, it signs this and says it of the holder of a token.
    pub(crate) fn signs(&self, userinfo: &Value) {
        let signed = Value::String(self.sign(userinfo));
        *self.userinfo.says.lock().unwrap() = (StatusCode::OK, signed);
    }

    /// How often it was asked who holds a token.
    pub(crate) fn was_asked(&self) -> usize {
        self.userinfo.asked.load(Ordering::SeqCst)
    }

    /// Does not answer any more, clients that were connected before included.
    pub(crate) async fn stop(&mut self) {
        if let Presence::Here(address, stop, task) = &mut self.presence {
            // Dropping the sender is what stops it.
            *stop = oneshot::channel().0;
            in_time("the provider stops", task).await.unwrap();
            self.presence = Presence::Away(Refusing::at(*address));
        }
    }

    /// A good token of a player whose address it does not tell.
    pub(crate) fn token_without_address(&self, name: &str) -> String {
        let mut claims = self.claims(name);
        for claim in ["email", "email_verified"] {
            claims.as_object_mut().unwrap().remove(claim);
        }
        self.sign(&claims)
    }

    /// What a good token of the player says.
    pub(crate) fn claims(&self, name: &str) -> Value {
        let now = now();
        json!({
            "iss": self.issuer, "aud": AUDIENCE, "sub": format!("auth|{name}"),
            "iat": now, "exp": now + 600,
            "email": format!("{name}@example.org"), "email_verified": true,
        })
    }

    /// A good token with one claim changed.
    pub(crate) fn token_but(&self, claim: &str, value: &Value) -> String {
        let mut claims = self.claims("ada");
        claims[claim] = value.clone();
        self.sign(&claims)
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some("one".to_owned());
        encode(&header, claims, &self.signing).unwrap()
    }

    /// A token that uses the public key as if it were a shared secret.
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

/// An unsigned token.
pub(crate) fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = json!({"alg": "none", "typ": "JWT", "kid": "one"});
    format!("{}.{}.", part(&header), part(claims))
}

pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap().as_secs()
}

fn serve(listener: TcpListener, app: Router) -> Presence {
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async {
        let _ = stopped.await;
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(stopped);
    let task = tokio::spawn(async { serving.await.unwrap() });
    Presence::Here(address, stop, task)
}

/// What discovery asks for.
fn documents(name: &str, issuer: &str, public: &str) -> Router {
    let configuration = json!({
        "issuer": name,
        "jwks_uri": format!("{issuer}jwks"),
        "userinfo_endpoint": format!("{issuer}userinfo"),
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
        userinfo.asked.fetch_add(1, Ordering::SeqCst);
        let (status, said) = userinfo.says.lock().unwrap().clone();
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
