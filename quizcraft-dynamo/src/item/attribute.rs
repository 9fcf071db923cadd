//! Parses and builds single attributes.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

/// The attributes of an item by name, as the SDK represents them.
pub(crate) type Attributes = HashMap<String, AttributeValue>;

/// An item to parse.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a>(pub(crate) &'a Attributes);

/// An attribute of an item, which may be absent.
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'a> {
    name: &'static str,
    value: Option<&'a AttributeValue>,
}

/// The reason why an item is malformed. It names the attribute, never its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ItemError {
    #[error("attribute {0} is missing")]
    Missing(&'static str),
    #[error("attribute {0} has the wrong type or an invalid value")]
    Invalid(&'static str),
}

impl<'a> Item<'a> {
    /// Looks up several attributes in one pass over the item. For many items, this is faster than
    /// hashing each name for each item.
    pub(crate) fn attributes<const N: usize>(self, names: [&'static str; N]) -> [Attribute<'a>; N] {
        let mut found = names.map(|name| Attribute { name, value: None });
        for (name, value) in self.0 {
            let requested = found.iter_mut().find(|attribute| attribute.name == name);
            if let Some(attribute) = requested {
                attribute.value = Some(value);
            }
        }
        found
    }

    fn attribute(self, name: &'static str) -> Attribute<'a> {
        let value = self.0.get(name);
        Attribute { name, value }
    }

    pub(crate) fn text(self, name: &'static str) -> Result<&'a str, ItemError> {
        self.attribute(name).text()
    }

    pub(crate) fn optional_text(self, name: &'static str) -> Result<Option<&'a str>, ItemError> {
        self.attribute(name).optional_text()
    }

    pub(crate) fn parsed<T: FromStr>(self, name: &'static str) -> Result<T, ItemError> {
        self.text(name)?
            .parse()
            .map_err(|_| ItemError::Invalid(name))
    }

    pub(crate) fn number<T: FromStr>(self, name: &'static str) -> Result<T, ItemError> {
        self.attribute(name).number()
    }

    pub(crate) fn optional_number<T: FromStr>(
        self,
        name: &'static str,
    ) -> Result<Option<T>, ItemError> {
        self.attribute(name).optional_number()
    }

    /// Returns the texts of a string set. A missing set is empty, since DynamoDB stores no empty sets.
    pub(crate) fn texts(self, name: &'static str) -> Result<&'a [String], ItemError> {
        Ok(self.optional_texts(name)?.unwrap_or_default())
    }

    pub(crate) fn optional_texts(
        self,
        name: &'static str,
    ) -> Result<Option<&'a [String]>, ItemError> {
        let set = self.attribute(name);
        set.optional(|value| value.as_ss().ok().map(Vec::as_slice))
    }

    pub(crate) fn optional_binary(self, name: &'static str) -> Result<Option<&'a [u8]>, ItemError> {
        let binary = self.attribute(name);
        binary.optional(|value| value.as_b().ok().map(AsRef::as_ref))
    }
}

impl<'a> Attribute<'a> {
    pub(crate) fn text(self) -> Result<&'a str, ItemError> {
        self.optional_text()?.ok_or(self.missing())
    }

    pub(crate) fn optional_text(self) -> Result<Option<&'a str>, ItemError> {
        self.optional(|value| value.as_s().ok().map(String::as_str))
    }

    pub(crate) fn number<T: FromStr>(self) -> Result<T, ItemError> {
        self.optional_number()?.ok_or(self.missing())
    }

    /// Parses a list of texts.
    pub(crate) fn texts<T>(self, read: impl Fn(&'a str) -> T) -> Result<Vec<T>, ItemError> {
        self.optional_texts(read)?.ok_or(self.missing())
    }

    /// Parses a list of texts, if there is one.
    pub(crate) fn optional_texts<T>(
        self,
        read: impl Fn(&'a str) -> T,
    ) -> Result<Option<Vec<T>>, ItemError> {
        let Some(list) = self.optional(|value| value.as_l().ok())? else {
            return Ok(None);
        };
        let texts = list
            .iter()
            .map(|value| value.as_s().ok().map(|text| read(text)));
        texts.collect::<Option<_>>().ok_or(self.invalid()).map(Some)
    }

    /// Returns a nested item, if there is one.
    pub(crate) fn optional_item(self) -> Result<Option<Item<'a>>, ItemError> {
        self.optional(|value| value.as_m().ok().map(Item))
    }

    /// Returns the error for an attribute that is required and missing.
    pub(crate) const fn missing(self) -> ItemError {
        ItemError::Missing(self.name)
    }

    /// Returns the error for an attribute with an invalid value.
    pub(crate) const fn invalid(self) -> ItemError {
        ItemError::Invalid(self.name)
    }

    fn optional_number<T: FromStr>(self) -> Result<Option<T>, ItemError> {
        self.optional(|value| value.as_n().ok()?.parse().ok())
    }

    fn optional<T>(
        self,
        read: impl FnOnce(&'a AttributeValue) -> Option<T>,
    ) -> Result<Option<T>, ItemError> {
        let value = self.value.map(|value| read(value).ok_or(self.invalid()));
        value.transpose()
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "most callers pass a temporary value"
)]
pub(crate) fn text(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

pub(crate) fn number(value: impl Into<u64>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}

pub(crate) fn binary(value: impl Into<Vec<u8>>) -> AttributeValue {
    AttributeValue::B(Blob::new(value))
}
