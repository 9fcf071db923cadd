use std::fmt;

use quizcraft_core::comparable;

/// A player's email address, trimmed and lower-cased: all of the domain, and of what stands before
/// it the letters of ASCII. Others may differ to a mail server, so
/// addresses that differ in the case of such letters are those of two players. Nor do invisible
/// characters make two addresses one, though texts are compared without them: an identity provider
/// vouches for each address as it is spelled.
///
/// It exists only on the way from a token to a [`PlayerId`](quizcraft_core::PlayerId), and never shows
/// itself: there is no `Display`, and `Debug` hides it.
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

/// The text was not an email address. What it was is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not an email address")]
pub struct InvalidEmail;

impl Email {
    /// The longest address that can be delivered to, in bytes
    /// ([RFC 5321, 4.5.3.1.3](https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3), less the brackets).
    pub const MAX_BYTES: usize = 254;

    /// Takes an address that an identity provider vouches for.
    ///
    /// Only its shape is checked: something, an `@`, something, and no blanks. Whether it exists
    /// is the provider's word to give.
    ///
    /// # Errors
    ///
    /// [`InvalidEmail`] if the text has not that shape or is too long.
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

    /// Returns the bytes that are hashed; within this crate only.
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
    fn what_has_not_the_shape_is_refused() {
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
    fn what_only_looks_the_same_is_another_address() {
        let email = |text| Email::new(text).unwrap();
        assert_eq!(email("Mark@B.C"), email("mark@b.c"));
        let kelvin_sign = email("mar\u{212a}@b.c");
        assert_ne!(kelvin_sign, email("mark@b.c"));
        assert_ne!(email("ma\u{ad}rk@b.c"), email("mark@b.c"));
    }
}
