//! The configuration of a language model, which writes about keywords that no fact covers.

use std::num::NonZeroU64;
use std::time::Duration;

use quizcraft_author::{BaseUrl, Budget, Contact, DenyList, MediaWiki, ModelName, Timeouts};
use quizcraft_dynamo::{DraftTable, TableName};

use super::Environment;

const API: &str = "MODEL_API";
const NAME: &str = "MODEL";
const URL: &str = "MODEL_URL";
const KEY: &str = "MODEL_KEY_SECRET";
const RESEARCH: &str = "RESEARCH";
const RESEARCH_URL: &str = "RESEARCH_URL";
const CONTACT: &str = "RESEARCH_CONTACT";
const CALLS: &str = "MODEL_CALLS";
const TOKENS: &str = "MODEL_TOKENS";
const SECONDS: &str = "MODEL_SECONDS";
const TOKENS_PER_DAY: &str = "MODEL_TOKENS_PER_DAY";
const DENY: &str = "MODEL_DENY";
const DRAFTS: &str = "DRAFT_TABLE";

/// The variables that have no meaning without [`API`].
const OTHERS: [&str; 12] = [
    NAME,
    URL,
    KEY,
    RESEARCH,
    RESEARCH_URL,
    CONTACT,
    CALLS,
    TOKENS,
    SECONDS,
    TOKENS_PER_DAY,
    DENY,
    DRAFTS,
];

/// A language model and the collection of its articles.
#[derive(Clone, Debug)]
pub(crate) struct ModelConfig {
    pub(crate) access: Access,
    pub(crate) name: ModelName,
    /// The time-outs of requests to the model and to the wiki.
    pub(crate) timeouts: Timeouts,
    pub(crate) wiki: BaseUrl,
    pub(crate) contact: Contact,
    pub(crate) budget: Budget,
    /// The table of the pool of drafts, if there is one.
    pub(crate) drafts: Option<DraftTable>,
    /// The maximum number of tokens of all workers per day, if there is one.
    pub(crate) tokens_per_day: Option<NonZeroU64>,
    /// What the model does not write about.
    pub(crate) denied: DenyList,
}

/// The API of a model.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    OpenAi {
        url: BaseUrl,
        key: Option<SecretId>,
    },
    Anthropic {
        url: BaseUrl,
        key: SecretId,
    },
    /// The function's role may call the model in the function's region.
    #[cfg(feature = "bedrock")]
    Bedrock,
}

/// The id of the secret with the key of a model. It is not printed, because an operator may have set the key in its
/// place.
#[derive(Clone)]
pub(crate) struct SecretId(String);

/// The value of [`API`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Api {
    OpenAi,
    Anthropic,
    #[cfg(feature = "bedrock")]
    Bedrock,
}

impl SecretId {
    /// The variable with the id.
    pub(crate) const VARIABLE: &'static str = KEY;

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretId(…)")
    }
}

impl Access {
    /// Returns the name of the API.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::OpenAi { .. } => "openai",
            Self::Anthropic { .. } => "anthropic",
            #[cfg(feature = "bedrock")]
            Self::Bedrock => "bedrock",
        }
    }
}

impl Api {
    fn parse(text: &str) -> Result<Self, &'static str> {
        match text {
            "openai" => Ok(Self::OpenAi),
            "anthropic" => Ok(Self::Anthropic),
            #[cfg(feature = "bedrock")]
            "bedrock" => Ok(Self::Bedrock),
            #[cfg(not(feature = "bedrock"))]
            "bedrock" => Err("bedrock requires a worker that is built with the feature bedrock"),
            _ => Err("expected openai, anthropic or bedrock"),
        }
    }
}

/// Returns the model, or `None` if there is none, or if a variable is missing or invalid.
pub(super) fn model(e: &mut Environment<'_>) -> Option<ModelConfig> {
    if !e.has(API) {
        require_api(e);
        return None;
    }
    let api = e.optional(API, Api::parse);
    let name = e.required(NAME, |text| ModelName::new(text));
    let access = api.and_then(|api| access(e, api));
    let (wiki, contact) = wiki(e);
    let budget = budget(e);
    let timeouts = budget.as_ref().map(Timeouts::within);
    let tokens_per_day = tokens_per_day(e, budget);
    let denied = e.optional(DENY, deny_list).unwrap_or_default();
    let drafts = e.optional(DRAFTS, |text| TableName::new(text).map(DraftTable::new));
    Some(ModelConfig {
        access: access?,
        name: name?,
        timeouts: timeouts?,
        wiki: wiki?,
        contact: contact?,
        budget: budget?,
        drafts,
        tokens_per_day,
        denied,
    })
}

