use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::StandIn;

/// The name of the secret that holds the key for player ids.
pub(crate) const SECRET_ID: &str = "quizcraft/player-id-key";

/// A stand-in for Secrets Manager, with one secret.
pub(crate) struct Secrets(StandIn);

impl Secrets {
    /// One whose secret is this, as Secrets Manager tells it: `SecretString`, or `SecretBinary` in
    /// base64.
    pub(crate) async fn holding(field: &'static str, secret: &str) -> Self {
        let secret = secret.to_owned();
        let get = async move |headers: HeaderMap, body: Bytes| {
            assert_eq!(headers["x-amz-target"], "secretsmanager.GetSecretValue");
            let asked: Value = serde_json::from_slice(&body).unwrap();
            if asked["SecretId"] == SECRET_ID {
                let found = json!({"ARN": "arn", "Name": SECRET_ID, field: secret});
                answer(StatusCode::OK, &found)
            } else {
                // Whether it is there is not said to those who may not read it.
                let message = format!(
                    "User: arn is not authorized to perform: secretsmanager:GetSecretValue on resource: {}",
                    asked["SecretId"]
                );
                let denied = json!({"__type": "AccessDeniedException", "Message": message});
                answer(StatusCode::BAD_REQUEST, &denied)
            }
        };
        Self(StandIn::start(Router::new().fallback(get)).await)
    }

    pub(crate) fn url(&self) -> String {
        self.0.url()
    }
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let kind = [("content-type", "application/x-amz-json-1.1")];
    (status, kind, body.to_string()).into_response()
}
