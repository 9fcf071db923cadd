//! The options of the command line.

use std::error::Error;
use std::sync::Arc;

use quizcraft_author::{
    AnthropicMessages, ApiKey, BaseUrl, BookName, ChatModel, Contact, HttpClient, Kiwix, MediaWiki,
    ModelName, OpenAiChat, Research, Timeouts,
};

use crate::evaluation::Gold;
use crate::library::Library;

/// The environment variable with the key of the model.
const KEY: &str = "QUIZCRAFT_MODEL_KEY";
/// The keywords that are written about if none is named.
const KEYWORDS: [&str; 10] = [
    "Chess",
    "Volcano",
    "Honey bee",
    "Frida Kahlo",
    "Antarctica",
    "Bicycle",
    "Photosynthesis",
    "Venice",
    "Jazz",
    "Apollo 11",
];

/// The options.
pub(crate) struct Options {
    /// `--explain N`: the number of examples for each fault.
    pub(crate) explain: Option<usize>,
    /// `--seed N`: the games of the gold set, from 0 to 255.
    pub(crate) seed: u8,
    /// `--limit N`: the number of questions about each keyword.
    pub(crate) limit: i64,
    /// `--model-url URL`, `--model NAME` and `--model-api openai|anthropic`.
    model_url: Option<String>,
    model: Option<String>,
    model_api: String,
    /// `--research gold|wikipedia|kiwix`: where articles come from.
    research: String,
    /// `--research-url URL`: the wiki or the server of books.
    research_url: Option<String>,
    /// `--contact TEXT`: the email address or URL of the operator, for a wiki.
    contact: Option<String>,
    /// `--book NAME`: the book of `kiwix-serve`.
    book: Option<String>,
    keywords: Vec<String>,
}

impl Options {
    pub(crate) fn parse(
        mut arguments: impl Iterator<Item = String>,
    ) -> Result<Self, Box<dyn Error>> {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            if !argument.starts_with("--") {
                options.keywords.push(argument);
                continue;
            }
            let value = arguments.next();
            let value = value.ok_or_else(|| format!("missing value of {argument}"))?;
            options.set(&argument, value)?;
        }
        Ok(options)
    }

    /// Returns the model, or `None` if none is named.
    pub(crate) fn model(&self) -> Result<Option<Arc<dyn ChatModel>>, Box<dyn Error>> {
        let Some(url) = &self.model_url else {
            return Ok(None);
        };
        let name = self.model.as_ref().ok_or("missing option --model")?;
        let (client, url, name) = (client(), BaseUrl::parse(url)?, ModelName::new(name)?);
        let key = std::env::var(KEY).ok().map(|key| ApiKey::new(&key));
        let key = key.transpose()?;
        Ok(Some(match self.model_api.as_str() {
            "openai" => {
                let model = OpenAiChat::new(client, url, name);
                Arc::new(match key {
                    Some(key) => model.with_key(key),
                    None => model,
                })
            }
            "anthropic" => {
                let key = key.ok_or_else(|| format!("missing environment variable {KEY}"))?;
                Arc::new(AnthropicMessages::new(client, url, name, key))
            }
            _ => return Err("invalid --model-api: expected openai or anthropic".into()),
        }))
    }

    /// Returns the collection of articles.
    pub(crate) fn research(&self, gold: &Gold) -> Result<Arc<dyn Research>, Box<dyn Error>> {
        let url = |default: &str| BaseUrl::parse(self.research_url.as_deref().unwrap_or(default));
        Ok(match self.research.as_str() {
            "gold" => Arc::new(Library::new(gold)),
            "wikipedia" => {
                let contact = self.contact.as_ref();
                let contact = Contact::new(contact.ok_or("missing option --contact")?)?;
                let wiki = url("https://en.wikipedia.org/w/")?;
                Arc::new(MediaWiki::new(client(), wiki, contact))
            }
            "kiwix" => {
                let book = self.book.as_ref().ok_or("missing option --book")?;
                let server = url("http://127.0.0.1:8080/")?;
                Arc::new(Kiwix::new(client(), server, BookName::new(book)?))
            }
            _ => return Err("invalid --research: expected gold, wikipedia or kiwix".into()),
        })
    }

    /// Returns the keywords. The articles of the gold set are found by their topics only.
    pub(crate) fn keywords(&self, gold: &Gold) -> Vec<String> {
        if !self.keywords.is_empty() {
            return self.keywords.clone();
        }
        if self.research == "gold" {
            let topics = gold.articles().iter().take(KEYWORDS.len());
            return topics.map(|article| article.keyword.clone()).collect();
        }
        KEYWORDS.map(str::to_owned).to_vec()
    }

    fn set(&mut self, option: &str, value: String) -> Result<(), Box<dyn Error>> {
        match option {
            "--explain" => self.explain = Some(value.parse()?),
            "--seed" => self.seed = value.parse()?,
            "--limit" => self.limit = value.parse()?,
            "--model-url" => self.model_url = Some(value),
            "--model" => self.model = Some(value),
            "--model-api" => self.model_api = value,
            "--research" => self.research = value,
            "--research-url" => self.research_url = Some(value),
            "--contact" => self.contact = Some(value),
            "--book" => self.book = Some(value),
            _ => return Err(format!("unknown option {option}").into()),
        }
        Ok(())
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            explain: None,
            seed: 1,
            limit: 10,
            model_url: None,
            model: None,
            model_api: "openai".to_owned(),
            research: "gold".to_owned(),
            research_url: None,
            contact: None,
            book: None,
            keywords: Vec::new(),
        }
    }
}

fn client() -> HttpClient {
    HttpClient::new(Timeouts::default())
}
