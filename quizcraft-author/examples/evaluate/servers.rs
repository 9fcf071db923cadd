//! The model and the collection of articles that the options name.

use std::error::Error;
use std::sync::Arc;

use quizcraft_author::{
    AnthropicMessages, BaseUrl, BookName, ChatModel, Contact, HttpClient, Kiwix, MediaWiki,
    ModelName, OpenAiChat, Research, Timeouts,
};

use crate::evaluation::Gold;
use crate::key::{KEY, key};
use crate::library::Library;
use crate::options::{Options, invalid};

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

/// Returns the model, or `None` if none is named.
pub(crate) fn model(options: &Options) -> Result<Option<Arc<dyn ChatModel>>, Box<dyn Error>> {
    let Some(url) = options.get("--model-url") else {
        return Ok(None);
    };
    let url = BaseUrl::parse(url).map_err(invalid("--model-url"))?;
    let name = options.required("--model", "--model-url")?;
    let name = ModelName::new(name).map_err(invalid("--model"))?;
    let (client, key) = (client(options)?, key()?);
    Ok(Some(match options.get("--model-api").unwrap_or("openai") {
        "openai" => {
            let model = OpenAiChat::new(client, url, name);
            Arc::new(match key {
                Some(key) => model.with_key(key),
                None => model,
            })
        }
        "anthropic" => {
            let key = key.ok_or_else(|| format!("missing {KEY}, which anthropic requires"))?;
            Arc::new(AnthropicMessages::new(client, url, name, key))
        }
        _ => return Err("invalid --model-api: expected openai or anthropic".into()),
    }))
}

/// Returns the collection of articles.
pub(crate) fn research(
    options: &Options,
    gold: &Gold,
) -> Result<Arc<dyn Research>, Box<dyn Error>> {
    match options.get("--research") {
        None | Some("gold") => {
            let others = ["--research-url", "--research-book", "--research-contact"];
            options.refuse(&others, "--research gold")?;
            Ok(Arc::new(Library::new(gold)))
        }
        Some("wikipedia") => wiki(options),
        Some("kiwix") => kiwix(options),
        Some(_) => Err("invalid --research: expected gold, wikipedia or kiwix".into()),
    }
}

/// Returns the keywords. The articles of the gold set are found by their topics only.
pub(crate) fn keywords(options: &Options, gold: &Gold) -> Vec<String> {
    if !options.keywords().is_empty() {
        return options.keywords().to_vec();
    }
    if options.get("--research").unwrap_or("gold") == "gold" {
        let topics = gold.articles().iter().take(KEYWORDS.len());
        return topics.map(|article| article.keyword.clone()).collect();
    }
    KEYWORDS.map(str::to_owned).to_vec()
}

fn wiki(options: &Options) -> Result<Arc<dyn Research>, Box<dyn Error>> {
    const GIVEN: &str = "--research wikipedia";
    options.refuse(&["--research-book"], GIVEN)?;
    let contact = options.required("--research-contact", GIVEN)?;
    let contact = Contact::new(contact).map_err(invalid("--research-contact"))?;
    let url = options.get("--research-url");
    let url = BaseUrl::parse(url.unwrap_or(MediaWiki::WIKIPEDIA));
    let url = url.map_err(invalid("--research-url"))?;
    Ok(Arc::new(MediaWiki::new(client(options)?, url, contact)))
}

fn kiwix(options: &Options) -> Result<Arc<dyn Research>, Box<dyn Error>> {
    const GIVEN: &str = "--research kiwix";
    options.refuse(&["--research-contact"], GIVEN)?;
    let url = options.required("--research-url", GIVEN)?;
    let url = BaseUrl::parse(url).map_err(invalid("--research-url"))?;
    let book = options.required("--research-book", GIVEN)?;
    let book = BookName::new(book).map_err(invalid("--research-book"))?;
    Ok(Arc::new(Kiwix::new(client(options)?, url, book)))
}

/// Returns the client of all requests, whose time-outs fit the budget of a game.
fn client(options: &Options) -> Result<HttpClient, Box<dyn Error>> {
    Ok(HttpClient::new(Timeouts::within(&options.budget()?)))
}
