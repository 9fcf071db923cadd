//! Knowledge of the language that the search uses besides the facts.

/// Synonyms, words related to topics, a dictionary, and the keywords that act as marks.
///
/// ```
/// use quizcraft_facts::Lexicon;
///
/// let lexicon = Lexicon::read(
///     "France; French\n# A comment.\nAfrica; African\n",
///     "flags; banners: Countries\n",
///     "bread\nbrother\n",
/// );
/// assert_eq!(lexicon.synonyms().count(), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    synonyms: Vec<Vec<String>>,
    related: Vec<(Vec<String>, Vec<String>)>,
    words: Vec<String>,
    marks: Vec<String>,
}

impl Lexicon {
    /// The maximum number of marks.
    pub const MAX_MARKS: usize = 8;

    /// Parses three texts with one entry per line: groups of synonyms (`France; French`), words with
    /// their related topics (`flags; banners: Countries`), and dictionary words, which the search
    /// never treats as misspelled names. Blank lines and lines that start with `#` are skipped.
    /// [`compile`](crate::compile()) ignores related topics that the facts do not contain.
    #[must_use]
    pub fn read(synonyms: &str, related: &str, words: &str) -> Self {
        let related = lines(related).filter_map(|line| {
            let (words, topics) = line.split_once(':')?;
            Some((list(words), list(topics)))
        });
        Self {
            synonyms: lines(synonyms).map(list).collect(),
            related: related.collect(),
            words: lines(words).map(str::to_owned).collect(),
            marks: Vec::new(),
        }
    }

    /// Sets the marks: keywords that distinguish rows of a table at first sight, such as `woman`
    /// among actors. Keeps the first [`Lexicon::MAX_MARKS`] and ignores the rest.
    #[must_use]
    pub fn with_marks<'a>(mut self, marks: impl IntoIterator<Item = &'a str>) -> Self {
        let marks = marks.into_iter().take(Self::MAX_MARKS);
        self.marks = marks.map(str::to_owned).collect();
        self
    }

    /// Returns the groups of synonyms.
    pub fn synonyms(&self) -> impl Iterator<Item = &[String]> {
        self.synonyms.iter().map(Vec::as_slice)
    }

    /// Returns groups of words, each with its related topics.
    pub fn related(&self) -> impl Iterator<Item = (&[String], &[String])> {
        let pairs = self.related.iter();
        pairs.map(|(words, topics)| (words.as_slice(), topics.as_slice()))
    }

    /// Returns the marks, see [`Lexicon::with_marks`].
    pub fn marks(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().map(String::as_str)
    }

    /// Returns the dictionary words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn list(text: &str) -> Vec<String> {
    let parts = text.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
