use std::str::FromStr;

use super::path;

/// The API mapping key of a custom domain: the prefix of every path that a client requests. It is empty
/// if the domain maps the API without a key.
///
/// API Gateway selects the API by this key, and may leave it out of the path in an event. URLs that the
/// function returns must contain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MappingKey(String);

/// The text is not a mapping key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a mapping key without a slash at either end, such as quiz/v1, or / for a domain without one"
)]
pub(crate) struct InvalidMappingKey;

impl FromStr for MappingKey {
    type Err = InvalidMappingKey;

    /// Parses a key: names separated by slashes, as API Gateway accepts them, or `/` for the empty key.
    fn from_str(text: &str) -> Result<Self, InvalidMappingKey> {
        if text == "/" {
            return Ok(Self(String::new()));
        }
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(is_name_character);
        let names = text.split('/').all(is_name);
        names
            .then(|| Self(text.to_owned()))
            .ok_or(InvalidMappingKey)
    }
}

impl MappingKey {
    /// Returns a path without the key, if it starts with it.
    pub(super) fn strip_from<'a>(&self, path: &'a str) -> &'a str {
        if self.0.is_empty() {
            return path;
        }
        path::strip_prefix(path, &self.0)
    }

    /// Returns a path with the key in front.
    pub(super) fn prepend_to(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        format!("/{}{path}", self.0)
    }
}

/// Returns whether API Gateway accepts the character in a mapping key.
fn is_name_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"$-_.+!*'(),".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::MappingKey;

    #[test]
    fn a_key_is_stripped_once() {
        let key: MappingKey = "quiz/v1".parse().unwrap();
        for (path, expected) in [
            ("/games", "/games"),
            ("/quiz/v1/games", "/games"),
            ("/quiz/v1/quiz/v1/games", "/quiz/v1/games"),
            ("/quiz/v1", "/"),
            ("/quiz/v10/games", "/quiz/v10/games"),
            ("/", "/"),
        ] {
            assert_eq!(key.strip_from(path), expected, "{path}");
        }
        assert_eq!(key.prepend_to("/games"), "/quiz/v1/games");
    }

    #[test]
    fn the_empty_key_changes_no_path() {
        let key: MappingKey = "/".parse().unwrap();
        for path in ["/games", "//games", "/"] {
            assert_eq!(key.strip_from(path), path);
            assert_eq!(key.prepend_to(path), path);
        }
    }

    #[test]
    fn a_key_consists_of_names_separated_by_slashes() {
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
