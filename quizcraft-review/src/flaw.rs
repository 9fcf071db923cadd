//! The rules of writing questions, by their names in the literature.

use std::fmt;

/// What a question does that a good one does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Flaw {
    /// The prompt does not end with a question mark.
    UnfocusedStem,
    /// The prompt asks more than one question.
    SeveralProblems,
    /// The prompt is longer than 300 characters.
    WordyStem,
    /// The prompt has a gap to be filled in.
    Blank,
    /// The prompt asks for what is not so: "not", "except", "never", "least".
    NegativeStem,
    /// The options are "true" and "false", or "yes" and "no".
    TrueOrFalse,
    /// An option stands for all the others.
    AllOfTheAbove,
    /// An option stands for none of the others.
    NoneOfTheAbove,
    /// An option is made of others: "both A and B".
    CombinedOptions,
    /// An option says "always", "never" or the like, which is seldom right.
    AbsoluteTerm,
    /// An option says "usually", "often" or the like, which is seldom wrong.
    VagueTerm,
    /// Of the options, only the right one repeats a word of the prompt, or has one that is a part of it.
    RepeatedWord,
    /// The prompt has a symbol or an abbreviation, and of the options only the right one starts with
    /// its letter; or the options are symbols, and only the right one with that of a name there.
    InitialCue,
    /// A wrong option stands in the prompt as a whole, so that no player chooses it.
    ImplausibleOption,
    /// The prompt ends with "a" or "an", which does not fit every option.
    GrammaticalCue,
    /// Two options are the same, or one is a part of the other.
    OverlappingOptions,
    /// Two options are ranges of numbers that have numbers in common.
    OverlappingRanges,
    /// Numbers stand beside words, or capital letters beside small ones.
    UnequalForm,
    /// The right option alone has an article, brackets, a full stop or an -ing form at its start, or
    /// it is the only one without.
    ConspicuousForm,
    /// All wrong options share a word that the right one does not have.
    OddOneOut,
    /// The right option is over half as long again as any other, and ten characters at least.
    ConspicuousLength,
    /// The right option has the most in common with the others.
    Convergence,
    /// All wrong numbers are round and the right one is not.
    RoundNumbers,
    /// The numbers follow one another in even steps of more than one.
    EvenSteps,
    /// Of the options, only the right one holds a keyword of the game.
    KeywordCue,
    /// A pronoun of the clarification stands for nothing that the clarification names.
    UnclearPronoun,
}

/// Tarrant's list of nineteen flaws. One of them has no rule here: options that are not in a
/// logical order, since players see them in an order that tells nothing.
const TARRANT: &str = "Tarrant, Knierim, Hayes & Ware 2006, Nurse Education in Practice 6(6)";
/// The guidelines that the list goes back to.
const HALADYNA: &str = "Haladyna, Downing & Rodriguez 2002, Applied Measurement in Education 15(3)";
/// What the literature, which knows no keywords, has no rule for.
const QUIZCRAFT: &str = "QuizCraft: no tells";

impl Flaw {
    /// Returns the rule's name.
    ///
    /// ```
    /// use quizcraft_review::Flaw;
    ///
    /// assert_eq!(Flaw::RepeatedWord.name(), "word repeated in stem and correct answer");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UnfocusedStem => "unfocused stem",
            Self::SeveralProblems => "more than one problem in the stem",
            Self::WordyStem => "unnecessary information in the stem",
            Self::Blank => "fill in the blank",
            Self::NegativeStem => "negatively worded stem",
            Self::TrueOrFalse => "true or false",
            Self::AllOfTheAbove => "all of the above",
            Self::NoneOfTheAbove => "none of the above",
            Self::CombinedOptions => "complex or K-type options",
            Self::AbsoluteTerm => "absolute term in an option",
            Self::VagueTerm => "vague term in an option",
            Self::RepeatedWord => "word repeated in stem and correct answer",
            Self::InitialCue => "initial of the stem in the correct answer only",
            Self::ImplausibleOption => "implausible distractor",
            Self::GrammaticalCue => "grammatical cue",
            Self::OverlappingOptions => "overlapping options",
            Self::OverlappingRanges => "overlapping ranges",
            Self::UnequalForm => "options of unequal form",
            Self::ConspicuousForm => "correct answer of conspicuous form",
            Self::OddOneOut => "word shared by all wrong answers",
            Self::ConspicuousLength => "longest option correct",
            Self::Convergence => "convergence",
            Self::RoundNumbers => "round wrong numbers",
            Self::EvenSteps => "numbers in even steps",
            Self::KeywordCue => "keyword in the correct answer only",
            Self::UnclearPronoun => "pronoun without a name in the clarification",
        }
    }

    /// Returns where the rule comes from.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::InitialCue
            | Self::RoundNumbers
            | Self::EvenSteps
            | Self::KeywordCue
            | Self::UnclearPronoun => QUIZCRAFT,
            Self::SeveralProblems
            | Self::OverlappingOptions
            | Self::OverlappingRanges
            | Self::UnequalForm
            | Self::ConspicuousForm
            | Self::OddOneOut => HALADYNA,
            _ => TARRANT,
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name(), self.source())
    }
}
