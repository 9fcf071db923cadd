//! What names stand for, and how that is stored.

use std::collections::BTreeMap;

use crate::image::Varints;

/// What a name stands for, and in which way; the number is an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Referent {
    /// The topic of this name.
    TopicName(u32),
    /// A topic that has it among its further words.
    TopicKeyword(u32),
    /// A table of things that are called so.
    Table(u32),
    /// A column that is called so.
    Column(u32),
    /// The row of this name.
    Name(u32),
    /// One of several rows that have it among their keywords, or a row that it is another name of.
    Tag(u32),
    /// The only row that has it among its keywords, which it does not name.
    Mention(u32),
    /// A value.
    Value(u32),
    /// A row of which a value has it among its words.
    RowOfValue(u32),
}

impl Referent {
    /// Its kind as a number below 16, and its id.
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

    /// Whether it stands for a topic, a table or a column.
    pub(crate) fn is_structural(self) -> bool {
        matches!(
            self,
            Self::TopicName(_) | Self::TopicKeyword(_) | Self::Table(_) | Self::Column(_)
        )
    }
}

/// By how much of a name its bearer is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Found {
    /// By the whole name.
    AsAWhole,
    /// By several of its words.
    BySeveral,
    /// By any of its words.
    ByAnyWord,
}

impl Found {
    fn of_number(number: u32) -> Self {
        match number {
            0 => Self::AsAWhole,
            1 => Self::BySeveral,
            _ => Self::ByAnyWord,
        }
    }
}

/// What a name stands for, and by how much of the name that is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) referent: Referent,
    pub(crate) found: Found,
}

/// How many ways to be found there are.
const WAYS: u32 = 3;
/// How many bits tell the kind of a referent and the way in which it is found.
const TAG_BITS: u32 = 5;

impl Name {
    /// Writes all that one name stands for, in ascending order: for each referent a number, whose
    /// lower five bits are three times its kind and the way in which it is found, and whose upper
    /// bits are its id, or how much that is above the one before it if the kind is the same.
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

    /// Reads what [`Name::write`] wrote, in the same order.
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
                found: Found::of_number(tag % WAYS),
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
        fn names_are_read_as_they_were_written(
            named in prop::collection::btree_map((0..9_u32, 0..60_000_u32), 0..3_u32, 0..40),
        ) {
            let names = named.iter().map(|((kind, id), found)| {
                (Referent::joined(*kind, *id), Found::of_number(*found))
            });
            let names: BTreeMap<_, _> = names.collect();
            let written = Name::write(&names);
            let read = Name::read(&written).map(|name| (name.referent, name.found));
            prop_assert_eq!(read.collect::<BTreeMap<_, _>>(), names);
        }
    }
}
