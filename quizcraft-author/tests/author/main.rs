//! Tests of the writer with a language model.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod article;
