use std::fmt;

use quizcraft_core::comparable;

/// A player's email address, trimmed, with the domain and the ASCII letters of the local part in lower
/// case.
///
/// Other letters of the local part keep their case, because mail servers may distinguish it. Invisible
/// characters are kept, because an identity provider verifies an address exactly as it is spelled.
///
/// An address is needed only to derive a [`PlayerId`](quizcraft_core::PlayerId). There is no
/// `Display`, and `Debug` hides it.
///
/// ```
/// use quizcraft_identity::Email;
///
/// let email = Email::new(" Ada@Example.org ").unwrap();
/// assert_eq!(email, Email::new("ada@example.org").unwrap());
/// assert_eq!(format!("{email:?}"), "Email(…)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

/// The text is not an email address. The error does not contain the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an email address")]
pub struct InvalidEmail;

impl Email {
    /// The maximum length of a deliverable address, in bytes
    /// ([RFC 5321, 4.5.3.1.3](https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3), less the brackets).
    pub const MAX_BYTES: usize = 254;

    /// Creates an address that an identity provider verified.
    ///
    /// Only the form is checked: a non-empty local part, `@`, a non-empty domain, and no whitespace or
    /// control characters.
    ///
    /// # Errors
    ///
    /// [`InvalidEmail`] if the text does not have this form or is longer than
    /// [`MAX_BYTES`](Self::MAX_BYTES).
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_identity::{Email, InvalidEmail};
    ///
    /// for text in ["ada", "@example.org", "ada@", "ada lovelace@example.org"] {
    ///     assert_eq!(Email::new(text), Err(InvalidEmail), "{text}");
    /// }
    /// assert!(Email::new("\"odd@local\"@example.org").is_ok());
    /// ```
    pub fn new(text: &str) -> Result<Self, InvalidEmail> {
        let (local, domain) = text.trim().rsplit_once('@').ok_or(InvalidEmail)?;
        let address = format!("{}@{}", local.to_ascii_lowercase(), domain.to_lowercase());
        let blank = |c: char| c.is_whitespace() || c.is_control();
        let empty = |part: &str| comparable(part).is_empty();
        if empty(local) || empty(domain) || address.contains(blank) {
            return Err(InvalidEmail);
        }
        if address.len() > Self::MAX_BYTES {
            return Err(InvalidEmail);
        }
        Ok(Self(address))
    }

    /// Returns the bytes to hash.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Email, InvalidEmail};

    #[test]
    fn malformed_addresses_are_rejected() {
        let long = format!("{}@b.c", "a".repeat(251));
        for text in [
            "",
            "ada",
            "@b.c",
            "ada@",
            "a b@c.d",
            "a\u{0}@b.c",
            "\u{200b}@b.c",
            "a@\u{ad}",
            &long,
        ] {
            assert_eq!(Email::new(text), Err(InvalidEmail), "{text:?}");
        }
        assert!(Email::new("\"odd@local\"@b.c").is_ok());
    }

    #[test]
    fn addresses_that_only_look_equal_are_different() {
        let email = |text| Email::new(text).unwrap();
        assert_eq!(email("Mark@B.C"), email("mark@b.c"));
        let kelvin_sign = email("mar\u{212a}@b.c");
        assert_ne!(kelvin_sign, email("mark@b.c"));
        assert_ne!(email("ma\u{ad}rk@b.c"), email("mark@b.c"));
    }
}
