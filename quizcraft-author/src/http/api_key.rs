use std::fmt;

use reqwest::header::HeaderValue;

/// The secret key of a model's API. It is not printed, and HTTP libraries are told that it is sensitive.
///
/// ```
/// use quizcraft_author::ApiKey;
///
/// let key = ApiKey::new("sk-0123456789\n")?;
/// assert_eq!(format!("{key:?}"), "ApiKey(…)");
/// assert!(ApiKey::new("two words").is_err());
/// # Ok::<(), quizcraft_author::InvalidApiKey>(())
/// ```
#[derive(Clone)]
pub struct ApiKey {
    plain: HeaderValue,
    bearer: HeaderValue,
}

/// The text is not an API key. The error does not contain it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an API key of 1 to {} visible ASCII characters",
    ApiKey::MAX_CHARS
)]
pub struct InvalidApiKey;

impl ApiKey {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 1_000;

    /// Creates a key. White space around it is dropped, because files often end with a line break.
    ///
    /// # Errors
    ///
    /// [`InvalidApiKey`] if the text is empty or too long, or contains other characters.
    pub fn new(key: &str) -> Result<Self, InvalidApiKey> {
        let key = key.trim();
        let fits = (1..=Self::MAX_CHARS).contains(&key.len());
        if !fits || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidApiKey);
        }
        Ok(Self {
            plain: sensitive(key)?,
            bearer: sensitive(&format!("Bearer {key}"))?,
        })
    }

    /// Returns the value of a header that contains the key only.
    pub(super) fn plain(&self) -> HeaderValue {
        self.plain.clone()
    }

    /// Returns the value of the header `Authorization`.
    pub(super) fn bearer(&self) -> HeaderValue {
        self.bearer.clone()
    }
}

fn sensitive(text: &str) -> Result<HeaderValue, InvalidApiKey> {
    let mut value = HeaderValue::from_str(text).map_err(|_| InvalidApiKey)?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}
