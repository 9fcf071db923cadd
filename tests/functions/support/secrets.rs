use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::FakeServer;

/// The id of the secret with the key for player ids.
pub(crate) const SECRET_ID: &str = "quizcraft/player-id-key";

/// A fake of Secrets Manager with one secret.
pub(crate) struct Secrets(FakeServer);

impl Secrets {
    /// Starts the fake with a secret in this field of the response: `SecretString`, or `SecretBinary` in
    /// base64.
    pub(crate) async fn holding(field: &'static str, secret: &str) -> Self {
        let secret = secret.to_owned();
        let get = async move |headers: HeaderMap, body: Bytes| {
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
        Self(FakeServer::start(Router::new().fallback(get)).await)
    }

    pub(crate) fn url(&self) -> String {
        self.0.url()
    }
}

fn respond(status: StatusCode, body: &Value) -> Response {
    let kind = [("content-type", "application/x-amz-json-1.1")];
    (status, kind, body.to_string()).into_response()
}
