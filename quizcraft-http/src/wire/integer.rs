use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// A whole number in any JSON notation: `15`, `15.0` and `1.5e1` are equal. Saturates at the range of
/// `i64`, so that the domain reports the accepted range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Integer(pub(crate) i64);

/// Parses the raw text, because `serde_json` rejects a number beyond the range of `f64` as malformed.
impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let whole = whole(raw.get()).map(Self);
        whole.ok_or_else(|| D::Error::invalid_type(found(raw.get()), &"a whole number"))
    }
}

/// Returns the value of a JSON number, or `None` if it has a fraction.
fn whole(number: &str) -> Option<i64> {
    let (negative, magnitude) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let is_number = magnitude.starts_with(|c: char| c.is_ascii_digit());
    let magnitude = is_number.then_some(magnitude).and_then(saturating)?;
    Some(if negative {
        0_i64.saturating_sub_unsigned(magnitude)
    } else {
        0_i64.saturating_add_unsigned(magnitude)
    })
}

/// Returns the value of a JSON number without a sign, saturating, or `None` if it has a fraction.
fn saturating(number: &str) -> Option<u64> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = [integer, fraction].concat();
    // The value is `digits` followed by `zeros` zeros.
    let significant = all.trim_end_matches('0');
    let trailing = all.len().saturating_sub(significant.len());
    let digits = significant.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let zeros = count(trailing).saturating_sub(count(fraction.len()));
    let zeros = zeros.saturating_add(saturating_exponent(exponent));
    let zeros = u32::try_from(zeros.min(u32::MAX.into())).ok()?;
    let value: Option<u64> = digits.parse().ok();
    let value = value.and_then(|value| value.checked_mul(10_u64.checked_pow(zeros)?));
    Some(value.unwrap_or(u64::MAX))
}

fn saturating_exponent(exponent: &str) -> i64 {
    let end = if exponent.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    exponent.parse().unwrap_or(end)
}

fn count(digits: usize) -> i64 {
    i64::try_from(digits).unwrap_or(i64::MAX)
}

/// Returns the type of a JSON value, for the error message.
fn found(value: &str) -> Unexpected<'_> {
    match value.bytes().next() {
        Some(b'"') => Unexpected::Other("string"),
        Some(b'[') => Unexpected::Seq,
        Some(b'{') => Unexpected::Map,
        Some(b't') => Unexpected::Bool(true),
        Some(b'f') => Unexpected::Bool(false),
        Some(b'n') => Unexpected::Unit,
        _ => Unexpected::Other("number with a fraction"),
    }
}

#[cfg(test)]
mod tests {
    use super::Integer;
    use proptest::prelude::*;
    use proptest::sample::Index;

    fn read(json: &str) -> serde_json::Result<i64> {
        serde_json::from_str::<Integer>(json).map(|number| number.0)
    }

    #[test]
    fn whole_numbers_are_accepted_in_every_notation() {
        let (long, zeros) = ("9".repeat(400), "0".repeat(400));
        for (json, expected) in [
            ("7", 7),
            ("-7", -7),
            ("0", 0),
            ("-0", 0),
            ("-0.0e5", 0),
            ("15.0", 15),
            ("1.5e1", 15),
            ("150E-1", 15),
            ("0.00015e+5", 15),
            (&format!("15.{zeros}"), 15),
            (&format!("15{zeros}e-400"), 15),
            (&format!("0.{zeros}15e402"), 15),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("9223372036854775808", i64::MAX),
            ("-9223372036854775809", i64::MIN),
            ("18446744073709551616", i64::MAX),
            ("1e400", i64::MAX),
            ("-1e999", i64::MIN),
            ("0e99999999999999999999", 0),
            ("1e99999999999999999999", i64::MAX),
            (&long, i64::MAX),
            (&format!("-{long}"), i64::MIN),
        ] {
            assert_eq!(read(json).unwrap(), expected, "{json}");
        }
    }

    #[test]
    fn other_values_are_rejected() {
        let long = format!("1.{}", "9".repeat(400));
        for json in [
            "7.5",
            "-0.1",
            "15e-1",
            "1e-400",
            "1e-99999999999999999999",
            "\"7\"",
            "\"\\u202e7\"",
            "true",
            "false",
            "null",
            "[7]",
            "{}",
            &long,
        ] {
            let error = read(json).unwrap_err().to_string();
            assert!(error.contains("expected a whole number"), "{json}: {error}");
        }
        for json in ["", "-", "+7", "07", "7.", ".7", "7e", "0x7", "7 7", "NaN"] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    proptest! {
        #[test]
        fn the_value_does_not_depend_on_the_notation(
            value in any::<i64>().prop_filter("one without a leading zero", |value| *value != 0),
            shift in 0..400_usize,
            place: Index,
        ) {
            let zeros = "0".repeat(shift);
            let digits = value.unsigned_abs().to_string();
            let sign = if value < 0 { "-" } else { "" };
            let (before, after) = digits.split_at(place.index(digits.len()).saturating_add(1));
            for json in [
                format!("{value}"),
                format!("{value}.0{zeros}"),
                format!("{value}{zeros}E-{shift}"),
                format!("{sign}0.{zeros}{digits}e{}", shift.saturating_add(digits.len())),
                format!("{sign}{before}.{after}0e+{}", after.len()),
            ] {
                prop_assert_eq!(read(&json).unwrap(), value, "{}", json);
            }
        }

        #[test]
        fn every_json_number_is_accepted_or_has_a_fraction(
            json in "-?(0|[1-9][0-9]{0,400})(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,30})?",
        ) {
            if let Err(error) = read(&json) {
                let error = error.to_string();
                prop_assert!(error.contains("number with a fraction"), "{}: {}", json, error);
                prop_assert!(json.contains(['.', 'e', 'E']), "{}", json);
            }
        }
    }
}
