use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal as Digits;
use rust_decimal::prelude::ToPrimitive;

/// A decimal number with at most 15 digits before the point and 9 after it.
///
/// Two numbers are equal if their values are equal: `7` and `7.0` are the same number.
///
/// ```
/// use quizcraft_core::{Decimal, DecimalError};
///
/// let height: Decimal = "8848.860".parse()?;
/// assert_eq!(height.to_string(), "8848.86");
/// assert_eq!(height, " 8848.86 ".parse()?);
/// assert!(height > Decimal::from(-11));
/// assert_eq!("1e3".parse::<Decimal>(), Err(DecimalError::Malformed));
/// assert_eq!("1000000000000000".parse::<Decimal>(), Err(DecimalError::TooLarge));
/// # Ok::<(), DecimalError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(Digits);

/// The text is not a decimal number of the accepted range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecimalError {
    /// The text is not a decimal number.
    #[error("is not a decimal number such as -12.5")]
    Malformed,
    /// The number has more digits before the point than accepted.
    #[error(
        "has more than {} digits before the point",
        Decimal::MAX_INTEGER_DIGITS
    )]
    TooLarge,
}

impl Decimal {
    /// The maximum number of digits before the point.
    pub const MAX_INTEGER_DIGITS: u32 = 15;
    /// The maximum number of digits after the point. Further ones are rounded off.
    pub const MAX_FRACTION_DIGITS: u32 = 9;
    /// Zero.
    pub const ZERO: Self = Self(Digits::ZERO);
    /// The least number with too many digits before the point.
    const LIMIT: Digits = Digits::from_parts(2_764_472_320, 232_830, 0, false, 0);

    /// Returns the number, rounded to the accepted digits after the point, if it is in the range.
    fn bounded(number: Digits) -> Result<Self, DecimalError> {
        let rounded = number.round_dp(Self::MAX_FRACTION_DIGITS).normalize();
        if rounded.abs() < Self::LIMIT {
            Ok(Self(rounded))
        } else {
            Err(DecimalError::TooLarge)
        }
    }

    /// Returns the distance between two numbers.
    pub(crate) fn distance(self, other: Self) -> Self {
        // Both have at most 24 digits and the type holds 28, so the difference is exact.
        Self(self.0.saturating_sub(other.0).abs().normalize())
    }

    /// Returns `self / whole` in thousandths, rounded to the nearest, or `None` if `whole` is zero or the
    /// result is negative or above 1,000.
    pub(crate) fn thousandths_of(self, whole: Self) -> Option<u16> {
        let part = self.0.checked_mul(Digits::ONE_THOUSAND)?;
        let share = part.checked_div(whole.0)?.round();
        share.to_u16().filter(|&thousandths| thousandths <= 1_000)
    }

    /// Returns the difference, which is in the range if both numbers are positive.
    pub(crate) fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).normalize())
    }

    /// Returns the number as a whole number, if it is one.
    fn as_integer(self) -> Option<i64> {
        self.0.is_integer().then(|| self.0.to_i64()).flatten()
    }

    /// Returns the number as a binary number of 64 bits, if that keeps all digits: every program writes a number
    /// of up to 15 digits as it was.
    fn as_exact_float(self) -> Option<f64> {
        const LIMIT: u128 = 1_000_000_000_000_000;
        let is_short = self.0.mantissa().unsigned_abs() < LIMIT;
        is_short.then(|| self.to_string().parse().ok()).flatten()
    }
}

impl From<i32> for Decimal {
    fn from(number: i32) -> Self {
        Self(number.into())
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    /// Parses digits with an optional sign and an optional point. White space around them is ignored.
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let text = text.trim();
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (integer, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(integer) || !is_digits(fraction) {
            return Err(DecimalError::Malformed);
        }
        if integer.trim_start_matches('0').len() > Self::MAX_INTEGER_DIGITS as usize {
            return Err(DecimalError::TooLarge);
        }
        // Rounds a fraction with more digits than the type holds.
        let number = Digits::from_str(text).map_err(|_| DecimalError::Malformed)?;
        Self::bounded(number)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// As a number if a binary number of 64 bits has the same digits, and as a string otherwise.
impl serde::Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.as_integer(), self.as_exact_float()) {
            (Some(integer), _) => serializer.serialize_i64(integer),
            (None, Some(float)) => serializer.serialize_f64(float),
            (None, None) => serializer.collect_str(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, DecimalError};
    use proptest::prelude::*;

    #[test]
    fn numbers_of_up_to_15_digits_are_accepted() {
        for (text, shown) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("+7", "7"),
            ("007.50", "7.5"),
            ("999999999999999.999999999", "999999999999999.999999999"),
            ("0.0000000004", "0"),
            ("0.0000000006", "0.000000001"),
        ] {
            assert_eq!(
                text.parse::<Decimal>().unwrap().to_string(),
                shown,
                "{text}"
            );
        }
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in [
            "", "-", ".5", "5.", "1,5", "1_000", "0x1", "1e3", "NaN", "--1", "1.2.3", "٣",
        ] {
            assert_eq!(
                text.parse::<Decimal>(),
                Err(DecimalError::Malformed),
                "{text}"
            );
        }
        for text in [
            "1000000000000000",
            "-1000000000000000",
            "999999999999999.9999999999",
        ] {
            assert_eq!(
                text.parse::<Decimal>(),
                Err(DecimalError::TooLarge),
                "{text}"
            );
        }
    }

    #[test]
    fn a_number_is_serialised_without_a_loss() {
        for (text, json) in [
            ("7", "7"),
            ("-7.25", "-7.25"),
            ("0.1", "0.1"),
            ("123456789012345.123456789", "\"123456789012345.123456789\""),
        ] {
            let number: Decimal = text.parse().unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), json);
        }
    }

    proptest! {
        #[test]
        fn a_shown_number_is_the_same_number(text in "-?[0-9]{1,15}(\\.[0-9]{1,12})?") {
            let number: Result<Decimal, _> = text.parse();
            if let Ok(number) = number {
                prop_assert_eq!(number.to_string().parse(), Ok(number));
            }
        }
    }
}
