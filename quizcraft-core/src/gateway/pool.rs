use std::time::Duration;

use async_trait::async_trait;

use super::GatewayError;
use crate::question::{Draft, WriterName};
use crate::value::digest::{digest, hex_id};
use crate::value::{Keyword, Language, Timestamp, folded};

hex_id! {
    /// The key of drafts in a [`DraftPool`]: a hash of what they are about, their language, and the name and version of
    /// their writer.
    ///
    /// ```
    /// use quizcraft_core::gateway::PoolKey;
    /// use quizcraft_core::{Keyword, Language, WriterName};
    ///
    /// let (english, writer) = (Language::default(), WriterName::new("model gpt, prompts 1")?);
    /// let of = |keyword| Ok::<_, quizcraft_core::TextError>(PoolKey::new(&Keyword::new(keyword)?, &english, &writer));
    /// assert_eq!(of("Ancient Rome")?, of("ANCIENT ROME")?);
    /// assert_ne!(of("Ancient Rome")?, of("Rome")?);
    /// # Ok::<(), quizcraft_core::TextError>(())
    /// ```
    PoolKey
}

impl PoolKey {
    /// The maximum number of drafts that a pool returns under one key.
    pub const MAX_DRAFTS: usize = 100;

    /// Returns the key of drafts of a writer about a keyword, whatever its letter case, compatibility forms and
    /// invisible characters. Stores keep it, so its input must never change.
    #[must_use]
    pub fn new(keyword: &Keyword, language: &Language, writer: &WriterName) -> Self {
        let keyword = folded(keyword.as_str());
        let parts = [&keyword, language.as_str(), writer.as_str()].map(str::as_bytes);
        Self::from_bytes(digest("quizcraft pool, 1", &parts))
    }

    /// Returns the key of the same drafts, if they are written from one of several collections of texts, which has a
    /// name. Stores keep it, so its input must never change.
    #[must_use]
    pub fn of_collection(self, name: &str) -> Self {
        let parts = [self.as_bytes().as_slice(), name.as_bytes()];
        Self::from_bytes(digest("quizcraft pool collection, 1", &parts))
    }
}

/// How long a pool keeps a draft, in whole seconds: by default 30 days.
///
/// ```
/// use std::time::Duration;
/// use quizcraft_core::gateway::DraftsKept;
///
/// assert_eq!(DraftsKept::default().get(), Duration::from_secs(30 * 86_400));
/// assert!(DraftsKept::new(Duration::from_millis(999)).is_err());
/// # Ok::<(), quizcraft_core::gateway::NoDraftsKept>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftsKept(Duration);

/// The duration is shorter than a second, so that a draft would expire when it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("drafts are kept for at least 1 second")]
pub struct NoDraftsKept;

impl DraftsKept {
    /// Creates a duration. Fractions of a second are ignored.
    ///
    /// # Errors
    ///
    /// [`NoDraftsKept`] if it is shorter than a second.
    pub const fn new(duration: Duration) -> Result<Self, NoDraftsKept> {
        match duration.as_secs() {
            0 => Err(NoDraftsKept),
            secs => Ok(Self(Duration::from_secs(secs))),
        }
    }

    /// Returns the duration, at least 1 second.
    #[must_use]
    pub const fn get(self) -> Duration {
        self.0
    }

    /// Returns when a draft expires that is kept at `now`: it is returned before this time, and not from it on.
    /// Saturates.
    #[must_use]
    pub const fn expiry(self, now: Timestamp) -> Timestamp {
        now.plus(self.0)
    }
}

impl Default for DraftsKept {
    fn default() -> Self {
        Self(Duration::from_hours(30 * 24))
    }
}

/// Verified drafts that games of any player may use, so that what a writer was paid for once serves later games.
///
/// A pool is a cache: a draft may be missing at any time, and a writer MUST work without one.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DraftPool: Send + Sync {
    /// Returns drafts under a key in any order: at most [`PoolKey::MAX_DRAFTS`], no two with the same
    /// [fingerprint](Draft::fingerprint), and none from its [expiry](DraftsKept::expiry) on. An unknown key has none.
    ///
    /// A draft is returned complete, with its task, clarification, source, writer and fingerprint. An implementation
    /// MUST leave out a stored draft that it cannot read, SHOULD log its key, and MUST return the others. A draft that
    /// an earlier [`keep`](Self::keep) acknowledged MUST be returned, unless there are more than are returned or the
    /// implementation bounds what it keeps.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, [`GatewayError::Broken`] for a permanent one.
    async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError>;

    /// Keeps drafts under a key. A draft replaces the one with the same fingerprint, with a new expiry. Of several drafts
    /// with the same fingerprint, the last one is kept.
    ///
    /// The method is idempotent. Calls at the same time MUST NOT lose drafts of each other. A call without drafts
    /// SHOULD access nothing.
    ///
    /// # Errors
    ///
    /// As for [`drafts`](Self::drafts). A call that fails or is dropped may have kept some of the drafts, each of them
    /// as a whole.
    async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(keyword: &str, language: &str, writer: &str) -> PoolKey {
        let language = language.parse().unwrap();
        PoolKey::new(
            &Keyword::restore(keyword),
            &language,
            &WriterName::restore(writer),
        )
    }

    #[test]
    fn keys_are_equal_whatever_the_case_and_the_form_of_a_keyword() {
        let plain = key("Café ﬁlm", "en", "model a");
        for keyword in [
            "CAFÉ FILM",
            "cafe\u{301} film",
            "Ca\u{ad}fé film",
            "ｃａｆé ﬁlm",
        ] {
            assert_eq!(key(keyword, "EN", "model a"), plain, "{keyword}");
        }
    }

    #[test]
    fn keywords_languages_and_versions_of_writers_have_different_keys() {
        let plain = key("Rome", "en", "model a, prompts 1");
        for other in [
            key("Romes", "en", "model a, prompts 1"),
            key("Rome", "de", "model a, prompts 1"),
            key("Rome", "en", "model a, prompts 2"),
            key("Romeen", "en", "model a, prompts 1"),
        ] {
            assert_ne!(other, plain);
        }
    }

    /// Stores keep keys, so a change of this test loses what they contain.
    #[test]
    fn the_key_of_a_keyword_stays_the_same() {
        let key = key("Ancient Rome", "en", "model gpt, prompts 1");
        assert_eq!(
            key.to_string(),
            "36ac8dfa6ba0757f8188ee464f56bd544f5913c8e31e423e7c33b0e2616e437b"
        );
    }

    #[test]
    fn collections_have_different_keys() {
        let key = key("Ancient Rome", "en", "model gpt, prompts 1");
        let english = key.of_collection("https://en.wikipedia.org/w");
        let italian = key.of_collection("https://it.wikipedia.org/w");
        assert_eq!(english, key.of_collection("https://en.wikipedia.org/w"));
        assert_ne!(english, italian);
        assert_ne!(english, key);
    }

    #[test]
    fn debug_output_contains_hexadecimal_digits_only() {
        let text = format!("{:?}", key("Rome", "en", "model a"));
        let digits = text
            .strip_prefix("PoolKey(")
            .unwrap()
            .strip_suffix("…)")
            .unwrap();
        assert!(
            digits.chars().all(|digit| digit.is_ascii_hexdigit()),
            "{text}"
        );
    }

    proptest! {
        #[test]
        fn the_case_of_a_keyword_makes_no_difference(keyword in "[\\p{L}\\p{N} ]{1,20}") {
            let upper = key(&keyword.to_uppercase(), "en", "model a");
            prop_assert_eq!(upper, key(&keyword.to_lowercase(), "en", "model a"));
        }
    }
}
