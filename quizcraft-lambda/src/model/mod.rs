//! The language model that writes about keywords that no fact covers.

#[cfg(feature = "bedrock")]
mod bedrock;
mod keyed;

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use quizcraft_author::{
    AnthropicMessages, Author, ChatModel, HttpClient, MediaWiki, ModelName, OpenAiChat,
    TokensPerDay, TokioTimer,
};
use quizcraft_core::gateway::{DraftsKept, ModelMeter, QuestionWriter};
use quizcraft_dynamo::{DraftTable, DynamoPool};
use quizcraft_memory::SystemClock;
use quizcraft_writers::Writers;

use crate::aws::Aws;
use crate::config::{Access, ModelConfig};
use crate::observe::ModelCounters;
#[cfg(feature = "bedrock")]
use bedrock::BedrockModel;
use keyed::KeyedModel;

/// Returns the author of a configuration, whose games `counters` counts. The pool is read by `dynamodb`. Sends no
/// request.
pub(crate) fn author(
    config: ModelConfig,
    aws: &Aws,
    dynamodb: Client,
    meter: Arc<dyn ModelMeter>,
    counters: ModelCounters,
) -> Author {
    tracing::info!(
        model = config.name.as_str(),
        api = config.access.name(),
        research = "wikipedia",
        "a language model writes about keywords that no fact covers"
    );
    // The runtime need not have a trust store. The connections are opened at the first request.
    let client = HttpClient::new(config.timeouts).with_public_roots();
    let research = MediaWiki::new(client.clone(), config.wiki, config.contact);
    let model = chat(config.access, client, config.name, aws);
    let author = Author::new(Arc::new(research), model, Arc::new(TokioTimer))
        .with_budget(config.budget)
        .with_deny_list(config.denied)
        .with_progress(Arc::new(counters));
    let author = match config.tokens_per_day {
        Some(limit) => {
            author.with_tokens_per_day(TokensPerDay::new(limit, meter, Arc::new(SystemClock)))
        }
        None => author,
    };
    match config.drafts {
        Some(table) => author.with_pool(Arc::new(pool(dynamodb, table))),
        None => author,
    }
}

fn pool(dynamodb: Client, table: DraftTable) -> DynamoPool {
    DynamoPool::new(
        dynamodb,
        table,
        Arc::new(SystemClock),
        DraftsKept::default(),
    )
}

/// Returns a writer that calls the author for what another writer does not write.
pub(crate) fn after(first: Arc<dyn QuestionWriter>, author: Arc<Author>) -> Writers {
    Writers::new(first).then(author)
}

fn chat(access: Access, client: HttpClient, name: ModelName, aws: &Aws) -> Arc<dyn ChatModel> {
    match access {
        Access::OpenAi { url, key: None } => Arc::new(OpenAiChat::new(client, url, name)),
        Access::OpenAi {
            url,
            key: Some(secret),
        } => {
            let of_key = {
                let name = name.clone();
                move |key| -> Arc<dyn ChatModel> {
                    let model = OpenAiChat::new(client.clone(), url.clone(), name.clone());
                    Arc::new(model.with_key(key))
                }
            };
            Arc::new(KeyedModel::new(name, secret, aws.clone(), of_key))
        }
        Access::Anthropic { url, key: secret } => {
            let of_key = {
                let name = name.clone();
                move |key| -> Arc<dyn ChatModel> {
                    let (client, url) = (client.clone(), url.clone());
                    Arc::new(AnthropicMessages::new(client, url, name.clone(), key))
                }
            };
            Arc::new(KeyedModel::new(name, secret, aws.clone(), of_key))
        }
        #[cfg(feature = "bedrock")]
        Access::Bedrock => Arc::new(BedrockModel::new(name, aws.clone(), client.timeouts())),
    }
}
