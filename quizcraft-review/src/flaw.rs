//! The flaws of item writing.

use std::fmt;

/// A violated rule of item writing, named as in the literature.
///
/// The literature calls a multiple-choice question an *item*, its prompt the *stem* and its wrong
/// options *distractors*. A *cue* lets test-takers find the right option without knowing the subject.
/// The flaws come from two lists:
///
/// - Tarrant, Knierim, Hayes & Ware (2006) list nineteen frequent flaws. One of them has no rule
///   here: options that are not in a logical order, because players see them in pseudorandom order.
/// - Haladyna, Downing & Rodriguez (2002) wrote the guidelines that the first list is based on.
///
/// [`source`](Self::source) returns the list that a flaw comes from. A few rules are QuizCraft's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Flaw {
    /// The prompt does not end with a question mark.
    UnfocusedStem,
    /// The prompt asks more than one question.
    SeveralProblems,
    /// The prompt is longer than 300 characters.
    WordyStem,
    /// The prompt has a gap to fill in.
    Blank,
    /// The prompt asks for an exception: "not", "except", "never", "least".
    NegativeStem,
    /// The options are "true" and "false", or "yes" and "no", and the prompt does not introduce a statement.
    TrueOrFalse,
    /// An option is "all of the above".
    AllOfTheAbove,
    /// An option is "none of the above".
    NoneOfTheAbove,
    /// An option combines others: "both A and B".
    CombinedOptions,
    /// An option contains "always", "never" or a similar word. Such options are usually wrong.
    AbsoluteTerm,
    /// An option contains "usually", "often" or a similar word. Such options are usually right.
    VagueTerm,
    /// Only the right option has a word in common with the prompt, or a word that contains one of
    /// the prompt: "drawbridge" and "bridge". The literature calls this a clang association.
    RepeatedWord,
    /// The prompt contains a symbol or an abbreviation, and only the right option starts with its
    /// first letter. Or the options are symbols or abbreviations, and only the right one starts with
    /// the first letter of its meaning in the prompt.
    InitialCue,
    /// The prompt contains a whole wrong option, so that no player chooses it.
    ImplausibleOption,
    /// The prompt ends with "a" or "an", which does not fit every option.
    GrammaticalCue,
    /// Two options are equal, or one contains the other.
    OverlappingOptions,
    /// Two options are ranges of numbers that overlap.
    OverlappingRanges,
    /// The options mix numbers and words, or lower-case and upper-case initials.
    UnequalForm,
    /// Only the right option starts with an article, contains a bracket, ends with a full stop or
    /// starts with an -ing form, or only the right option does not.
    ConspicuousForm,
    /// All wrong options share a word that the right one does not contain, or all right options of a
    /// multiple choice share a word that no wrong one contains.
    OddOneOut,
    /// The right option is more than 1.5 times as long as any other, and at least ten characters
    /// longer.
    ConspicuousLength,
    /// Only the right option shares different words with different other options.
    Convergence,
    /// All wrong numbers are round, but the right one is not.
    RoundNumbers,
    /// The numbers form an arithmetic sequence with a step greater than one.
    EvenSteps,
    /// Only the right option contains a keyword of the game.
    KeywordCue,
    /// A pronoun of the clarification has no clear referent.
    UnclearPronoun,
    /// The prompt of a multiple choice tells how many options are right: "which two of these", "which of these is".
    CountGivenAway,
    /// The prompt contains the number or the text that it asks for.
    AnswerInPrompt,
    /// The question asks for a number without a unit.
    MissingUnit,
    /// The prompt refers to options ("which of these"), but the kind of question has none.
    MissingOptions,
    /// The text that a player has to write is long or contains digits, so that it has many spellings.
    UnwritableAnswer,
    /// The prompt does not tell which item comes first.
    MissingDirection,
    /// The items of an order contain the numbers by which they are sorted.
    OrderInItems,
    /// The clarification of a false statement does not correct it.
    NoCorrection,
}

const TARRANT: &str = "Tarrant, Knierim, Hayes & Ware 2006, Nurse Education in Practice 6(6)";
const HALADYNA: &str = "Haladyna, Downing & Rodriguez 2002, Applied Measurement in Education 15(3)";
/// The source of the rules that the literature does not have.
const QUIZCRAFT: &str = "QuizCraft: no cues";

impl Flaw {
    /// Returns the name of the flaw.
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
            Self::OddOneOut => "word shared by all wrong or all right answers",
            Self::ConspicuousLength => "longest option correct",
            Self::Convergence => "convergence",
            Self::RoundNumbers => "round wrong numbers",
            Self::EvenSteps => "numbers in even steps",
            Self::KeywordCue => "keyword in the correct answer only",
            Self::UnclearPronoun => "pronoun without a referent in the clarification",
            Self::CountGivenAway => "number of right answers given away",
            Self::AnswerInPrompt => "answer in the stem",
            Self::MissingUnit => "number without a unit",
            Self::MissingOptions => "stem refers to missing options",
            Self::UnwritableAnswer => "answer with many spellings",
            Self::MissingDirection => "order without a direction",
            Self::OrderInItems => "order given away by the items",
            Self::NoCorrection => "false statement without a correction",
        }
    }

    /// Returns the publication that the rule comes from.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::InitialCue
            | Self::RoundNumbers
            | Self::EvenSteps
            | Self::KeywordCue
            | Self::UnclearPronoun
            | Self::CountGivenAway
            | Self::AnswerInPrompt
            | Self::MissingUnit
            | Self::MissingOptions
            | Self::UnwritableAnswer
            | Self::MissingDirection
            | Self::OrderInItems
            | Self::NoCorrection => QUIZCRAFT,
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
