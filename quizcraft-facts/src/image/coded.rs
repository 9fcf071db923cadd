//! What is stored as a number without being one.

use crate::source::LifeYear;

/// What the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberKind {
    /// The column has none.
    None,
    /// Numbers that have no other meaning.
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

    pub(crate) fn of_number(number: u32) -> Self {
        match number {
            0 => Self::None,
            1 => Self::Plain,
            _ => Self::Years,
        }
    }
}

/// What is true of a value or not.
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

    pub(crate) fn of_number(number: u32) -> Self {
        Self {
            has_number: number & 1 != 0,
            is_asked: number & 1 << 1 != 0,
            is_shared: number & 1 << 2 != 0,
        }
    }
}

/// A row that has a year, and what the year is in its life, if anything.
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

    pub(crate) fn of_number(number: u32) -> Self {
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

/// A number that is small if the signed one is near 0: 0, -1, 1, -2, 2 are 0, 1, 2, 3, 4.
pub(crate) fn unsigned(number: i32) -> u32 {
    (number << 1 ^ number >> 31).cast_unsigned()
}

/// The number of which [`unsigned`] made this one.
pub(crate) fn signed(number: u32) -> i32 {
    (number >> 1).cast_signed() ^ (number & 1).cast_signed().wrapping_neg()
}

/// A number that is in the same order as the signed one.
pub(crate) fn ordered(number: i32) -> u32 {
    number.cast_unsigned() ^ 1 << 31
}

/// The number of which [`ordered`] made this one.
pub(crate) fn of_ordered(number: u32) -> i32 {
    (number ^ 1 << 31).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_number_is_read_as_it_was() {
        for number in [0, 1, -1, 44, -44, 2010, i32::MAX, i32::MIN] {
            assert_eq!(signed(unsigned(number)), number);
        }
        assert_eq!([0, -1, 1, -2, 2].map(unsigned), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn ordered_numbers_are_in_the_order_of_the_signed_ones() {
        let numbers = [i32::MIN, -500, -1, 0, 1, 1969, i32::MAX];
        assert!(numbers.map(ordered).is_sorted());
        assert_eq!(numbers.map(ordered).map(of_ordered), numbers);
    }

    #[test]
    fn rows_of_years_are_read_as_they_were() {
        for life in [None, Some(LifeYear::Birth), Some(LifeYear::Death)] {
            let year_row = YearRow { row: 1969, life };
            assert_eq!(YearRow::of_number(year_row.to_number()), year_row);
        }
    }

    #[test]
    fn flags_are_read_as_they_were() {
        for bits in 0..8 {
            assert_eq!(ValueFlags::of_number(bits).to_number(), bits);
        }
    }
}
