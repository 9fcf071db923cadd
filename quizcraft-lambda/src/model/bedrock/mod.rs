//! A model of Amazon Bedrock, which the role of the function may call.

mod document;
mod error;
mod parameters;
mod reply;
mod request;

use std::sync::OnceLock;

use async_trait::async_trait;
use aws_sdk_bedrockruntime::Client;
use aws_sdk_bedrockruntime::operation::converse::ConverseOutput;
use quizcraft_author::{ChatModel, ChatReply, ChatRequest, ModelError, ModelName, Timeouts};

use crate::aws::Aws;
use error::{BedrockError, CallError, model_error, rejected_parameter};
use parameters::{Accepted, Parameters};
use reply::{reply, usage};
use request::converse;

/// A model that is called by [Converse], which is the same for all models of Bedrock.
///
/// The model must call one tool, and the input of the call is the reply: JSON of the request's schema. Some models
/// reject the temperature or the choice of the tool. If a response names one of them, the request is sent again without
/// it, and so are later requests.
///
/// [Converse]: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
pub(super) struct BedrockModel {
    name: ModelName,
    aws: Aws,
    timeouts: Timeouts,
    /// Created at the first call, because most games need no model.
    client: OnceLock<Client>,
    accepted: Accepted,
}

impl BedrockModel {
    /// Creates a model. Sends no request.
    pub(super) fn new(name: ModelName, aws: Aws, timeouts: Timeouts) -> Self {
        Self {
            name,
            aws,
            timeouts,
            client: OnceLock::new(),
            accepted: Accepted::default(),
        }
    }

    /// Sends a request, and sends it again if the model rejects a parameter.
    async fn send(&self, request: &ChatRequest) -> Result<ConverseOutput, ModelError> {
        let mut parameters = self.accepted.get();
        loop {
            let error = match self.call(request, parameters).await {
                Ok(output) => return Ok(output),
                Err(error) => error,
            };
            // Each new attempt lacks a parameter, so there are at most three.
            let rejected = rejected_parameter(&error);
            let fewer = rejected.and_then(|parameter| parameters.without(parameter));
            parameters = fewer.ok_or_else(|| model_error(*error))?;
            self.accepted.learn(parameters);
        }
    }

    async fn call(
        &self,
        request: &ChatRequest,
        parameters: Parameters,
    ) -> Result<ConverseOutput, Box<CallError>> {
        let client = self.client.get_or_init(|| self.aws.bedrock(self.timeouts));
        let call = converse(client, &self.name, request, parameters);
        let call = call.map_err(CallError::construction_failure)?;
        Ok(call.send().await?)
    }
}

#[async_trait]
impl ChatModel for BedrockModel {
    fn name(&self) -> &ModelName {
        &self.name
    }

    async fn complete(&self, request: &ChatRequest) -> Result<ChatReply, ModelError> {
        let output = self.send(request).await?;
        reply(&output, request).ok_or_else(|| ModelError::Unusable {
            source: BedrockError::NoReply.into(),
            usage: usage(&output),
        })
    }
}
