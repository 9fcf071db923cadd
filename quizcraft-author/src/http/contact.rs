use std::fmt;

use reqwest::header::HeaderValue;
use url::Url;

use super::client::PRODUCT;

/// How the operators of a wiki can reach the operator of this service: an email address or an https URL. It is
/// sent in the header `User-Agent`, as the [policy of
/// Wikimedia](https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy) requires.
///
/// ```
/// use quizcraft_author::Contact;
///
/// assert!(Contact::new("host@example.org").is_ok());
/// assert!(Contact::new("https://example.org/quiz").is_ok());
/// assert!(Contact::new("me").is_err());
/// ```
#[derive(Clone)]
pub struct Contact {
    user_agent: HeaderValue,
}

/// The text is not a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an email address or an https URL of at most {} characters",
    Contact::MAX_CHARS
)]
pub struct InvalidContact;

impl Contact {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 200;

    /// Creates a contact.
    ///
    /// # Errors
    ///
    /// [`InvalidContact`] if the text is too long, or neither an email address nor an https URL.
    pub fn new(text: &str) -> Result<Self, InvalidContact> {
        // The contact is a comment of the header, which parentheses and backslashes would end or escape.
        let is_comment = |byte: u8| byte.is_ascii_graphic() && !b"()\\".contains(&byte);
        let fits = text.len() <= Self::MAX_CHARS && text.bytes().all(is_comment);
        if !fits || !(is_email(text) || is_https(text)) {
            return Err(InvalidContact);
        }
        let user_agent = HeaderValue::from_str(&format!("{PRODUCT} ({text})"));
        let user_agent = user_agent.map_err(|_| InvalidContact)?;
        Ok(Self { user_agent })
    }

    /// Returns the value of the header `User-Agent`.
    pub(super) fn user_agent(&self) -> HeaderValue {
        self.user_agent.clone()
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, domain)| {
        let has_labels = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
        let is_domain = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
        let is_user = |byte: u8| !b",;:<>[]\"/".contains(&byte);
        !user.is_empty() && user.bytes().all(is_user) && has_labels && domain.bytes().all(is_domain)
    })
}

fn is_https(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.username().is_empty())
}

/// An email address is personal data, so it is not printed.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(…)")
    }
}
