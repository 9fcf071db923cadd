//! The options of the language model in a build that has none. They are rejected with the feature that adds it:
//! otherwise an operator would wait for questions that are never written.

use super::ModelOptions;
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::model::Model;

impl ModelOptions {
    /// Returns no model, or an error if there is an option of one.
    pub(crate) fn for_server(&self, _: Option<&Metrics>) -> Result<Option<Model>, Failure> {
        self.none()
    }

    /// Returns no model, or an error if there is an option of one.
    pub(crate) fn for_terminal(&self) -> Result<Option<Model>, Failure> {
        self.none()
    }

    fn none(&self) -> Result<Option<Model>, Failure> {
        let url = self.has_model().then_some("--model-url");
        match url.into_iter().chain(self.other_options()).next() {
            None => Ok(None),
            Some(option) => Err(Failure::NoModel(option)),
        }
    }
}
