//! The validated options of the language model.

use std::num::NonZeroU64;
use std::time::Duration;

use quizcraft_author::{
    ApiKey, BaseUrl, BookName, Budget, Contact, DenyList, HttpClient, InvalidBaseUrl, MediaWiki,
    ModelName, Timeouts,
};
use quizcraft_core::gateway::BoxError;

use super::model_deny::deny_list;
use super::model_key::{model_key, variables};
use super::{ModelApi, ModelOptions, ResearchKind, Secret};

const TOKENS_PER_DAY: &str = "--model-tokens-per-day";

/// What a model needs.
#[derive(Debug)]
pub(crate) struct ModelSettings {
    pub(crate) server: BaseUrl,
    pub(crate) name: ModelName,
    pub(crate) access: Access,
    pub(crate) research: ResearchSettings,
    pub(crate) budget: Budget,
    /// The maximum number of tokens of all games per day, if there is one.
    pub(crate) tokens_per_day: Option<NonZeroU64>,
    /// What the model does not write about.
    pub(crate) denied: DenyList,
}

/// The API of the model, with its key.
#[derive(Debug)]
pub(crate) enum Access {
    OpenAi(Option<ApiKey>),
    Anthropic(ApiKey),
}

/// What a collection of articles needs.
#[derive(Debug)]
pub(crate) enum ResearchSettings {
    Wiki { url: BaseUrl, contact: Contact },
    Kiwix { url: BaseUrl, book: BookName },
}

/// The options are no settings of a model. The error contains no value of an option.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvalidModel {
    #[error("missing {missing}, which {given} requires")]
    Missing {
        missing: &'static str,
        given: &'static str,
    },
    #[error("{given} cannot be used with {other}")]
    Conflict {
        given: &'static str,
        other: &'static str,
    },
    #[error("invalid {option}")]
    Invalid {
        option: &'static str,
        #[source]
        source: BoxError,
    },
}

impl ModelSettings {
    /// Returns the settings, or `None` if there is no model.
    pub(super) fn new(
        options: &ModelOptions,
        tokens_per_day: Option<u64>,
    ) -> Result<Option<Self>, InvalidModel> {
        let Some(url) = &options.model_url else {
            let per_day = tokens_per_day.map(|_| TOKENS_PER_DAY);
            let mut given = options.other_options().chain(variables()).chain(per_day);
            return match given.next() {
                None => Ok(None),
                Some(given) => Err(missing("--model-url", given)),
            };
        };
        let model = options.model.as_deref();
        let model = model.ok_or_else(|| missing("--model", "--model-url"))?;
        let research = options.research;
        let research = research.ok_or_else(|| missing("--research", "--model-url"))?;
        let budget = budget(options)?;
        Ok(Some(Self {
            server: base_url("--model-url", url)?,
            name: ModelName::new(model).map_err(invalid("--model"))?,
            access: access(options.model_api.unwrap_or_default())?,
            research: ResearchSettings::new(research, options)?,
            tokens_per_day: per_day(tokens_per_day, budget)?,
            denied: deny_list(options.model_deny.as_deref())?,
            budget,
        }))
    }

    /// Returns the client of all requests.
    pub(crate) fn client(&self) -> HttpClient {
        HttpClient::new(Timeouts::within(&self.budget))
    }
}

impl ResearchSettings {
    fn new(kind: ResearchKind, options: &ModelOptions) -> Result<Self, InvalidModel> {
        match kind {
            ResearchKind::Wikipedia => Self::wiki(options),
            ResearchKind::Kiwix => Self::kiwix(options),
        }
    }

    fn wiki(options: &ModelOptions) -> Result<Self, InvalidModel> {
        const GIVEN: &str = "--research wikipedia";
        if options.research_book.is_some() {
            return Err(conflict("--research-book", GIVEN));
        }
        let contact = options.research_contact.as_ref();
        let Secret(contact) = contact.ok_or_else(|| missing("--research-contact", GIVEN))?;
        let url = match &options.research_url {
            Some(url) => base_url("--research-url", url)?,
            None => BaseUrl::parse(MediaWiki::WIKIPEDIA).map_err(invalid("--research-url"))?,
        };
        let contact = Contact::new(contact).map_err(invalid("--research-contact"))?;
        Ok(Self::Wiki { url, contact })
    }

    fn kiwix(options: &ModelOptions) -> Result<Self, InvalidModel> {
        const GIVEN: &str = "--research kiwix";
        if options.research_contact.is_some() {
            return Err(conflict("--research-contact", GIVEN));
        }
        let url = options.research_url.as_ref();
        let url = url.ok_or_else(|| missing("--research-url", GIVEN))?;
        let book = options.research_book.as_deref();
        let book = book.ok_or_else(|| missing("--research-book", GIVEN))?;
        Ok(Self::Kiwix {
            url: base_url("--research-url", url)?,
            book: BookName::new(book).map_err(invalid("--research-book"))?,
        })
    }
}

/// Returns the API with its key.
fn access(api: ModelApi) -> Result<Access, InvalidModel> {
    let key = model_key()?;
    match (api, key) {
        (ModelApi::Openai, key) => Ok(Access::OpenAi(key)),
        (ModelApi::Anthropic, Some(key)) => Ok(Access::Anthropic(key)),
        (ModelApi::Anthropic, None) => Err(missing("QUIZCRAFT_MODEL_KEY", "--model-api anthropic")),
    }
}

/// Returns the budget of a game.
fn budget(options: &ModelOptions) -> Result<Budget, InvalidModel> {
    let default = Budget::default();
    let seconds = options.model_seconds.map(Duration::from_secs);
    let budget = Budget::new(
        options.model_calls.unwrap_or(default.calls()),
        options.model_tokens.unwrap_or(default.tokens()),
        seconds.unwrap_or(default.time()),
    );
    budget.map_err(|error| {
        let option = match error {
            quizcraft_author::InvalidBudget::Calls(_) => "--model-calls",
            quizcraft_author::InvalidBudget::Tokens(_) => "--model-tokens",
            _ => "--model-seconds",
        };
        invalid(option)(error)
    })
}

/// Returns the tokens of a day, or `None` if there is no limit.
fn per_day(tokens: Option<u64>, budget: Budget) -> Result<Option<NonZeroU64>, InvalidModel> {
    budget.per_day(tokens.unwrap_or_default()).map_err(|_| {
        let game = budget.tokens();
        let expected = format!("expected 0 or a whole number from --model-tokens ({game})");
        invalid(TOKENS_PER_DAY)(expected)
    })
}

fn base_url(option: &'static str, Secret(url): &Secret) -> Result<BaseUrl, InvalidModel> {
    BaseUrl::parse(url).map_err(invalid::<InvalidBaseUrl>(option))
}

pub(super) const fn missing(missing: &'static str, given: &'static str) -> InvalidModel {
    InvalidModel::Missing { missing, given }
}

pub(super) const fn conflict(given: &'static str, other: &'static str) -> InvalidModel {
    InvalidModel::Conflict { given, other }
}

pub(super) fn invalid<E: Into<BoxError>>(option: &'static str) -> impl FnOnce(E) -> InvalidModel {
    move |error| InvalidModel::Invalid {
        option,
        source: error.into(),
    }
}
