//! The rules in code, which come before the model as a solver.

mod content;
mod domains;
mod evidence;
mod initials;
mod options;
mod texts;
mod words;

use std::fmt;
use std::sync::Arc;

use quizcraft_core::{Choice, Clarification, Draft, Prompt};

use crate::{Article, Proposal, Rejection, SentenceNumber};

pub(crate) use content::ContentWords;
pub(crate) use words::FoldedText;

/// A question that satisfies the rules.
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_author::{Article, Checked, Proposal, Rejection};
/// use quizcraft_core::{SourceTitle, SourceUrl};
///
/// let text = "Sirius is the brightest star. It has a small companion. Clark discovered it in 1862.";
/// let url = SourceUrl::new("https://example.org/Sirius")?;
/// let article = Arc::new(Article::new(SourceTitle::new("Sirius")?, url, text)?);
/// let proposal = Proposal {
///     prompt: "Which star is the brightest in the night sky?".to_owned(),
///     solution: "Vega".to_owned(),
///     wrong_options: ["Rigel", "Altair", "Deneb"].map(str::to_owned).to_vec(),
///     clarification: "The brightest star is Vega.".to_owned(),
///     sentence: 1,
/// };
/// let checked = Checked::new(&article, &proposal);
/// assert_eq!(checked.err(), Some(Rejection::SolutionNotInSentence));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Checked {
    article: Arc<Article>,
    sentence: SentenceNumber,
    draft: Draft,
}

impl Checked {
    /// Checks a proposal that cites a sentence of an article.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] for the first rule that the proposal breaks.
    pub fn new(article: &Arc<Article>, proposal: &Proposal) -> Result<Self, Rejection> {
        let sentence = SentenceNumber::new(proposal.sentence).ok_or(Rejection::UnknownSentence)?;
        let cited = article
            .sentence(sentence)
            .ok_or(Rejection::UnknownSentence)?;
        let texts = Texts::new(proposal)?;
        texts::check(article, proposal)?;
        let solution = FoldedText::new(&proposal.solution);
        let wrong = options::check(proposal, &solution, &FoldedText::new(cited))?;
        let draft = texts.into_draft(article, &solution)?;
        evidence::check_sentences(article, cited, proposal)?;
        evidence::check_others(article, sentence, &wrong, &proposal.prompt)?;
        Ok(Self {
            draft,
            article: Arc::clone(article),
            sentence,
        })
    }

    /// Returns the article.
    #[must_use]
    pub const fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Returns the number of the cited sentence.
    #[must_use]
    pub const fn sentence(&self) -> SentenceNumber {
        self.sentence
    }

    /// Returns the question, which is not yet solved and reviewed.
    pub(crate) const fn draft(&self) -> &Draft {
        &self.draft
    }
}

/// The question is made from an article, so only the number of the sentence is printed.
impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checked(sentence {})", self.sentence)
    }
}

/// The texts of a proposal, none of which is empty or too long for its type.
struct Texts {
    prompt: Prompt,
    solution: Choice,
    wrong: Vec<Choice>,
    clarification: Clarification,
}

impl Texts {
    fn new(proposal: &Proposal) -> Result<Self, Rejection> {
        let invalid = |_| Rejection::InvalidText;
        let wrong = proposal.wrong_options.iter().map(Choice::new);
        Ok(Self {
            prompt: Prompt::new(&proposal.prompt).map_err(invalid)?,
            solution: Choice::new(&proposal.solution).map_err(invalid)?,
            wrong: wrong.collect::<Result<_, _>>().map_err(invalid)?,
            clarification: Clarification::new(&proposal.clarification).map_err(invalid)?,
        })
    }

    /// Returns the question with its source and the fingerprint of its fact.
    fn into_draft(self, article: &Article, solution: &FoldedText) -> Result<Draft, Rejection> {
        let draft = Draft::single(self.prompt, self.solution, self.wrong, self.clarification);
        let draft = draft.map_err(|_| Rejection::RepeatedOption)?;
        Ok(draft
            .with_source(article.source())
            .with_fingerprint(article.fingerprint_of(solution.as_str())))
    }
}
