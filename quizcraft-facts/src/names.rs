//! The referents of names, and their encoding.

use std::collections::BTreeMap;

use crate::image::Varints;

/// A record that a name refers to, by its id. The variant tells how the name refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Referent {
    /// A topic with this name.
    TopicName(u32),
    /// A topic with this keyword.
    TopicKeyword(u32),
    /// A table with this kind or keyword.
    Table(u32),
    /// A column with this keyword.
    Column(u32),
    /// A row with this name.
    Name(u32),
    /// A row with this keyword, if the keyword is an alternative name of the row or several rows
    /// have it.
    Tag(u32),
    /// The only row with this keyword, if the keyword is not an alternative name of the row.
    Mention(u32),
    /// A value with this text.
    Value(u32),
    /// A row with a value that contains the name among other words.
    RowOfValue(u32),
}

impl Referent {
    /// Returns the variant as a number, and the id.
    fn split(self) -> (u32, u32) {
        match self {
            Self::TopicName(id) => (0, id),
            Self::TopicKeyword(id) => (1, id),
            Self::Table(id) => (2, id),
            Self::Column(id) => (3, id),
            Self::Name(id) => (4, id),
            Self::Tag(id) => (5, id),
            Self::Mention(id) => (6, id),
            Self::Value(id) => (7, id),
            Self::RowOfValue(id) => (8, id),
        }
    }

    fn joined(kind: u32, id: u32) -> Self {
        match kind {
            0 => Self::TopicName(id),
            1 => Self::TopicKeyword(id),
            2 => Self::Table(id),
            3 => Self::Column(id),
            4 => Self::Name(id),
            5 => Self::Tag(id),
            6 => Self::Mention(id),
            7 => Self::Value(id),
            _ => Self::RowOfValue(id),
        }
    }

    /// Returns whether this is a topic, a table or a column.
    pub(crate) fn is_structural(self) -> bool {
        matches!(
            self,
            Self::TopicName(_) | Self::TopicKeyword(_) | Self::Table(_) | Self::Column(_)
        )
    }
}

/// The part of a name that a search must contain to find its referent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Found {
    /// The whole name.
    AsAWhole,
    /// Several words of the name.
    BySeveral,
    /// Any word of the name.
    ByAnyWord,
}

impl Found {
    fn from_number(number: u32) -> Self {
        match number {
            0 => Self::AsAWhole,
            1 => Self::BySeveral,
            _ => Self::ByAnyWord,
        }
    }
}

/// A referent of a name, and the part of the name that finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) referent: Referent,
    pub(crate) found: Found,
}

/// The number of variants of [`Found`].
const WAYS: u32 = 3;
/// The number of bits that encode the variants of referent and [`Found`].
const TAG_BITS: u32 = 5;

impl Name {
    /// Encodes the referents of one name in ascending order, one varint each. The lower five bits
    /// are `kind * WAYS + found`. The upper bits are the id, or its difference to the previous id if
    /// that has the same kind.
    pub(crate) fn write(names: &BTreeMap<Referent, Found>) -> Vec<u8> {
        let (mut bytes, mut last) = (Vec::new(), (0, 0));
        for (referent, found) in names {
            let (kind, id) = referent.split();
            let tag = kind.saturating_mul(WAYS).saturating_add(*found as u32);
            let base = if kind == last.0 { last.1 } else { 0 };
            Varints::write(id.saturating_sub(base) << TAG_BITS | tag, &mut bytes);
            last = (kind, id);
        }
        bytes
    }

    /// Decodes the output of [`Name::write`] in the same order.
    pub(crate) fn read(bytes: &[u8]) -> impl Iterator<Item = Self> {
        let numbers = Varints::new(bytes);
        numbers.scan((0, 0_u32), |last, number| {
            let tag = number & ((1 << TAG_BITS) - 1);
            let kind = tag / WAYS;
            let base = if kind == last.0 { last.1 } else { 0 };
            let id = base.wrapping_add(number >> TAG_BITS);
            *last = (kind, id);
            Some(Self {
                referent: Referent::joined(kind, id),
                found: Found::from_number(tag % WAYS),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn encoded_names_are_decoded_unchanged(
            named in prop::collection::btree_map((0..9_u32, 0..60_000_u32), 0..3_u32, 0..40),
        ) {
            let names = named.iter().map(|((kind, id), found)| {
                (Referent::joined(*kind, *id), Found::from_number(*found))
            });
            let names: BTreeMap<_, _> = names.collect();
            let written = Name::write(&names);
            let read = Name::read(&written).map(|name| (name.referent, name.found));
            prop_assert_eq!(read.collect::<BTreeMap<_, _>>(), names);
        }
    }
}
