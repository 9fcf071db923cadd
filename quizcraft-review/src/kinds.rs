//! Rules for the kinds of questions other than single choice, and for statements that are true or false.

use std::rc::Rc;

use quizcraft_core::{Choice, Draft, Estimate, MultipleChoice, Sequence, ShortAnswer, Task};

use super::options::{ABSOLUTE, VAGUE, contains_one_of, overlap};
use super::prompt::{self, STEM_RULES};
use super::{Flaw, Item, Review, Text, words};

/// The start of the prompt of a statement that is true or false.
///
/// ```
/// assert!("True or false: Io is a moon.".starts_with(quizcraft_review::STATEMENT));
/// ```
pub const STATEMENT: &str = "True or false: ";
/// The option that a statement is right.
pub const TRUE: &str = "True";
/// The option that a statement is wrong.
pub const FALSE: &str = "False";

/// The maximum length of an answer that a player writes, in characters.
const MAX_WRITTEN_CHARS: usize = 40;
/// The maximum number of words of an answer that a player writes.
const MAX_WRITTEN_WORDS: usize = 4;
/// Words of a prompt that tell the direction of an order.
const DIRECTIONS: [&str; 6] = [
    "first",
    "last",
    "from",
    "ascending",
    "descending",
    "starting",
];
/// Words that number an item.
const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];
/// Words of a prompt that tell how many options are right, or that one is.
const COUNTS: [&str; 12] = [
    "two", "three", "four", "five", "six", "seven", "both", "2", "3", "4", "5", "6",
];
const ONE: [&str; 5] = [
    "of these is ",
    "of these was ",
    "of these has ",
    "which one ",
    "the one ",
];

/// Returns whether a draft is a statement that is true or false.
pub(super) fn is_statement(draft: &Draft) -> bool {
    let mut options: Vec<_> = draft.options().map(Choice::as_str).collect();
    options.sort_unstable();
    options == [FALSE, TRUE] && draft.prompt().as_str().starts_with(STATEMENT)
}

/// Returns whether a name contains a number, an ordinal or a Roman numeral, by which it can be sorted
/// among similar names.
///
/// ```
/// use quizcraft_review::is_numbered;
///
/// assert!(is_numbered("Apollo 11") && is_numbered("Henry VIII") && is_numbered("Second Crusade"));
/// assert!(!is_numbered("Battle of Hastings"));
/// ```
#[must_use]
pub fn is_numbered(name: &str) -> bool {
    let is_ordinal = |word: &str| ORDINALS.contains(&word.to_lowercase().as_str());
    let is_roman = |word: &str| word.chars().all(|letter| "IVXLC".contains(letter));
    has_digit(name) || words(name).any(is_ordinal) || words(name).skip(1).any(is_roman)
}

fn has_digit(text: &str) -> bool {
    text.contains(|character: char| character.is_ascii_digit())
}

impl Review<'_> {
    /// Returns the flaws of prompt, options and solution, by the kind of the question.
    pub(super) fn flaws_by_kind(&self, draft: &Draft, texts: &Texts) -> Vec<Flaw> {
        let item = texts.item();
        match draft.task() {
            Task::Multiple(task) => self.multiple(task, &item),
            Task::Number(task) => self.number(task, &item),
            Task::Text(task) => self.text(task, &item),
            Task::Order(task) => order(task, &item),
            Task::Single(_) if is_statement(draft) => statement(draft, &item),
            _ => self.flaws_of(&item).collect(),
        }
    }

    /// Each right option must stand up to the rules of single choice beside the wrong ones.
    fn multiple(&self, task: &MultipleChoice, item: &Item<'_>) -> Vec<Flaw> {
        let right: Vec<_> = task.right().iter().map(|o| Text::new(o.as_str())).collect();
        let mut flaws = Vec::new();
        for right in &right {
            flaws.extend(self.flaws_of(&Item { right, ..*item }));
        }
        flaws.extend(overlaps(&right).then_some(Flaw::OverlappingOptions));
        flaws.extend(share_word(&right, item.wrong).then_some(Flaw::OddOneOut));
        flaws.extend(tells_count(item.prompt).then_some(Flaw::CountGivenAway));
        flaws
    }

    fn number(&self, task: &Estimate, item: &Item<'_>) -> Vec<Flaw> {
        let mut flaws = stem_flaws(item);
        let value = task.value().to_string();
        let is_told = words(item.prompt.as_str()).any(|word| word == value);
        flaws.extend(is_told.then_some(Flaw::AnswerInPrompt));
        let names_unit = task.unit().is_some() || item.prompt.words().contains("year");
        flaws.extend((!names_unit).then_some(Flaw::MissingUnit));
        flaws.extend(refers_to_options(item.prompt).then_some(Flaw::MissingOptions));
        let value = Text::new(value);
        let item = Item {
            right: &value,
            ..*item
        };
        flaws.extend(self.has_keyword_cue(&item).then_some(Flaw::KeywordCue));
        flaws
    }

    fn text(&self, task: &ShortAnswer, item: &Item<'_>) -> Vec<Flaw> {
        let mut flaws = stem_flaws(item);
        let mut accepted = task.accepted().map(|accepted| Text::new(accepted.as_str()));
        let is_told = accepted.any(|accepted| is_told(&accepted, item.prompt));
        flaws.extend(is_told.then_some(Flaw::AnswerInPrompt));
        flaws.extend(is_unwritable(task.solution()).then_some(Flaw::UnwritableAnswer));
        flaws.extend(refers_to_options(item.prompt).then_some(Flaw::MissingOptions));
        flaws.extend(self.has_keyword_cue(item).then_some(Flaw::KeywordCue));
        flaws
    }
}

