//! The language model.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::gateway::BoxError;
use serde_json::Value;

/// A language model that replies to one message with JSON of a schema.
#[async_trait]
pub trait ChatModel: Send + Sync {
    /// Returns the name of the model.
    fn name(&self) -> &ModelName;

    /// Sends one request, without retries.
    ///
    /// # Errors
    ///
    /// - [`ModelError::Temporary`] for a rate limit, an overloaded server, a time-out or a lost connection, and
    ///   [for a rejection of every request](ModelError::of_every_request), such as that of the key or the model.
    /// - [`ModelError::Permanent`] for any other rejection, before a token is written.
    /// - [`ModelError::Unusable`] for a reply that may be written and billed, but cannot be used.
    async fn complete(&self, request: &ChatRequest) -> Result<ChatReply, ModelError>;
}

/// The name of a model, as its server knows it: 1 to 80 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ModelName(String);

/// The text is not the name of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected 1 to {} visible ASCII characters", ModelName::MAX_CHARS)]
pub struct InvalidModelName;

impl ModelName {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 80;

    /// Creates a name.
    ///
    /// # Errors
    ///
    /// [`InvalidModelName`] if the text is empty or too long, or has other characters.
    pub fn new(name: impl Into<String>) -> Result<Self, InvalidModelName> {
        let name = name.into();
        let fits = (1..=Self::MAX_CHARS).contains(&name.len());
        if fits && name.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(name))
        } else {
            Err(InvalidModelName)
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A request: instructions, a message with data, and the schema of the reply.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatRequest {
    /// What the model is told to do.
    pub instructions: String,
    /// The data that it does it with.
    pub message: String,
    /// The schema of the reply.
    pub schema: ReplySchema,
    /// The maximum number of tokens of the reply.
    pub max_tokens: u32,
}

/// The JSON schema of a reply, in the subset that all servers accept: every field required, no additional
/// properties, and no limits of numbers or lengths.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplySchema {
    /// The name of the schema: letters and underscores.
    pub name: &'static str,
    /// The schema.
    pub json: Value,
}

/// The request contains keywords and articles, so only its size is printed.
impl fmt::Debug for ChatRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.instructions.len().saturating_add(self.message.len());
        write!(f, "ChatRequest({}, {bytes} bytes)", self.schema.name)
    }
}

/// The schema contains sentence numbers only, but only its name is printed.
impl fmt::Debug for ReplySchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReplySchema({})", self.name)
    }
}

/// The reply to a request.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatReply {
    /// The text, which should be JSON.
    pub text: String,
    /// The number of tokens.
    pub usage: Usage,
    /// Why the reply ends.
    pub end: End,
}

/// The number of tokens of a request and its reply, as the server counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The tokens of the request.
    pub input: u32,
    /// The tokens of the reply.
    pub output: u32,
}

impl Usage {
    /// Returns the usage of a request and the text of its reply. Estimates the numbers that the server does not send.
    ///
    /// ```
    /// use quizcraft_author::{ChatRequest, ReplySchema, Usage};
    ///
    /// let schema = ReplySchema { name: "answers", json: serde_json::json!({}) };
    /// let (instructions, message) = ("Reply.".to_owned(), String::new());
    /// let request = ChatRequest { instructions, message, schema, max_tokens: 100 };
    /// let usage = Usage::or_estimate(&request, "{}", Some(40), None);
    /// assert_eq!(usage, Usage { input: 40, output: 1 });
    /// ```
    #[must_use]
    pub fn or_estimate(
        request: &ChatRequest,
        reply: &str,
        input: Option<u32>,
        output: Option<u32>,
    ) -> Self {
        let request = [request.instructions.as_str(), request.message.as_str()];
        Self {
            input: input.unwrap_or_else(|| estimate(&request)),
            output: output.unwrap_or_else(|| estimate(&[reply])),
        }
    }
}

/// Estimates a number of tokens: one for three characters.
fn estimate(texts: &[&str]) -> u32 {
    let chars: usize = texts.iter().map(|text| text.chars().count()).sum();
    u32::try_from(chars.div_ceil(3)).unwrap_or(u32::MAX)
}

/// Why a reply ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is complete.
    Complete,
    /// It reached the maximum number of tokens.
    Truncated,
    /// The model or its server refused to reply.
    Refused,
}

/// The reply is made from articles, so only its size is printed.
impl fmt::Debug for ChatReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bytes, end) = (self.text.len(), self.end);
        write!(f, "ChatReply({bytes} bytes, {:?}, {end:?})", self.usage)
    }
}

/// The model cannot be called. The source MUST NOT contain prompts, replies or keys.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A transient error: a retry may succeed.
    #[error("the model cannot be called now")]
    Temporary {
        /// The cause.
        #[source]
        source: BoxError,
        /// How long to wait before a retry, if the server says so. The server of an error with this time wrote no
        /// token.
        retry_after: Option<Duration>,
    },
    /// A permanent error: the server rejects this one request before it writes a token.
    #[error("the model rejects the request")]
    Permanent {
        /// The cause.
        #[source]
        source: BoxError,
    },
    /// The server accepted the request, but its reply is missing, malformed or too large. The tokens are billed, so they
    /// count, and there is no retry.
    #[error("the reply of the model is unusable")]
    Unusable {
        /// The cause.
        #[source]
        source: BoxError,
        /// The number of tokens, if it is known. Otherwise, an estimate counts.
        usage: Option<Usage>,
    },
}

impl ModelError {
    /// How long to wait before a retry of a call that the server rejects like every other one.
    const REST: Duration = Duration::from_secs(1);

    /// Creates the error of a server that rejects every request before it writes a token, because of the key, the
    /// account or the model.
    ///
    /// It is transient, unlike the rejection of one request: it affects the games of all players until an operator
    /// fixes the cause, so it must open the circuit.
    ///
    /// ```
    /// use quizcraft_author::ModelError;
    ///
    /// let error = ModelError::of_every_request("the key is invalid".into());
    /// assert!(matches!(error, ModelError::Temporary { retry_after: Some(_), .. }));
    /// ```
    #[must_use]
    pub const fn of_every_request(source: BoxError) -> Self {
        Self::Temporary {
            source,
            retry_after: Some(Self::REST),
        }
    }
}
