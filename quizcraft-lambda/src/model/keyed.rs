//! A model whose key is in Secrets Manager.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use aws_sdk_secretsmanager::Client;
use quizcraft_author::{
    ApiKey, ChatModel, ChatReply, ChatRequest, HttpError, ModelError, ModelName,
};
use tokio::sync::Mutex;

use crate::aws::Aws;
use crate::config::SecretId;
use crate::secret::model_key;

/// A model whose key is read at the first call, and once more after a call that its server rejected because of the
/// key, so that a new key needs no new process.
pub(super) struct KeyedModel {
    name: ModelName,
    secret: SecretId,
    aws: Aws,
    client: OnceLock<Client>,
    of_key: Box<dyn Fn(ApiKey) -> Arc<dyn ChatModel> + Send + Sync>,
    /// The model with the key that was read last. The lock is held while the key is read, so that concurrent calls
    /// read it once.
    model: Mutex<Option<Arc<dyn ChatModel>>>,
}

impl KeyedModel {
    /// Creates the model that `of_key` returns for the key in a secret. Sends no request.
    pub(super) fn new(
        name: ModelName,
        secret: SecretId,
        aws: Aws,
        of_key: impl Fn(ApiKey) -> Arc<dyn ChatModel> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            secret,
            aws,
            client: OnceLock::new(),
            of_key: Box::new(of_key),
            model: Mutex::new(None),
        }
    }

    /// Returns the model with its key.
    async fn model(&self) -> Result<Arc<dyn ChatModel>, ModelError> {
        let mut model = self.model.lock().await;
        if let Some(model) = &*model {
            return Ok(Arc::clone(model));
        }
        let client = self.client.get_or_init(|| self.aws.secrets_manager());
        let key = model_key(client, &self.secret).await;
        let new = (self.of_key)(key.map_err(|error| ModelError::of_every_request(error.into()))?);
        *model = Some(Arc::clone(&new));
        Ok(new)
    }

    /// Forgets the key of a model, unless another call has read a new one since.
    async fn forget(&self, rejected: &Arc<dyn ChatModel>) {
        let mut model = self.model.lock().await;
        if model
            .as_ref()
            .is_some_and(|model| Arc::ptr_eq(model, rejected))
        {
            *model = None;
        }
    }
}

#[async_trait]
impl ChatModel for KeyedModel {
    fn name(&self) -> &ModelName {
        &self.name
    }

    async fn complete(&self, request: &ChatRequest) -> Result<ChatReply, ModelError> {
        let model = self.model().await?;
        let result = model.complete(request).await;
        if result.as_ref().is_err_and(is_of_key) {
            self.forget(&model).await;
        }
        result
    }
}

/// Returns whether a server rejected a key.
fn is_of_key(error: &ModelError) -> bool {
    let ModelError::Temporary { source, .. } = error else {
        return false;
    };
    let status = |error: &HttpError| {
        matches!(
            error,
            HttpError::Status {
                status: 401 | 403,
                ..
            }
        )
    };
    source.downcast_ref().is_some_and(status)
}
