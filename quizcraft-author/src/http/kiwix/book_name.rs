/// The name of a book of `kiwix-serve`: the segment of its URLs, such as `wikipedia_en_all_nopic`.
///
/// ```
/// use quizcraft_author::BookName;
///
/// assert!(BookName::new("wikipedia_en_all_nopic").is_ok());
/// assert!(BookName::new("wikipedia/A").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BookName(String);

/// The text is not the name of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the name in the book's URL: 1 to {} letters, digits, dots, hyphens and underscores",
    BookName::MAX_CHARS
)]
pub struct InvalidBookName;

impl BookName {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 200;

    /// Creates a name.
    ///
    /// # Errors
    ///
    /// [`InvalidBookName`] if the text is empty or too long, begins with a dot, or has other characters.
    pub fn new(name: impl Into<String>) -> Result<Self, InvalidBookName> {
        let name = name.into();
        let is_allowed = |c: char| c.is_alphanumeric() || "._-".contains(c);
        let fits = (1..=Self::MAX_CHARS).contains(&name.chars().count());
        if fits && !name.starts_with('.') && name.chars().all(is_allowed) {
            Ok(Self(name))
        } else {
            Err(InvalidBookName)
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
