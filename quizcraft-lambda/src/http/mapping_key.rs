use std::str::FromStr;

/// What stands in front of every path on a domain of the API's own: the key by which the domain is
/// mapped to it.
///
/// API Gateway finds the API by it, and may leave it out of the path that it hands over. Whoever is
/// told where something is has to be told it with the key.
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
    /// A path with the key in front, whether or not it stood there.
    pub(super) fn in_front_of(&self, path: &str) -> String {
        let below = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(&self.0));
        if below.is_some_and(|below| below.is_empty() || below.starts_with('/')) {
            return path.to_owned();
        }
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
    fn a_key_stands_in_front_once() {
        let key: MappingKey = "quiz/v1".parse().unwrap();
        for (path, expected) in [
            ("/games", "/quiz/v1/games"),
            ("/quiz/v1/games", "/quiz/v1/games"),
            ("/quiz/v1", "/quiz/v1"),
            ("/quiz/v10/games", "/quiz/v1/quiz/v10/games"),
            ("/", "/quiz/v1/"),
        ] {
            assert_eq!(key.in_front_of(path), expected, "{path}");
        }
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
