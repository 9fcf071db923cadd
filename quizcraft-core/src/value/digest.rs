//! Hashes of several parts, and ids of 32 bytes.

use sha2::{Digest, Sha256};

/// Returns the SHA-256 of `domain` and `parts`, each preceded by its length. The lengths make the input
/// unambiguous, and the domain separates the uses of this function.
pub(crate) fn digest(domain: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in std::iter::once(&domain.as_bytes()).chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Text was not 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not 64 lower-case hexadecimal digits")]
pub struct InvalidId;

/// Parses an id, which has one valid form: lower-case hexadecimal.
pub(crate) fn parse_hex(text: &str) -> Result<[u8; 32], InvalidId> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(InvalidId);
    }
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| InvalidId)?;
    Ok(bytes)
}

/// Writes 32 bytes in hexadecimal without allocating.
pub(crate) fn with_hex<T>(bytes: &[u8; 32], show: impl FnOnce(&str) -> T) -> T {
    let mut text = [0; 64];
    let _fits = hex::encode_to_slice(bytes, &mut text);
    show(std::str::from_utf8(&text).unwrap_or_default())
}

/// Defines an id of 32 bytes that is written as 64 hexadecimal digits.
macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name([u8; 32]);

        impl $name {
            /// Creates an id from its bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// Returns the 32 bytes of the id.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::value::digest::with_hex(&self.0, |text| f.pad(text))
            }
        }

        /// Writes only the first characters: enough to distinguish ids in a log, too few to use one.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let [a, b, c, d, ..] = self.0;
                write!(f, concat!(stringify!($name), "({}…)"), hex::encode([a, b, c, d]))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::value::InvalidId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::value::digest::parse_hex(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::value::InvalidId;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}
pub(crate) use hex_id;

#[cfg(test)]
mod tests {
    use super::{InvalidId, digest, parse_hex};
    use proptest::prelude::*;

    #[test]
    fn the_boundaries_between_parts_change_the_digest() {
        assert_ne!(digest("d", &[b"ab", b"c"]), digest("d", &[b"a", b"bc"]));
        assert_ne!(digest("d", &[b"ab"]), digest("da", &[b"b"]));
    }

    #[test]
    fn only_64_lowercase_hex_digits_are_an_id() {
        let text = "0123456789abcdef".repeat(4);
        assert!(parse_hex(&text).is_ok());
        for wrong in [
            text.to_uppercase(),
            text.replace('0', ""),
            format!("{text}0"),
            "é".repeat(32),
        ] {
            assert_eq!(parse_hex(&wrong), Err(InvalidId), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn hex_round_trips(bytes: [u8; 32]) {
            prop_assert_eq!(parse_hex(&hex::encode(bytes)), Ok(bytes));
        }
    }
}
