//! Why a proposal is dropped.

use std::fmt;

use quizcraft_review::Flaw;

/// The reason for which a proposal is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rejection {
    /// A text is empty, too long for its type, or contains control characters or invisible characters.
    InvalidText,
    /// The article has no sentence with this number.
    UnknownSentence,
    /// The solution does not stand in the cited sentence.
    SolutionNotInSentence,
    /// There are fewer than two or more than four wrong options.
    OptionCount,
    /// Two options are equal, except for case, accents, punctuation, plurals and initials.
    RepeatedOption,
    /// Some options are numbers and others are not.
    MixedForms,
    /// The longest option is more than four times as long as the shortest.
    UnequalLengths,
    /// A wrong option stands in the cited sentence.
    WrongOptionInSentence,
    /// The clarification contains a wrong option, but not the solution.
    WrongOptionInClarification,
    /// Another sentence of the article answers the prompt with a wrong option as well as the cited one does with the
    /// solution.
    WrongOptionStated,
    /// The prompt contains the solution.
    SolutionInPrompt,
    /// The prompt does not end with a question mark.
    NoQuestion,
    /// The prompt has more than one sentence.
    SeveralSentences,
    /// The clarification does not end like a sentence.
    UnfinishedClarification,
    /// A sentence of the clarification has no word in common with the question and the cited sentence.
    UnrelatedClarification,
    /// The prompt asks about "he", "it" or the like, before it names anything.
    UnclearSubject,
    /// A text contains a link or an address.
    Link,
    /// A text contains markup or code.
    Markup,
    /// A text speaks of the article or its sentences.
    MentionsSource,
    /// A text gives orders, as an article or a keyword with instructions for a model may cause.
    Order,
    /// The prompt or the clarification contains a number that the article does not contain.
    UnknownNumber,
    /// The model as a solver chose another option in at least one of two orders.
    SolvedDifferently,
    /// The model as a solver found that the sentences do not prove an option in at least one of two orders.
    Unproven,
    /// The model as a solver gave no clear answer.
    NotSolved,
    /// The question has a flaw of item writing.
    Flawed(Flaw),
    /// Another question has the same solution from the same article, or nearly the same prompt.
    NearDuplicate,
    /// Another question of the game gives the solution away, or this question gives away that of another.
    Spoiler,
}

impl Rejection {
    /// Returns the name of the reason, for counts and for the model.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidText => "invalid text",
            Self::UnknownSentence => "unknown sentence",
            Self::SolutionNotInSentence => "solution not in the cited sentence",
            Self::OptionCount => "wrong number of options",
            Self::RepeatedOption => "repeated option",
            Self::MixedForms => "numbers and words as options",
            Self::UnequalLengths => "options of unequal lengths",
            Self::WrongOptionInSentence => "wrong option in the cited sentence",
            Self::WrongOptionInClarification => "wrong option in the clarification",
            Self::WrongOptionStated => "wrong option stated by another sentence",
            Self::SolutionInPrompt => "solution in the prompt",
            Self::NoQuestion => "no question mark",
            Self::SeveralSentences => "several sentences in the prompt",
            Self::UnfinishedClarification => "unfinished clarification",
            Self::UnrelatedClarification => "clarification about something else",
            Self::UnclearSubject => "pronoun without a referent in the prompt",
            Self::Link => "link",
            Self::Markup => "markup",
            Self::MentionsSource => "mention of the source",
            Self::Order => "order to the reader",
            Self::UnknownNumber => "number that the article does not have",
            Self::SolvedDifferently => "solved differently",
            Self::Unproven => "not proven by the source",
            Self::NotSolved => "not solved",
            Self::Flawed(flaw) => flaw.name(),
            Self::NearDuplicate => "near-duplicate",
            Self::Spoiler => "spoiler",
        }
    }

    /// Returns whether the model may be able to correct the question. A text that may carry instructions is not
    /// sent again.
    pub(crate) const fn is_correctable(self) -> bool {
        matches!(
            self,
            Self::SolutionNotInSentence
                | Self::OptionCount
                | Self::RepeatedOption
                | Self::MixedForms
                | Self::UnequalLengths
                | Self::WrongOptionInSentence
                | Self::WrongOptionInClarification
                | Self::WrongOptionStated
                | Self::SolutionInPrompt
                | Self::UnclearSubject
                | Self::NoQuestion
                | Self::UnfinishedClarification
                | Self::MentionsSource
                | Self::UnknownNumber
                | Self::Flawed(_)
        )
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::error::Error for Rejection {}
