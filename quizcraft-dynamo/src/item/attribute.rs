//! Reading and writing single attributes.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;

/// What DynamoDB gives for an item.
pub(crate) type Attributes = HashMap<String, AttributeValue>;

/// An item that is being read.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a>(pub(crate) &'a Attributes);

/// An attribute of an item, if it is there.
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'a> {
    name: &'static str,
    value: Option<&'a AttributeValue>,
}

/// Why an item makes no sense: which attribute, and never what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ItemError {
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("{0} has another type or is out of range")]
    Wrong(&'static str),
}

impl<'a> Item<'a> {
    /// Looks attributes up by going through the item once. Where there are many items, that takes
    /// less time than to hash each name for each of them.
    pub(crate) fn attributes<const N: usize>(self, names: [&'static str; N]) -> [Attribute<'a>; N] {
        let mut found = names.map(|name| Attribute { name, value: None });
        for (name, value) in self.0 {
            let wanted = found.iter_mut().find(|attribute| attribute.name == name);
            if let Some(attribute) = wanted {
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
        self.text(name)?.parse().map_err(|_| ItemError::Wrong(name))
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

    /// Returns the texts of a set; none where there is no set, since DynamoDB keeps no empty ones.
    pub(crate) fn texts(self, name: &'static str) -> Result<&'a [String], ItemError> {
        let set = self.attribute(name);
        let set = set.optional(|value| value.as_ss().ok().map(Vec::as_slice))?;
        Ok(set.unwrap_or_default())
    }
}

impl<'a> Attribute<'a> {
    pub(crate) fn text(self) -> Result<&'a str, ItemError> {
        self.optional_text()?.ok_or(ItemError::Missing(self.name))
    }

    pub(crate) fn optional_text(self) -> Result<Option<&'a str>, ItemError> {
        self.optional(|value| value.as_s().ok().map(String::as_str))
    }

    pub(crate) fn number<T: FromStr>(self) -> Result<T, ItemError> {
        self.optional_number()?.ok_or(ItemError::Missing(self.name))
    }

    /// Returns the texts of a list.
    pub(crate) fn texts<T>(self, read: impl Fn(&'a str) -> T) -> Result<Vec<T>, ItemError> {
        let list = self.optional(|value| value.as_l().ok())?;
        let list = list.ok_or(ItemError::Missing(self.name))?.iter();
        let texts = list.map(|value| value.as_s().ok().map(|text| read(text)));
        texts.collect::<Option<_>>().ok_or(self.wrong())
    }

    /// Returns what is wrong with an attribute that makes no sense.
    pub(crate) const fn wrong(self) -> ItemError {
        ItemError::Wrong(self.name)
    }

    fn optional_number<T: FromStr>(self) -> Result<Option<T>, ItemError> {
        self.optional(|value| value.as_n().ok()?.parse().ok())
    }

    fn optional<T>(
        self,
        read: impl FnOnce(&'a AttributeValue) -> Option<T>,
    ) -> Result<Option<T>, ItemError> {
        let value = self.value.map(|value| read(value).ok_or(self.wrong()));
        value.transpose()
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
