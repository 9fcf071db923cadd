use async_trait::async_trait;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::model::{BadRequest, MAX_BYTES, Unsupported, reply, unusable};
use super::{ApiKey, BaseUrl, HttpClient, HttpError};
use crate::{ChatModel, ChatReply, ChatRequest, End, ModelError, ModelName};

/// A model that is called by [Anthropic messages](https://docs.anthropic.com/en/api/messages).
///
/// The model must call one tool, and the input of the call is the reply: JSON of the request's schema. If a response
/// with status 400 names the parameter `temperature`, the request is sent again without it, and so are later
/// requests.
///
/// ```
/// use quizcraft_author::{AnthropicMessages, ApiKey, BaseUrl, HttpClient, ModelName, Timeouts};
///
/// let client = HttpClient::new(Timeouts::default());
/// let server = BaseUrl::parse("https://api.anthropic.com")?;
/// let name = ModelName::new("claude-haiku-4-5")?;
/// let model = AnthropicMessages::new(client, server, name, ApiKey::new("sk-ant-0123456789")?);
/// # drop(model);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct AnthropicMessages {
    client: HttpClient,
    server: BaseUrl,
    model: ModelName,
    key: ApiKey,
    temperature: Unsupported,
}

impl AnthropicMessages {
    /// Creates a model. The path `v1/messages` is appended to the URL. The key is sent with every request, in the
    /// header `x-api-key`.
    #[must_use]
    pub fn new(client: HttpClient, server: BaseUrl, model: ModelName, key: ApiKey) -> Self {
        Self {
            client,
            server,
            model,
            key,
            temperature: Unsupported::default(),
        }
    }

    /// Sends a request, and sends it again if the server rejects the temperature.
    async fn send(&self, request: &ChatRequest) -> Result<Message, HttpError> {
        let mut body = Body::of(&self.model, request);
        if self.temperature.get() {
            body.temperature = None;
        }
        loop {
            let url = self.server.join(["v1", "messages"]);
            let response = self.client.post(url, self.headers(), &body).await?;
            match BadRequest::check(response).await {
                Ok(response) => {
                    let response = response.success()?;
                    self.temperature.learn(body.temperature.is_none());
                    return response.json(MAX_BYTES).await;
                }
                Err(rejection) if body.temperature.is_some() && rejection.names("temperature") => {
                    body.temperature = None;
                }
                Err(rejection) => return Err(rejection.into_error()),
            }
        }
    }

    fn headers(&self) -> HeaderMap {
        let key = HeaderName::from_static("x-api-key");
        let version = HeaderName::from_static("anthropic-version");
        HeaderMap::from_iter([
            (key, self.key.plain()),
            (version, HeaderValue::from_static("2023-06-01")),
        ])
    }
}

#[async_trait]
impl ChatModel for AnthropicMessages {
    fn name(&self) -> &ModelName {
        &self.model
    }

    async fn complete(&self, request: &ChatRequest) -> Result<ChatReply, ModelError> {
        let message = self.send(request).await?;
        message.into_reply(request)
    }
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<u8>,
    system: &'a str,
    messages: [UserMessage<'a>; 1],
    tools: [Tool<'a>; 1],
    tool_choice: ToolChoice,
}

#[derive(Serialize)]
struct UserMessage<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    description: &'static str,
    input_schema: &'a Value,
}

#[derive(Serialize)]
struct ToolChoice {
    r#type: &'static str,
    name: &'static str,
    disable_parallel_tool_use: bool,
}

impl<'a> Body<'a> {
    fn of(model: &'a ModelName, request: &'a ChatRequest) -> Self {
        let name = request.schema.name;
        let content = request.message.as_str();
        Self {
            model: model.as_str(),
            max_tokens: request.max_tokens,
            temperature: Some(0),
            system: &request.instructions,
            messages: [UserMessage {
                role: "user",
                content,
            }],
            tools: [Tool {
                name,
                description: "Receives the reply.",
                input_schema: &request.schema.json,
            }],
            tool_choice: ToolChoice {
                r#type: "tool",
                name,
                disable_parallel_tool_use: true,
            },
        }
    }
}

#[derive(Deserialize)]
struct Message {
    content: Vec<Block>,
    stop_reason: Option<String>,
    usage: Option<Tokens>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block {
    Text {
        text: String,
    },
    ToolUse {
        input: Value,
    },
    /// A block that is no part of the reply.
    #[serde(other)]
    Other,
}

/// The numbers of tokens. Those of the request that the server caches are counted separately.
#[derive(Deserialize)]
struct Tokens {
    #[serde(rename = "input_tokens")]
    input: Option<u32>,
    #[serde(rename = "cache_creation_input_tokens")]
    written: Option<u32>,
    #[serde(rename = "cache_read_input_tokens")]
    read: Option<u32>,
    #[serde(rename = "output_tokens")]
    output: Option<u32>,
}

impl Tokens {
    fn input(&self) -> Option<u32> {
        let cached = [self.written, self.read];
        let cached = cached.into_iter().flatten();
        Some(cached.fold(self.input?, u32::saturating_add))
    }
}

impl Message {
    fn into_reply(self, request: &ChatRequest) -> Result<ChatReply, ModelError> {
        let end = match self.stop_reason.as_deref() {
            Some("refusal") => End::Refused,
            Some("max_tokens" | "model_context_window_exceeded") => End::Truncated,
            _ => End::Complete,
        };
        let text = self.text();
        let tokens = self.usage.map(|usage| (usage.input(), usage.output));
        if text.is_none() && end == End::Complete {
            let error = HttpError::malformed("it contains no reply");
            return Err(unusable(error, tokens));
        }
        let text = text.unwrap_or_default();
        Ok(reply(request, text, end, tokens.unwrap_or_default()))
    }

    /// Returns the input of the tool call. A server that ignores the choice of the tool may send a text instead.
    fn text(&self) -> Option<String> {
        let call = self.content.iter().find_map(|block| match block {
            Block::ToolUse { input } => Some(input.to_string()),
            _ => None,
        });
        call.or_else(|| {
            self.content.iter().find_map(|block| match block {
                Block::Text { text } => Some(text.clone()),
                _ => None,
            })
        })
    }
}
