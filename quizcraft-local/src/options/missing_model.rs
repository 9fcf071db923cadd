//! The options of the language model in a build that has none. They are rejected with the feature that adds it:
//! otherwise an operator would wait for questions that are never written.

use super::ModelOptions;
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::model::{Model, NewModel};

impl ModelOptions {
    /// Returns no model, or an error if there is an option of one.
    pub(crate) fn for_server(
        &self,
        tokens_per_day: Option<u64>,
        _: Option<&Metrics>,
    ) -> Result<Option<NewModel>, Failure> {
        self.none(tokens_per_day)
    }

    /// Returns no model, or an error if there is an option of one.
    pub(crate) fn for_terminal(&self) -> Result<Option<Model>, Failure> {
        self.none(None)
    }

    fn none<T>(&self, tokens_per_day: Option<u64>) -> Result<Option<T>, Failure> {
        let url = self.has_model().then_some("--model-url");
        let per_day = tokens_per_day.map(|_| "--model-tokens-per-day");
        let mut given = url.into_iter().chain(self.other_options()).chain(per_day);
        match given.next() {
            None => Ok(None),
            Some(option) => Err(Failure::NoModel(option)),
        }
    }
}
