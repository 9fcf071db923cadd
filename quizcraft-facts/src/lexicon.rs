//! What a search knows of the language besides the facts.

/// Words that mean the same, words that are near a topic, the words of the language, and keywords
/// by which things are told apart.
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
    /// How many marks there can be.
    pub const MAX_MARKS: usize = 8;

    /// Reads lines of words that mean the same (`France; French`), lines of words with the topics
    /// that are near in meaning (`flags; banners: Countries`), and lines of words of the language,
    /// which are never taken for mistyped ones. Blank lines and those that start with `#` mean
    /// nothing; a related topic that the facts do not have is left out.
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

    /// The same with marks: keywords that tell the things that have them from others of their table
    /// at first sight. There are at most [`Lexicon::MAX_MARKS`]; any others are left out.
    #[must_use]
    pub fn with_marks<'a>(mut self, marks: impl IntoIterator<Item = &'a str>) -> Self {
        let marks = marks.into_iter().take(Self::MAX_MARKS);
        self.marks = marks.map(str::to_owned).collect();
        self
    }

    /// The groups of words that mean the same.
    pub fn synonyms(&self) -> impl Iterator<Item = &[String]> {
        self.synonyms.iter().map(Vec::as_slice)
    }

    /// Words, and the topics that are near in meaning.
    pub fn related(&self) -> impl Iterator<Item = (&[String], &[String])> {
        let pairs = self.related.iter();
        pairs.map(|(words, topics)| (words.as_slice(), topics.as_slice()))
    }

    /// The marks, see [`Lexicon::with_marks`].
    pub fn marks(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().map(String::as_str)
    }

    /// Words of the language.
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
