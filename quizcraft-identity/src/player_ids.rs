use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::Email;
use quizcraft_core::PlayerId;

/// A secret key for player ids, so that ids cannot be computed from guessed addresses.
///
/// `Debug` hides it.
///
/// ```
/// use quizcraft_identity::{Email, PlayerIdKey, PlayerIds};
///
/// let short = PlayerIdKey::new(*b"secret").unwrap_err();
/// assert_eq!((short.min, short.actual), (16, 6));
///
/// let ada = Email::new("ada@example.org")?;
/// let key = PlayerIdKey::new(*b"at least 16 bytes")?;
/// let from_file = PlayerIdKey::new(*b"at least 16 bytes\n")?;
/// assert_eq!(PlayerIds::keyed(key).of(&ada), PlayerIds::keyed(from_file).of(&ada));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct PlayerIdKey(Vec<u8>);

/// A key for player ids is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key for player ids has {actual} bytes; at least {min} are required")]
pub struct ShortKey {
    /// The minimum length in bytes.
    pub min: usize,
    /// The length of this key in bytes.
    pub actual: usize,
}

impl PlayerIdKey {
    /// The minimum length of a key, in bytes.
    pub const MIN_BYTES: usize = 16;

    /// Creates a key. Surrounding whitespace is removed, because a line break at the end depends on
    /// where the key is stored, and must not change the player ids.
    ///
    /// # Errors
    ///
    /// [`ShortKey`] if it has fewer than [`MIN_BYTES`](Self::MIN_BYTES) bytes.
    pub fn new(key: impl Into<Vec<u8>>) -> Result<Self, ShortKey> {
        let key: Vec<u8> = key.into().trim_ascii().to_vec();
        let min = Self::MIN_BYTES;
        if key.len() < min {
            return Err(ShortKey {
                min,
                actual: key.len(),
            });
        }
        Ok(Self(key))
    }
}

impl fmt::Debug for PlayerIdKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlayerIdKey(…)")
    }
}

/// Derives player ids from verified email addresses.
///
/// The same address and key yield the same id. A different key yields different ids, so players lose access to
/// their games.
///
/// ```
/// use quizcraft_identity::{Email, PlayerIdKey, PlayerIds};
///
/// let ids = PlayerIds::keyed(PlayerIdKey::new(*b"at least 16 bytes")?);
/// assert_eq!(ids.of(&Email::new("Ada@example.org")?), ids.of(&Email::new("ada@example.org ")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PlayerIds(Option<PlayerIdKey>);

impl PlayerIds {
    /// Derives ids by HMAC-SHA-256 ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) with `key`.
    #[must_use]
    pub const fn keyed(key: PlayerIdKey) -> Self {
        Self(Some(key))
    }

    /// Derives ids by SHA-256, without a key.
    ///
    /// ```
    /// use quizcraft_identity::{Email, PlayerIdKey, PlayerIds};
    ///
    /// let (ada, key) = (Email::new("ada@example.org")?, PlayerIdKey::new(*b"at least 16 bytes")?);
    /// // A client that knows the address can compute this id.
    /// let guessed = "cfe00dde46ef942601ffafb9e2825e802858b460e586b8305b344c1eb826357d";
    /// assert_eq!(PlayerIds::unkeyed().of(&ada).to_string(), guessed);
    /// assert_ne!(PlayerIds::keyed(key).of(&ada).to_string(), guessed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn unkeyed() -> Self {
        Self(None)
    }

    /// Returns the id of the player with this address.
    #[must_use]
    pub fn of(&self, email: &Email) -> PlayerId {
        PlayerId::from_bytes(match &self.0 {
            Some(key) => hmac(key, email.as_bytes()),
            None => Sha256::digest(email.as_bytes()).into(),
        })
    }
}

#[expect(clippy::expect_used, reason = "HMAC accepts keys of any length")]
fn hmac(key: &PlayerIdKey, message: &[u8]) -> [u8; 32] {
    Hmac::<Sha256>::new_from_slice(&key.0)
        .expect("HMAC accepts keys of any length")
        .chain_update(message)
        .finalize()
        .into_bytes()
        .into()
}

#[cfg(test)]
mod tests {
    use super::{PlayerIdKey, PlayerIds, ShortKey};
    use crate::Email;

    fn ada() -> Email {
        Email::new("ada@example.org").unwrap()
    }

    /// The expected ids were computed with the command line of OpenSSL.
    #[test]
    fn ids_match_another_implementation() {
        let plain = "cfe00dde46ef942601ffafb9e2825e802858b460e586b8305b344c1eb826357d";
        assert_eq!(PlayerIds::unkeyed().of(&ada()).to_string(), plain);
        let under_key = "233ba86b8ff6a312fc021a6f0fb435e26d6bae78fa6975684306385b39426075";
        let key = PlayerIdKey::new(*b"one secret of ours").unwrap();
        assert_eq!(PlayerIds::keyed(key).of(&ada()).to_string(), under_key);
    }

    #[test]
    fn each_key_yields_different_ids() {
        let keyed = |key: &[u8]| PlayerIds::keyed(PlayerIdKey::new(key).unwrap()).of(&ada());
        assert_ne!(keyed(b"one secret of ours"), keyed(b"another of our own"));
        assert_ne!(
            keyed(b"one secret of ours"),
            PlayerIds::unkeyed().of(&ada())
        );
    }

    #[test]
    fn whitespace_around_a_key_is_ignored() {
        let keyed = |key: &[u8]| PlayerIds::keyed(PlayerIdKey::new(key).unwrap()).of(&ada());
        assert_eq!(
            keyed(b"one secret of ours"),
            keyed(b" one secret of ours\r\n")
        );
        assert!(PlayerIdKey::new(*b"secret              ").is_err());
    }

    #[test]
    fn short_keys_are_rejected_and_debug_hides_keys() {
        let short = ShortKey { min: 16, actual: 6 };
        assert_eq!(PlayerIdKey::new(*b"secret").unwrap_err(), short);
        let ids = PlayerIds::keyed(PlayerIdKey::new(*b"one secret of ours").unwrap());
        assert_eq!(format!("{ids:?}"), "PlayerIds(Some(PlayerIdKey(…)))");
    }
}
