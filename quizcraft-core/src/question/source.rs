//! Where a question comes from: the source of its fact, and its writer.

use crate::value::text::bounded_text;

bounded_text! {
    /// The title of a source, in one line.
    SourceTitle, at most 300 characters, One
}

bounded_text! {
    /// The license of a source, in one line, such as `CC BY-SA 4.0`.
    License, at most 100 characters, One
}

bounded_text! {
    /// The name and version of the writer of a question, such as `facts 0.5.0`.
    WriterName, at most 100 characters, One
}

/// The http or https URL of a source, of at most 2,000 visible ASCII characters.
///
/// ```
/// use quizcraft_core::SourceUrl;
///
/// assert!(SourceUrl::new("https://en.wikipedia.org/wiki/Rome").is_ok());
/// assert!(SourceUrl::new("javascript:alert(1)").is_err());
/// assert!(SourceUrl::new("https://example.org/two words").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceUrl(std::sync::Arc<str>);

/// The text is not a URL that a client can link to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an http or https URL of at most {} visible ASCII characters",
    SourceUrl::MAX_CHARS
)]
pub struct InvalidSourceUrl;

impl SourceUrl {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 2_000;

    /// Creates a URL.
    ///
    /// # Errors
    ///
    /// [`InvalidSourceUrl`] if the text has another scheme, no host, or other characters.
    pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidSourceUrl> {
        let text = text.as_ref();
        let after_scheme = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        let has_host = after_scheme.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
        let fits = text.len() <= Self::MAX_CHARS;
        let is_visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        if has_host && fits && is_visible {
            Ok(Self(text.into()))
        } else {
            Err(InvalidSourceUrl)
        }
    }

    /// Returns the URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The source of the fact that a question asks for. Players see it after they answered, because it may
/// name the solution.
///
/// ```
/// use quizcraft_core::{License, Source, SourceTitle, SourceUrl};
///
/// let source = Source::new(SourceTitle::new("Mercury (element)")?)
///     .with_url(SourceUrl::new("https://en.wikipedia.org/wiki/Mercury_(element)")?)
///     .with_license(License::new("CC BY-SA 4.0")?);
/// assert_eq!(source.title().as_str(), "Mercury (element)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    title: SourceTitle,
    url: Option<SourceUrl>,
    license: Option<License>,
}

impl Source {
    /// Creates a source with a title only.
    #[must_use]
    pub const fn new(title: SourceTitle) -> Self {
        Self {
            title,
            url: None,
            license: None,
        }
    }

    /// Returns the source with a URL, or without one.
    #[must_use]
    pub fn with_url(self, url: impl Into<Option<SourceUrl>>) -> Self {
        Self {
            url: url.into(),
            ..self
        }
    }

    /// Returns the source with a license, or without one.
    #[must_use]
    pub fn with_license(self, license: impl Into<Option<License>>) -> Self {
        Self {
            license: license.into(),
            ..self
        }
    }

    /// Returns the title.
    #[must_use]
    pub const fn title(&self) -> &SourceTitle {
        &self.title
    }

    /// Returns the URL.
    #[must_use]
    pub const fn url(&self) -> Option<&SourceUrl> {
        self.url.as_ref()
    }

    /// Returns the license.
    #[must_use]
    pub const fn license(&self) -> Option<&License> {
        self.license.as_ref()
    }
}
