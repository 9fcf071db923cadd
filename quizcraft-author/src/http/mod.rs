//! Clients of language models and encyclopedias over HTTP.

mod anthropic;
mod api_key;
mod base_url;
mod client;
mod contact;
mod error;
mod etiquette;
mod html;
mod kiwix;
mod license;
mod mediawiki;
mod model;
mod openai;
#[cfg(feature = "public-roots")]
mod public_roots;
mod research;
mod response;
mod retry_after;
mod timeouts;

pub use anthropic::AnthropicMessages;
pub use api_key::{ApiKey, InvalidApiKey};
pub use base_url::{BaseUrl, InvalidBaseUrl};
pub use client::HttpClient;
pub use contact::{Contact, InvalidContact};
pub use error::HttpError;
pub use kiwix::{BookName, InvalidBookName, Kiwix};
pub use mediawiki::MediaWiki;
pub use openai::OpenAiChat;
pub use retry_after::retry_after;
pub use timeouts::{InvalidTimeouts, Timeouts};
