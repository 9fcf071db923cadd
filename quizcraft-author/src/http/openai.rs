use async_trait::async_trait;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::model::{BadRequest, MAX_BYTES, Unsupported, reply, unusable};
use super::{ApiKey, BaseUrl, HttpClient, HttpError};
use crate::{ChatModel, ChatReply, ChatRequest, End, ModelError, ModelName};

/// A model that is called by [OpenAI chat completions](https://platform.openai.com/docs/api-reference/chat), which
/// many servers offer: OpenAI, Azure, Ollama, llama.cpp, vLLM, LM Studio, Mistral and OpenRouter among them.
///
/// The reply is JSON of the request's schema (`response_format`). Some models refuse the parameters `max_tokens` or
/// `temperature`. If a response with status 400 names one of them, the request is sent again with
/// `max_completion_tokens`, or without a temperature, and so are later requests.
///
/// ```
/// use quizcraft_author::{ApiKey, BaseUrl, HttpClient, ModelName, OpenAiChat, Timeouts};
///
/// let client = HttpClient::new(Timeouts::default());
/// let server = BaseUrl::parse("https://api.openai.com/v1")?;
/// let model = OpenAiChat::new(client, server, ModelName::new("gpt-4.1-mini")?)
///     .with_key(ApiKey::new("sk-0123456789")?);
/// # drop(model);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct OpenAiChat {
    client: HttpClient,
    server: BaseUrl,
    model: ModelName,
    key: Option<ApiKey>,
    max_tokens: Unsupported,
    temperature: Unsupported,
}

impl OpenAiChat {
    /// Creates a model of a server that needs no key. The path `chat/completions` is appended to the URL, which
    /// usually ends with `/v1`.
    #[must_use]
    pub fn new(client: HttpClient, server: BaseUrl, model: ModelName) -> Self {
        Self {
            client,
            server,
            model,
            key: None,
            max_tokens: Unsupported::default(),
            temperature: Unsupported::default(),
        }
    }

    /// Sends a key with every request, in the header `Authorization`.
    #[must_use]
    pub fn with_key(self, key: ApiKey) -> Self {
        Self {
            key: Some(key),
            ..self
        }
    }

    /// Sends a request, and sends it again if the server rejects a parameter.
    async fn send(&self, request: &ChatRequest) -> Result<Completion, HttpError> {
        let mut body = self.body(request);
        loop {
            let url = self.server.join(["chat", "completions"]);
            let response = self.client.post(url, self.headers(), &body).await?;
            match BadRequest::check(response).await {
                Ok(response) => {
                    let response = response.success()?;
                    self.max_tokens.learn(body.max_tokens.is_none());
                    self.temperature.learn(body.temperature.is_none());
                    return response.json(MAX_BYTES).await;
                }
                // Each new attempt lacks a parameter, so there are at most three.
                Err(rejection) => body = body.without_rejected(rejection)?,
            }
        }
    }

    fn headers(&self) -> HeaderMap {
        let key = self.key.iter();
        key.map(|key| (AUTHORIZATION, key.bearer())).collect()
    }

    fn body<'a>(&'a self, request: &'a ChatRequest) -> Body<'a> {
        let body = Body::of(&self.model, request);
        let body = if self.max_tokens.get() {
            body.with_completion_limit()
        } else {
            body
        };
        if self.temperature.get() {
            body.without_temperature()
        } else {
            body
        }
    }
}

#[async_trait]
impl ChatModel for OpenAiChat {
    fn name(&self) -> &ModelName {
        &self.model
    }

    async fn complete(&self, request: &ChatRequest) -> Result<ChatReply, ModelError> {
        let completion = self.send(request).await?;
        completion.into_reply(request)
    }
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    response_format: ResponseFormat<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ResponseFormat<'a> {
    JsonSchema { json_schema: JsonSchema<'a> },
}

#[derive(Serialize)]
struct JsonSchema<'a> {
    name: &'static str,
    strict: bool,
    schema: &'a Value,
}

impl<'a> Body<'a> {
    fn of(model: &'a ModelName, request: &'a ChatRequest) -> Self {
        let message = |role, content| Message { role, content };
        let json_schema = JsonSchema {
            name: request.schema.name,
            strict: true,
            schema: &request.schema.json,
        };
        Self {
            model: model.as_str(),
            messages: [
                message("system", &request.instructions),
                message("user", &request.message),
            ],
            response_format: ResponseFormat::JsonSchema { json_schema },
            temperature: Some(0),
            max_tokens: Some(request.max_tokens),
            max_completion_tokens: None,
        }
    }

    /// Returns the body without the parameter that was rejected, or else the error.
    fn without_rejected(self, rejection: BadRequest) -> Result<Self, HttpError> {
        if self.max_tokens.is_some() && rejection.names("max_tokens") {
            Ok(self.with_completion_limit())
        } else if self.temperature.is_some() && rejection.names("temperature") {
            Ok(self.without_temperature())
        } else {
            Err(rejection.into_error())
        }
    }

    fn with_completion_limit(self) -> Self {
        Self {
            max_completion_tokens: self.max_tokens,
            max_tokens: None,
            ..self
        }
    }

    fn without_temperature(self) -> Self {
        Self {
            temperature: None,
            ..self
        }
    }
}

#[derive(Deserialize)]
struct Completion {
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<Tokens>,
    error: Option<Fault>,
}

#[derive(Deserialize)]
struct Choice {
    message: Reply,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Reply {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    prompt_tokens: Option<u32>,
    completion_tokens: Option<u32>,
}

/// An error in a response with status 200, which OpenRouter sends for errors of the servers behind it.
#[derive(Deserialize)]
struct Fault {
    code: Option<Value>,
}

impl Completion {
    fn into_reply(self, request: &ChatRequest) -> Result<ChatReply, ModelError> {
        let tokens = self
            .usage
            .map(|usage| (usage.prompt_tokens, usage.completion_tokens));
        let Some(choice) = self.choices.into_iter().next() else {
            let rejection = self.error.and_then(Fault::into_error);
            let no_choice = || unusable(HttpError::malformed("it contains no choice"), tokens);
            return Err(rejection.map_or_else(no_choice, ModelError::from));
        };
        let end = choice.end();
        let text = choice.message.content.unwrap_or_default();
        Ok(reply(request, text, end, tokens.unwrap_or_default()))
    }
}

impl Choice {
    fn end(&self) -> End {
        let refusal = self.message.refusal.as_deref().unwrap_or_default();
        match self.finish_reason.as_deref() {
            Some("content_filter") => End::Refused,
            _ if !refusal.is_empty() => End::Refused,
            Some("length") => End::Truncated,
            _ => End::Complete,
        }
    }
}

impl Fault {
    /// Returns the error with the status of the server, or `None` if there is no status.
    fn into_error(self) -> Option<HttpError> {
        let status = u16::try_from(self.code?.as_u64()?).ok()?;
        Some(HttpError::Status {
            status,
            retry_after: None,
        })
    }
}
