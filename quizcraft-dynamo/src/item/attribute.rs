//! Reading and writing single attributes.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;

/// What DynamoDB gives for an item.
pub(crate) type Attributes = HashMap<String, AttributeValue>;

/// An item that is being read.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a>(pub(crate) &'a Attributes);

/// Why an item makes no sense: which attribute, and never what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ItemError {
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("{0} has another type or is out of range")]
    Wrong(&'static str),
}

impl<'a> Item<'a> {
    pub(crate) fn text(self, name: &'static str) -> Result<&'a str, ItemError> {
        self.optional_text(name)?.ok_or(ItemError::Missing(name))
    }

    pub(crate) fn optional_text(self, name: &'static str) -> Result<Option<&'a str>, ItemError> {
        self.optional(name, |value| value.as_s().ok().map(String::as_str))
    }

    pub(crate) fn parsed<T: FromStr>(self, name: &'static str) -> Result<T, ItemError> {
        self.text(name)?.parse().map_err(|_| ItemError::Wrong(name))
    }

    pub(crate) fn number<T: FromStr>(self, name: &'static str) -> Result<T, ItemError> {
        self.optional_number(name)?.ok_or(ItemError::Missing(name))
    }

    pub(crate) fn optional_number<T: FromStr>(
        self,
        name: &'static str,
    ) -> Result<Option<T>, ItemError> {
        self.optional(name, |value| value.as_n().ok()?.parse().ok())
    }

    /// The texts of a set; none where there is no set, since DynamoDB keeps no empty ones.
    pub(crate) fn texts(self, name: &'static str) -> Result<&'a [String], ItemError> {
        let set = self.optional(name, |value| value.as_ss().ok().map(Vec::as_slice))?;
        Ok(set.unwrap_or_default())
    }

    pub(crate) fn list(self, name: &'static str) -> Result<&'a [AttributeValue], ItemError> {
        let list = self.optional(name, |value| value.as_l().ok().map(Vec::as_slice))?;
        list.ok_or(ItemError::Missing(name))
    }

    fn optional<T>(
        self,
        name: &'static str,
        read: impl FnOnce(&'a AttributeValue) -> Option<T>,
    ) -> Result<Option<T>, ItemError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(value) => read(value).map(Some).ok_or(ItemError::Wrong(name)),
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "what is written is mostly made for that"
)]
pub(crate) fn text(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

pub(crate) fn number(value: impl Into<u64>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}
