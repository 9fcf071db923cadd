//! The language model in a build without the feature `model`: there is none.

use std::sync::Arc;

use prometheus_client::registry::Registry;
use quizcraft_core::gateway::{DraftPool, ModelMeter, QuestionWriter};

/// A type without values.
pub(crate) enum NewModel {}

impl NewModel {
    pub(crate) fn with_stores(self, _: Arc<dyn DraftPool>, _: Arc<dyn ModelMeter>) -> Model {
        match self {}
    }
}

/// A type without values.
pub(crate) enum Model {}

impl Model {
    pub(crate) fn after(&self, _: Arc<dyn QuestionWriter>) -> Arc<dyn QuestionWriter> {
        match *self {}
    }

    pub(crate) fn writer(&self) -> &dyn QuestionWriter {
        match *self {}
    }

    pub(crate) fn register(&self, _: &mut Registry) {
        match *self {}
    }

    pub(crate) fn log(&self) {
        match *self {}
    }
}
