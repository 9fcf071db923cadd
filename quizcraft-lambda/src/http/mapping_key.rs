use std::str::FromStr;

use super::path;

/// What stands in front of every path on a domain of the API's own: the key by which the domain is
/// mapped to it.
///
/// API Gateway finds the API by it, and may leave it out of the path that it hands over. A function
/// that is told where something is has to be told it with the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MappingKey(String);

/// The text was no mapping key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no mapping key, such as quiz/v1")]
pub(crate) struct InvalidMappingKey;

impl FromStr for MappingKey {
    type Err = InvalidMappingKey;

    /// Reads a key as API Gateway takes it: names with slashes between them.
    fn from_str(text: &str) -> Result<Self, InvalidMappingKey> {
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(is_of_a_name);
        let names = text.split('/').all(is_name);
        names
            .then(|| Self(text.to_owned()))
            .ok_or(InvalidMappingKey)
    }
}

impl MappingKey {
    /// Returns a path below the key, whether or not the key stood in front of it.
    pub(super) fn below<'a>(&self, path: &'a str) -> &'a str {
        path::below(path, &self.0)
    }

    /// Returns a path below the key with the key in front.
    pub(super) fn in_front_of(&self, path: &str) -> String {
        format!("/{}{path}", self.0)
    }
}

/// Those characters of which API Gateway lets keys be made.
fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"$-_.+!*'(),".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::MappingKey;

    #[test]
    fn a_key_is_taken_away_once() {
        let key: MappingKey = "quiz/v1".parse().unwrap();
        for (path, expected) in [
            ("/games", "/games"),
            ("/quiz/v1/games", "/games"),
            ("/quiz/v1/quiz/v1/games", "/quiz/v1/games"),
            ("/quiz/v1", "/"),
            ("/quiz/v10/games", "/quiz/v10/games"),
            ("/", "/"),
        ] {
            assert_eq!(key.below(path), expected, "{path}");
        }
        assert_eq!(key.in_front_of("/games"), "/quiz/v1/games");
    }

    #[test]
    fn a_key_is_of_names_with_slashes_between_them() {
        for text in ["quiz", "quiz/v1", "a-b_c.d"] {
            assert!(text.parse::<MappingKey>().is_ok(), "{text}");
        }
        for text in [
            "", "/quiz", "quiz/", "quiz//v1", "quiz v1", "quiz?v1", "qüiz",
        ] {
            assert!(text.parse::<MappingKey>().is_err(), "{text}");
        }
    }
}
