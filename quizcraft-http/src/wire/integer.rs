use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A whole number of any size, as JSON has it. One that is out of all reason stays so at the end of
/// its range: whether it is allowed is for the domain to say, and so is what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Integer(pub(crate) i64);

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WholeNumber)
    }
}

struct WholeNumber;

impl Visitor<'_> for WholeNumber {
    type Value = Integer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E>(self, number: i64) -> Result<Integer, E> {
        Ok(Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Integer, E> {
        Ok(Integer(i64::try_from(number).unwrap_or(i64::MAX)))
    }

    /// What has so many digits that it no longer fits is read as a float, and one with a fraction
    /// or an exponent as well; only the first can be this large.
    fn visit_f64<E: Error>(self, number: f64) -> Result<Integer, E> {
        const BEYOND: f64 = 9_223_372_036_854_775_808.0;
        match number {
            _ if number >= BEYOND => Ok(Integer(i64::MAX)),
            _ if number <= -BEYOND => Ok(Integer(i64::MIN)),
            _ => Err(E::invalid_type(Unexpected::Float(number), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Integer;

    #[test]
    fn whole_numbers_of_any_size_are_numbers_and_nothing_else_is() {
        let read = |json| serde_json::from_str::<Integer>(json).map(|number| number.0);
        for (json, expected) in [
            ("7", 7),
            ("-7", -7),
            ("18446744073709551615", i64::MAX),
            ("99999999999999999999", i64::MAX),
            ("-99999999999999999999", i64::MIN),
        ] {
            assert_eq!(read(json).unwrap(), expected, "{json}");
        }
        for json in ["7.5", "7.0", "7e0", "\"7\"", "true", "[7]", "{}"] {
            let error = read(json).unwrap_err().to_string();
            assert!(error.contains("expected a whole number"), "{json}: {error}");
        }
    }
}
