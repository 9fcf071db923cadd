//! The encoding of values that are stored as unsigned integers.

use crate::source::LifeYear;

/// The kind of numbers in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberKind {
    /// The column has no numbers.
    None,
    /// Numbers other than years.
    Plain,
    /// Years.
    Years,
}

impl NumberKind {
    pub(crate) fn to_number(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Plain => 1,
            Self::Years => 2,
        }
    }

    pub(crate) fn from_number(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Plain,
            _ => Self::Years,
        }
    }
}

/// The flags of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ValueFlags {
    pub(crate) has_number: bool,
    pub(crate) is_asked: bool,
    pub(crate) is_shared: bool,
}

impl ValueFlags {
    pub(crate) fn to_number(self) -> u32 {
        u32::from(self.has_number) | u32::from(self.is_asked) << 1 | u32::from(self.is_shared) << 2
    }

    pub(crate) fn from_number(number: u32) -> Self {
        Self {
            has_number: number & 1 != 0,
            is_asked: number & 1 << 1 != 0,
            is_shared: number & 1 << 2 != 0,
        }
    }
}

/// A row that has a year, and whether it is a year of birth or of death.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct YearRow {
    pub(crate) row: u32,
    pub(crate) life: Option<LifeYear>,
}

impl YearRow {
    pub(crate) fn to_number(self) -> u32 {
        let life = match self.life {
            None => 0,
            Some(LifeYear::Birth) => 1,
            Some(LifeYear::Death) => 2,
        };
        self.row.saturating_mul(3).saturating_add(life)
    }

    pub(crate) fn from_number(number: u32) -> Self {
        let life = match number % 3 {
            0 => None,
            1 => Some(LifeYear::Birth),
            _ => Some(LifeYear::Death),
        };
        Self {
            row: number / 3,
            life,
        }
    }
}

/// Zigzag encoding, in which numbers near 0 are small: 0, -1, 1, -2, 2 are 0, 1, 2, 3, 4.
pub(crate) fn zigzag(number: i32) -> u32 {
    (number << 1 ^ number >> 31).cast_unsigned()
}

/// The inverse of [`zigzag`].
pub(crate) fn unzigzag(number: u32) -> i32 {
    (number >> 1).cast_signed() ^ (number & 1).cast_signed().wrapping_neg()
}

/// An encoding that preserves the order of signed numbers.
pub(crate) fn to_ordered(number: i32) -> u32 {
    number.cast_unsigned() ^ 1 << 31
}

/// The inverse of [`to_ordered`].
pub(crate) fn from_ordered(number: u32) -> i32 {
    (number ^ 1 << 31).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zigzag_is_invertible() {
        for number in [0, 1, -1, 44, -44, 2010, i32::MAX, i32::MIN] {
            assert_eq!(unzigzag(zigzag(number)), number);
        }
        assert_eq!([0, -1, 1, -2, 2].map(zigzag), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn the_ordered_encoding_preserves_the_order_and_is_invertible() {
        let numbers = [i32::MIN, -500, -1, 0, 1, 1969, i32::MAX];
        assert!(numbers.map(to_ordered).is_sorted());
        assert_eq!(numbers.map(to_ordered).map(from_ordered), numbers);
    }

    #[test]
    fn encoded_year_rows_are_decoded_unchanged() {
        for life in [None, Some(LifeYear::Birth), Some(LifeYear::Death)] {
            let year_row = YearRow { row: 1969, life };
            assert_eq!(YearRow::from_number(year_row.to_number()), year_row);
        }
    }

    #[test]
    fn encoded_flags_are_decoded_unchanged() {
        for bits in 0..8 {
            assert_eq!(ValueFlags::from_number(bits).to_number(), bits);
        }
    }
}
