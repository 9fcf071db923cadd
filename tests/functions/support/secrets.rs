use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::FakeServer;

/// The id of the secret with the key for player ids.
pub(crate) const SECRET_ID: &str = "quizcraft/player-id-key";

/// A fake of Secrets Manager with one secret.
pub(crate) struct Secrets {
    server: FakeServer,
    state: Arc<State>,
}

struct State {
    secret: Mutex<String>,
    requests: Mutex<usize>,
}

impl Secrets {
    /// Starts the fake with a secret in this field of the response: `SecretString`, or `SecretBinary` in
    /// base64.
    pub(crate) async fn holding(field: &'static str, secret: &str) -> Self {
        let state = Arc::new(State {
            secret: Mutex::new(secret.to_owned()),
            requests: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        let get = async move |headers: HeaderMap, body: Bytes| {
            *shared.requests.lock().unwrap() += 1;
            let secret = shared.secret.lock().unwrap().clone();
            assert_eq!(headers["x-amz-target"], "secretsmanager.GetSecretValue");
            let request: Value = serde_json::from_slice(&body).unwrap();
            if request["SecretId"] == SECRET_ID {
                let found = json!({"ARN": "arn", "Name": SECRET_ID, field: secret});
                respond(StatusCode::OK, &found)
            } else {
                // A client without permission does not learn whether the secret exists.
                let message = format!(
                    "User: arn is not authorized to perform: secretsmanager:GetSecretValue on resource: {}",
                    request["SecretId"]
                );
                let denied = json!({"__type": "AccessDeniedException", "Message": message});
                respond(StatusCode::BAD_REQUEST, &denied)
            }
        };
        let server = FakeServer::start(Router::new().fallback(get)).await;
        Self { server, state }
    }

    /// Replaces the secret.
    pub(crate) fn set(&self, secret: &str) {
        secret.clone_into(&mut self.state.secret.lock().unwrap());
    }

    /// Returns the number of requests.
    pub(crate) fn requests(&self) -> usize {
        *self.state.requests.lock().unwrap()
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }
}

fn respond(status: StatusCode, body: &Value) -> Response {
    let kind = [("content-type", "application/x-amz-json-1.1")];
    (status, kind, body.to_string()).into_response()
}
