//! Fetches keys from Secrets Manager.

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::config::http::HttpResponse;
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use quizcraft_author::ApiKey;
use quizcraft_core::gateway::BoxError;
use quizcraft_identity::PlayerIdKey;

use crate::config::SecretId;

/// The variable with the id of the secret with the key for player ids.
const PLAYER_ID_KEY: &str = "PLAYER_ID_KEY_SECRET";

/// A key cannot be fetched. The error contains neither the key nor the id of the secret, since an operator may have
/// set the key in place of the id. The messages of Secrets Manager repeat the id, so they are left out, too.
#[derive(Debug, thiserror::Error)]
#[error("the secret of {variable} {fault}")]
pub(crate) struct SecretError {
    variable: &'static str,
    fault: Fault,
    source: Option<BoxError>,
}

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("cannot be read")]
    Unreachable,
    #[error("cannot be read: Secrets Manager returned {0}")]
    Refused(String),
    #[error("is empty")]
    Empty,
    #[error("is not a valid key")]
    Invalid,
}

/// Fetches the key for player ids from the secret with this id.
///
/// # Errors
///
/// Returns [`SecretError`] if the secret cannot be read, is empty or is not a valid key.
pub(crate) async fn player_id_key(client: &Client, id: &str) -> Result<PlayerIdKey, SecretError> {
    let secret = Secret {
        variable: PLAYER_ID_KEY,
        id,
    };
    let key = PlayerIdKey::new(secret.fetch(client).await?);
    key.map_err(|error| secret.invalid(error.into()))
}

/// Fetches the key of a language model.
///
/// # Errors
///
/// Returns [`SecretError`] if the secret cannot be read, is empty or is not a valid key.
pub(crate) async fn model_key(client: &Client, id: &SecretId) -> Result<ApiKey, SecretError> {
    let secret = Secret {
        variable: SecretId::VARIABLE,
        id: id.as_str(),
    };
    let key = secret.fetch(client).await?;
    // A key in another encoding has a character that no key has.
    let key = ApiKey::new(&String::from_utf8_lossy(&key));
    key.map_err(|error| secret.invalid(error.into()))
}

/// A secret, whose id is in a variable.
struct Secret<'a> {
    variable: &'static str,
    id: &'a str,
}

impl Secret<'_> {
    async fn fetch(&self, client: &Client) -> Result<Vec<u8>, SecretError> {
        let secret = client.get_secret_value().secret_id(self.id).send().await;
        let secret = secret.map_err(|error| self.unreadable(error))?;
        let text = secret.secret_string().map(|text| text.as_bytes().to_vec());
        let bytes = || secret.secret_binary().map(|blob| blob.as_ref().to_vec());
        let key = text.or_else(bytes);
        key.ok_or_else(|| self.error(Fault::Empty, None))
    }

    fn unreadable(&self, error: SdkError<GetSecretValueError, HttpResponse>) -> SecretError {
        match error.as_service_error() {
            Some(refusal) => {
                let code = refusal.code().unwrap_or("an error without a code");
                self.error(Fault::Refused(code.to_owned()), None)
            }
            None => self.error(Fault::Unreachable, Some(error.into())),
        }
    }

    fn invalid(&self, source: BoxError) -> SecretError {
        self.error(Fault::Invalid, Some(source))
    }

    const fn error(&self, fault: Fault, source: Option<BoxError>) -> SecretError {
        let variable = self.variable;
        SecretError {
            variable,
            fault,
            source,
        }
    }
}
