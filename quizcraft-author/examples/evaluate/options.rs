//! The options of the command line.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use quizcraft_author::{Budget, InvalidBudget};
use quizcraft_core::QuestionsLimit;

/// The names of the options. Those of the model and of the research are the same as in `quizcraft serve`.
const NAMES: [&str; 13] = [
    // The number of examples for each fault; without it, there are none.
    "--explain",
    // The games of the gold set, from 0 to 255; 1 by default.
    "--seed",
    // The number of questions about each keyword; 10 by default.
    "--limit",
    "--model-url",
    "--model",
    // openai (the default) or anthropic.
    "--model-api",
    "--model-calls",
    "--model-tokens",
    "--model-seconds",
    // gold (the articles of the gold set, the default), wikipedia or kiwix.
    "--research",
    "--research-url",
    // The book of kiwix-serve.
    "--research-book",
    // The email address or https URL of the operator, for a wiki.
    "--research-contact",
];
/// The options that need no model.
const WITHOUT_MODEL: [&str; 2] = ["--explain", "--seed"];

/// The options and the keywords.
pub(crate) struct Options {
    values: BTreeMap<&'static str, String>,
    keywords: Vec<String>,
}

impl Options {
    /// Parses arguments.
    pub(crate) fn parse(
        mut arguments: impl Iterator<Item = String>,
    ) -> Result<Self, Box<dyn Error>> {
        let (mut values, mut keywords) = (BTreeMap::new(), Vec::new());
        while let Some(argument) = arguments.next() {
            if !argument.starts_with("--") {
                keywords.push(argument);
                continue;
            }
            let mut names = NAMES.into_iter();
            let name = names.find(|name| *name == argument);
            let name = name.ok_or_else(|| format!("unknown option {argument}"))?;
            let value = arguments.next();
            let value = value.ok_or_else(|| format!("missing value of {name}"))?;
            if values.insert(name, value).is_some() {
                return Err(format!("{name} is given twice").into());
            }
        }
        let options = Self { values, keywords };
        options.require_model()?;
        Ok(options)
    }

    /// Returns the value of an option.
    pub(crate) fn get(&self, name: &'static str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Returns the value of an option that another one requires.
    pub(crate) fn required(&self, name: &str, by: &str) -> Result<&str, Box<dyn Error>> {
        let value = self.values.get(name).map(String::as_str);
        value.ok_or_else(|| format!("missing {name}, which {by} requires").into())
    }

    /// Returns an error if an option is given that has no effect with another one.
    pub(crate) fn refuse(&self, names: &[&str], with: &str) -> Result<(), Box<dyn Error>> {
        let given = names.iter().find(|name| self.values.contains_key(**name));
        match given {
            None => Ok(()),
            Some(name) => Err(format!("{name} cannot be used with {with}").into()),
        }
    }

    /// Returns the number of examples for each fault, if there should be some.
    pub(crate) fn explain(&self) -> Result<Option<usize>, Box<dyn Error>> {
        self.number("--explain")
    }

    /// Returns which games of the gold set are used.
    pub(crate) fn seed(&self) -> Result<u8, Box<dyn Error>> {
        Ok(self.number("--seed")?.unwrap_or(1))
    }

    /// Returns the number of questions about each keyword.
    pub(crate) fn limit(&self) -> Result<QuestionsLimit, Box<dyn Error>> {
        let limit = self.number("--limit")?.unwrap_or(10);
        QuestionsLimit::new(limit).map_err(invalid("--limit"))
    }

    /// Returns the budget of each game.
    pub(crate) fn budget(&self) -> Result<Budget, Box<dyn Error>> {
        let default = Budget::default();
        let seconds = self.number("--model-seconds")?.map(Duration::from_secs);
        let budget = Budget::new(
            self.number("--model-calls")?.unwrap_or(default.calls()),
            self.number("--model-tokens")?.unwrap_or(default.tokens()),
            seconds.unwrap_or(default.time()),
        );
        budget.map_err(|error| {
            let option = match error {
                InvalidBudget::Calls(_) => "--model-calls",
                InvalidBudget::Tokens(_) => "--model-tokens",
                _ => "--model-seconds",
            };
            invalid(option)(error)
        })
    }

    /// Returns the keywords.
    pub(crate) fn keywords(&self) -> &[String] {
        &self.keywords
    }

    /// Returns an error if there is no model, but an option or a keyword that needs one.
    fn require_model(&self) -> Result<(), Box<dyn Error>> {
        let mut given = self.values.keys();
        let other = given.find(|name| !WITHOUT_MODEL.contains(*name));
        match (other, self.keywords.first()) {
            (Some(option), _) => self.required("--model-url", option).map(drop),
            (None, Some(_)) => self.required("--model-url", "a keyword").map(drop),
            (None, None) => Ok(()),
        }
    }

    fn number<T: FromStr<Err: Display>>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, Box<dyn Error>> {
        let number = self.get(name).map(str::parse).transpose();
        number.map_err(invalid(name))
    }
}

/// Returns the error of an option. It does not contain the value, which may be a secret.
pub(crate) fn invalid<E: Display>(option: &str) -> impl FnOnce(E) -> Box<dyn Error> {
    move |error| format!("invalid {option}: {error}").into()
}