fn order(task: &Sequence, item: &Item<'_>) -> Vec<Flaw> {
    let prompt = item.prompt.as_str();
    let mut flaws = stem_flaws(item);
    if prompt.ends_with('.') {
        flaws.retain(|flaw| *flaw != Flaw::UnfocusedStem);
    }
    let tells_direction = DIRECTIONS
        .iter()
        .any(|direction| words(prompt).any(|word| word == *direction));
    flaws.extend((!tells_direction).then_some(Flaw::MissingDirection));
    let names = || task.items().iter().map(Choice::as_str);
    let numbered = names().filter(|name| is_numbered(name)).count();
    let is_told = numbered > 1 || names().any(has_digit);
    flaws.extend(is_told.then_some(Flaw::OrderInItems));
    let items: Vec<_> = names().map(Text::new).collect();
    flaws.extend(overlaps(&items).then_some(Flaw::OverlappingOptions));
    flaws
}

fn statement(draft: &Draft, item: &Item<'_>) -> Vec<Flaw> {
    let statement = item.prompt.as_str().strip_prefix(STATEMENT);
    let statement = Text::new(statement.unwrap_or_default());
    let item = Item {
        prompt: &statement,
        ..*item
    };
    let text = statement.as_str();
    let mut flaws = stem_flaws(&item);
    flaws.retain(|flaw| *flaw != Flaw::UnfocusedStem);
    flaws.extend((!text.ends_with('.')).then_some(Flaw::UnfocusedStem));
    flaws.extend(text.contains(". ").then_some(Flaw::SeveralProblems));
    flaws.extend(contains_one_of(&statement, &ABSOLUTE).then_some(Flaw::AbsoluteTerm));
    flaws.extend(contains_one_of(&statement, &VAGUE).then_some(Flaw::VagueTerm));
    let clarification = Text::new(draft.clarification().as_str());
    let is_corrected = draft.solution().as_str() == TRUE || corrects(&clarification, &statement);
    flaws.extend((!is_corrected).then_some(Flaw::NoCorrection));
    flaws
}

/// Returns whether a clarification can correct a statement: it is about the same, and does not repeat it.
fn corrects(clarification: &Text, statement: &Text) -> bool {
    let mut words = statement.words().iter();
    let is_shared =
        |word: &str| prompt::is_distinctive(word) && clarification.words().contains(word);
    words.any(is_shared) && !clarification.as_str().contains(statement.as_str())
}

/// Returns the flaws of a prompt that do not depend on options.
fn stem_flaws(item: &Item<'_>) -> Vec<Flaw> {
    let broken = STEM_RULES.iter().filter(|(_, has_flaw)| has_flaw(item));
    broken.map(|(flaw, _)| *flaw).collect()
}

fn overlaps(options: &[Text]) -> bool {
    let mut rest = options;
    while let Some((one, others)) = rest.split_first() {
        if others.iter().any(|other| overlap(one, other)) {
            return true;
        }
        rest = others;
    }
    false
}

/// Returns whether all right options share a word that no wrong one contains.
fn share_word(right: &[Text], wrong: &[Rc<Text>]) -> bool {
    let Some((first, others)) = right.split_first() else {
        return false;
    };
    let mut words = first.words().iter();
    let is_cue = |word: &str| {
        prompt::is_distinctive(word)
            && others.iter().all(|other| other.words().contains(word))
            && !wrong.iter().any(|wrong| wrong.words().contains(word))
    };
    !others.is_empty() && words.any(is_cue)
}

/// Returns whether a prompt tells how many options are right: "which two of these", "which of these is".
fn tells_count(prompt: &Text) -> bool {
    let text = prompt.as_str().to_lowercase();
    let all: Vec<&str> = words(&text).collect();
    let is_count = |word: Option<&&str>| word.is_some_and(|word| COUNTS.contains(word));
    let before_of = all
        .windows(2)
        .any(|two| two.last() == Some(&"of") && is_count(two.first()));
    let after_which = all
        .windows(2)
        .any(|two| two.first() == Some(&"which") && is_count(two.last()));
    before_of || after_which || ONE.iter().any(|one| text.contains(one))
}

/// Returns whether a prompt refers to options, which the kind of question does not have.
fn refers_to_options(prompt: &Text) -> bool {
    let text = prompt.as_str().to_lowercase();
    text.contains(" of these ") || text.contains(" following ")
}

/// Returns whether a prompt contains an answer, or a word of it.
fn is_told(answer: &Text, prompt: &Text) -> bool {
    let mut words = answer.words().iter();
    let is_told = |word: &str| prompt::is_distinctive(word) && prompt.words().contains(word);
    prompt.words().contains_all(answer.words()) || words.any(is_told)
}

/// Returns whether players write the answer in different ways: it is long, or contains digits.
fn is_unwritable(answer: &Choice) -> bool {
    let text = answer.as_str();
    has_digit(text)
        || text.chars().count() > MAX_WRITTEN_CHARS
        || text.split_whitespace().count() > MAX_WRITTEN_WORDS
}

/// The texts of a draft that are compared with one another.
pub(super) struct Texts {
    prompt: Text,
    solution: Text,
    wrong: Vec<Rc<Text>>,
}

impl Texts {
    pub(super) fn new(draft: &Draft) -> Self {
        let wrong = draft.wrong().iter().map(Choice::as_str);
        Self {
            prompt: Text::new(draft.prompt().as_str()),
            solution: Text::new(draft.solution().as_str()),
            wrong: wrong.map(|wrong| Rc::new(Text::new(wrong))).collect(),
        }
    }

    pub(super) fn item(&self) -> Item<'_> {
        Item {
            prompt: &self.prompt,
            right: &self.solution,
            wrong: &self.wrong,
        }
    }
}
