//! Words that games are about.

use unicode_normalization::UnicodeNormalization;

use super::text::bounded_text;

bounded_text! {
    /// A word or a short phrase that a game is about, in one line.
    ///
    /// ```
    /// use quizcraft_core::Keyword;
    ///
    /// assert_eq!(Keyword::new(" Ancient Rome ")?.as_str(), "Ancient Rome");
    /// assert!(Keyword::new("Rome\nParis").is_err());
    /// # Ok::<(), quizcraft_core::TextError>(())
    /// ```
    Keyword, at most 50 characters, One
}

impl Keyword {
    /// Returns the form in which keywords are compared: the [comparable](Self::comparable) form in lower
    /// case.
    ///
    /// ```
    /// use quizcraft_core::Keyword;
    ///
    /// let (capitals, small) = (Keyword::new("NAPOLÉON")?, Keyword::new("napole\u{301}on")?);
    /// assert_ne!(capitals, small);
    /// assert_eq!(capitals.folded(), small.folded());
    /// # Ok::<(), quizcraft_core::TextError>(())
    /// ```
    #[must_use]
    pub fn folded(&self) -> String {
        // A lower-case letter may have a composed form even if its capital has none.
        self.comparable().to_lowercase().nfc().collect()
    }
}
