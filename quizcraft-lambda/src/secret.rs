//! The key for player ids, which Secrets Manager keeps.

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::config::http::HttpResponse;
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use quizcraft_core::gateway::BoxError;
use quizcraft_identity::{PlayerIdKey, ShortKey};

/// Why the key cannot be had. Nothing of it is told, and not the id of the secret either, which Secrets
/// Manager repeats in its messages: an operator may have put the key itself there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    #[error("the secret that PLAYER_ID_KEY_SECRET names cannot be read")]
    Unreachable(#[source] BoxError),
    #[error(
        "the secret that PLAYER_ID_KEY_SECRET names cannot be read: Secrets Manager answers {0}"
    )]
    Refused(String),
    #[error("the secret that PLAYER_ID_KEY_SECRET names is empty")]
    Empty,
    #[error("the secret that PLAYER_ID_KEY_SECRET names will not do")]
    Short(#[source] ShortKey),
}

/// Fetches the key from the secret of this id.
pub(crate) async fn player_id_key(client: &Client, id: &str) -> Result<PlayerIdKey, SecretError> {
    let secret = client.get_secret_value().secret_id(id).send().await;
    let secret = secret.map_err(unread)?;
    let text = secret.secret_string().map(|text| text.as_bytes().to_vec());
    let bytes = || secret.secret_binary().map(|blob| blob.as_ref().to_vec());
    let key = text.or_else(bytes).ok_or(SecretError::Empty)?;
    PlayerIdKey::new(key).map_err(SecretError::Short)
}

fn unread(error: SdkError<GetSecretValueError, HttpResponse>) -> SecretError {
    match error.as_service_error() {
        Some(refusal) => {
            let code = refusal.code().unwrap_or("an error without a code");
            SecretError::Refused(code.to_owned())
        }
        None => SecretError::Unreachable(error.into()),
    }
}
