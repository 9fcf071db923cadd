//! Fetches the key for player ids from Secrets Manager.

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::config::http::HttpResponse;
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use quizcraft_core::gateway::BoxError;
use quizcraft_identity::{PlayerIdKey, ShortKey};

/// The key for player ids cannot be fetched. The error contains neither the key nor the id of the
/// secret, since an operator may have set the key in place of the id. The messages of Secrets Manager
/// repeat the id, so they are left out, too.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    #[error("the secret of PLAYER_ID_KEY_SECRET cannot be read")]
    Unreachable(#[source] BoxError),
    #[error("the secret of PLAYER_ID_KEY_SECRET cannot be read: Secrets Manager returned {0}")]
    Refused(String),
    #[error("the secret of PLAYER_ID_KEY_SECRET is empty")]
    Empty,
    #[error("the secret of PLAYER_ID_KEY_SECRET is not a valid key")]
    Short(#[source] ShortKey),
}

/// Fetches the key from the secret with this id.
///
/// # Errors
///
/// Returns [`SecretError`] if the secret cannot be read, is empty or is not a valid key.
pub(crate) async fn player_id_key(client: &Client, id: &str) -> Result<PlayerIdKey, SecretError> {
    let secret = client.get_secret_value().secret_id(id).send().await;
    let secret = secret.map_err(read_error)?;
    let text = secret.secret_string().map(|text| text.as_bytes().to_vec());
    let bytes = || secret.secret_binary().map(|blob| blob.as_ref().to_vec());
    let key = text.or_else(bytes).ok_or(SecretError::Empty)?;
    PlayerIdKey::new(key).map_err(SecretError::Short)
}

fn read_error(error: SdkError<GetSecretValueError, HttpResponse>) -> SecretError {
    match error.as_service_error() {
        Some(refusal) => {
            let code = refusal.code().unwrap_or("an error without a code");
            SecretError::Refused(code.to_owned())
        }
        None => SecretError::Unreachable(error.into()),
    }
}