/// Adds a fault if there are variables of a model, but no model.
fn require_api(e: &mut Environment<'_>) {
    let given: Vec<_> = OTHERS.into_iter().filter(|name| e.has(name)).collect();
    if !given.is_empty() {
        let given = given.join(", ");
        e.add_fault(API, format_args!("missing (required by {given})"));
    }
}

fn access(e: &mut Environment<'_>, api: Api) -> Option<Access> {
    match api {
        Api::OpenAi => {
            let url = e.required(URL, BaseUrl::parse);
            let key = e.text(KEY).map(SecretId);
            Some(Access::OpenAi { url: url?, key })
        }
        Api::Anthropic => {
            let url = e.required(URL, BaseUrl::parse);
            let key = e.required(KEY, str::parse::<String>).map(SecretId);
            let (url, key) = (url?, key?);
            Some(Access::Anthropic { url, key })
        }
        #[cfg(feature = "bedrock")]
        Api::Bedrock => bedrock(e),
    }
}

#[cfg(feature = "bedrock")]
fn bedrock(e: &mut Environment<'_>) -> Option<Access> {
    let superfluous = [
        (URL, "the endpoint follows from AWS_REGION"),
        (KEY, "the role of the function has the permission"),
    ];
    let given = superfluous.into_iter().filter(|(name, _)| e.has(name));
    let given: Vec<_> = given.collect();
    for (name, reason) in &given {
        e.add_fault(
            name,
            format_args!("must not be set with {API}=bedrock: {reason}"),
        );
    }
    given.is_empty().then_some(Access::Bedrock)
}

/// Returns the URL of the wiki and the contact of the operator.
fn wiki(e: &mut Environment<'_>) -> (Option<BaseUrl>, Option<Contact>) {
    let is_wikipedia = |text: &str| match text {
        "wikipedia" => Ok(()),
        _ => Err("expected wikipedia"),
    };
    e.required(RESEARCH, is_wikipedia);
    let contact = e.required(CONTACT, Contact::new);
    let url = if e.has(RESEARCH_URL) {
        e.optional(RESEARCH_URL, BaseUrl::parse)
    } else {
        BaseUrl::parse(MediaWiki::WIKIPEDIA).ok()
    };
    (url, contact)
}

/// Returns the budget of a game.
fn budget(e: &mut Environment<'_>) -> Option<Budget> {
    let default = Budget::default();
    let calls = at_least(e, CALLS, Budget::MIN_CALLS, default.calls());
    let tokens = at_least(e, TOKENS, Budget::MIN_TOKENS, default.tokens());
    let min = Budget::MIN_TIME.as_secs();
    let seconds = at_least(e, SECONDS, min, default.time().as_secs());
    let budget = Budget::new(calls?, tokens?, Duration::from_secs(seconds?));
    budget.map_err(|error| e.add_fault(API, error)).ok()
}

/// Returns a number that is not below its minimum.
fn at_least<T>(e: &mut Environment<'_>, name: &str, min: T, default: T) -> Option<T>
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display + Copy,
{
    if !e.has(name) {
        return Some(default);
    }
    let parse = |text: &str| {
        let number = text.parse().ok().filter(|number| *number >= min);
        number.ok_or_else(|| format!("expected a whole number from {min}"))
    };
    e.optional(name, parse)
}

/// Returns the tokens of a day, or `None` if there is no limit.
fn tokens_per_day(e: &mut Environment<'_>, budget: Option<Budget>) -> Option<NonZeroU64> {
    let budget = budget.unwrap_or_default();
    let parse = |text: &str| {
        let tokens = text.parse().ok();
        let limit = tokens.and_then(|tokens| budget.per_day(tokens).ok());
        let game = budget.tokens();
        limit.ok_or_else(|| format!("expected 0 or a whole number from {TOKENS} ({game})"))
    };
    e.optional(TOKENS_PER_DAY, parse)?
}

/// Returns the entries of a list whose separators are commas or line breaks. The error contains no entry. An entry that
/// would be a comment in a file is rejected, so that none is ignored by mistake.
fn deny_list(text: &str) -> Result<DenyList, String> {
    let lines = text.replace(',', "\n");
    let mut entries = (1_usize..).zip(lines.lines());
    if let Some((entry, _)) = entries.find(|(_, entry)| entry.trim_start().starts_with('#')) {
        return Err(format!("entry {entry} begins with #: expected no comments"));
    }
    DenyList::parse(&lines).map_err(|error| {
        let entry = error.line();
        format!("entry {entry} denies nothing: expected a word other than “the”, “of” and the like")
    })
}

#[cfg(test)]
mod tests;
