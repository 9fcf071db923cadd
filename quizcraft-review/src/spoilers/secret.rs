//! Secrets: what a player must not learn before a question.

use std::rc::Rc;

use quizcraft_text::Phrase;

use super::QuestionTexts;
use crate::prompt::{is_distinctive, is_question_word};
use crate::text::{RootFilter, Text, WordList};

/// The minimum length of the last word of a name that can be used as a short form.
const MIN_SHORT_FORM_LENGTH: usize = 4;
/// Words that occur in many prompts, besides question words.
const COMMON: [&str; 42] = [
    "whom", "whose", "many", "much", "why", "that", "those", "were", "are", "has", "have", "had",
    "can", "would", "you", "his", "her", "its", "from", "into", "under", "around", "during",
    "after", "before", "among", "between", "within", "over", "near", "than", "name", "called",
    "known", "one", "there", "their", "also", "other", "most", "first", "at",
];

/// Words after which the last word of a name names something else: the Gulf of Riga is not Riga.
const PREPOSITIONS: [&str; 7] = ["of", "in", "for", "to", "the", "at", "on"];

/// Words before which the last word of a name names something else: South Africa is not Africa.
const MODIFIERS: [&str; 24] = [
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
    "new", "old", "great", "little", "upper", "lower", "los", "las", "san", "santa", "hong",
    "costa", "puerto", "lake", "port",
];

/// What other questions must not reveal: the solution of a question, if they also name its subject.
#[derive(Debug, Clone)]
pub struct Secret {
    /// The names and short forms of the solution. Each of them reveals it.
    answers: Rc<[Rc<Text>]>,
    /// Word lists each of which identifies the subject of the question.
    subjects: Vec<Rc<WordList>>,
    /// Word lists each of which identifies the subject only if a clarification contains the solution.
    hints: Rc<[Rc<WordList>]>,
    /// All names, numbers or distinctive words of the prompt.
    whole_subject: Rc<WordList>,
}

impl Secret {
    /// Creates the secret of a question with a known subject, from all names of the solution and of
    /// the subject. Short forms of the solution depend on the wrong options: see
    /// [`with_wrong_options`](Self::with_wrong_options).
    #[must_use]
    pub fn new(answers: Vec<Rc<Text>>, subjects: &[Rc<Text>]) -> Self {
        let subjects = subjects.iter().flat_map(|subject| forms(subject, &[]));
        let subjects: Vec<_> = subjects.map(|form| Rc::new(form.words().clone())).collect();
        let empty = || Rc::new(WordList::new(Phrase::new("")));
        Self {
            answers: answers.into(),
            whole_subject: subjects.first().cloned().unwrap_or_else(empty),
            subjects,
            hints: Rc::default(),
        }
    }

    /// Returns the solution in its full form.
    #[must_use]
    pub fn solution(&self) -> Option<&Text> {
        self.answers.first().map(|answer| &**answer)
    }

    /// Returns the secret with the short forms of the solution that no wrong option contains.
    #[must_use]
    pub fn with_wrong_options(&self, wrong: &[Rc<Text>]) -> Self {
        let answers = self.answers.iter().flat_map(|answer| forms(answer, wrong));
        Self {
            answers: answers.collect(),
            ..self.clone()
        }
    }

    /// Returns whether the prompt of another question reveals the secret without its other texts.
    #[must_use]
    pub fn is_revealed_by_prompt(&self, prompt: &Text) -> bool {
        self.has_solution_in(prompt) && self.has_subject_in(&std::iter::once(prompt))
    }

    /// Returns `false` if texts with these roots certainly do not contain the solution.
    pub(super) fn may_have_solution_in(&self, roots: RootFilter) -> bool {
        let mut answers = self.answers.iter();
        answers.any(|answer| roots.may_contain(answer.required_roots()))
    }

    /// Returns whether the text contains the solution.
    pub(super) fn has_solution_in(&self, text: &Text) -> bool {
        let mut answers = self.answers.iter();
        answers.any(|answer| text.contains_sequence(answer))
    }

    /// Returns whether the texts together identify the subject.
    pub(super) fn has_subject_in<'a>(
        &self,
        texts: &(impl Iterator<Item = &'a Text> + Clone),
    ) -> bool {
        self.subjects.iter().any(|words| contain(texts, words))
    }

    /// Returns whether the texts together identify the subject, if one of them is a clarification
    /// that contains the solution.
    pub(super) fn has_hint_in<'a>(&self, texts: &(impl Iterator<Item = &'a Text> + Clone)) -> bool {
        let mut lists = self.subjects.iter().chain(&*self.hints);
        lists.any(|words| contain(texts, words))
    }

    /// Returns whether the texts together contain everything that the prompt names.
    pub(super) fn has_whole_subject_in<'a>(
        &self,
        texts: &(impl Iterator<Item = &'a Text> + Clone),
    ) -> bool {
        contain(texts, &self.whole_subject)
    }
}

/// The part of a [`Secret`] that depends on the texts of one question only.
///
/// [`secrets`] and [`spoilers_among`] build the secrets from it, which also depend on the other
/// prompts of a game.
///
/// [`secrets`]: super::secrets
/// [`spoilers_among`]: super::spoilers_among
#[derive(Debug, Clone)]
pub struct SecretBuilder {
    answers: Rc<[Rc<Text>]>,
    names: Vec<SubjectWord>,
    words: Vec<SubjectWord>,
    hints: Rc<[Rc<WordList>]>,
    whole_subject: Rc<WordList>,
}

/// A word of a prompt that may identify its subject.
#[derive(Debug, Clone)]
struct SubjectWord {
    word: String,
    list: Rc<WordList>,
}

impl SubjectWord {
    fn new(word: String) -> Self {
        let list = Rc::new(WordList::new(Phrase::new(&word)));
        Self { word, list }
    }
}

impl SecretBuilder {
    /// Reads the texts of a question.
    #[must_use]
    pub fn new(texts: &QuestionTexts) -> Self {
        let (prompt, solution) = (&texts.prompt, &texts.solution);
        let is_not_solution = |word: &String| !solution.words().contains(word);
        let names = names(prompt).filter(is_not_solution);
        let names: Vec<_> = names.map(SubjectWord::new).collect();
        let words = distinctive_words(prompt).filter(is_not_solution);
        let words: Vec<_> = words.map(SubjectWord::new).collect();
        let whole = if names.is_empty() { &words } else { &names };
        let whole: Vec<&str> = whole.iter().map(|word| word.word.as_str()).collect();
        let hints = if names.is_empty() { &*words } else { &[] };
        Self {
            answers: texts
                .secret_texts()
                .flat_map(|answer| forms(answer, &texts.wrong))
                .collect(),
            whole_subject: Rc::new(WordList::new(Phrase::new(&whole.join(" ")))),
            hints: hints.iter().map(|word| Rc::clone(&word.list)).collect(),
            names,
            words,
        }
    }

    /// Returns the secret of the question in a game with these other prompts.
    pub(super) fn build<'a>(&self, others: &(impl Iterator<Item = &'a Text> + Clone)) -> Secret {
        let is_unique = |word: &&SubjectWord| {
            let mut others = others.clone();
            !others.any(|other| other.words().contains_root_of(&word.word))
        };
        let list = |word: &SubjectWord| Rc::clone(&word.list);
        let mut subjects: Vec<_> = self.names.iter().map(list).collect();
        if !self.names.iter().any(|word| is_unique(&word)) {
            subjects.extend(self.words.iter().filter(is_unique).map(list));
        }
        if subjects.is_empty() {
            let whole = Phrase::new(self.whole_subject.phrase().as_str());
            subjects.push(Rc::new(WordList::new(whole)));
        }
        Secret {
            answers: Rc::clone(&self.answers),
            subjects,
            hints: Rc::clone(&self.hints),
            whole_subject: Rc::clone(&self.whole_subject),
        }
    }
}

/// Returns a name and its short form: "Pablo Picasso" and "Picasso". Omits the short form if other
/// names contain it, such as "Sea" if there are the Red Sea and the Black Sea.
fn forms(name: &Rc<Text>, others: &[Rc<Text>]) -> impl Iterator<Item = Rc<Text>> {
    let short = short_form(name).map(|short| Rc::new(Text::new(short)));
    let is_unique = |short: &Rc<Text>| !others.iter().any(|other| other.contains_sequence(short));
    std::iter::once(Rc::clone(name)).chain(short.filter(is_unique))
}

/// Returns the last word of a name of several words, if it can be used in place of the whole name.
fn short_form(name: &Text) -> Option<&str> {
    let (mut has_preposition, mut before, mut last) = (false, None, None);
    for word in name.original_words() {
        has_preposition |= last.is_some_and(|last| PREPOSITIONS.contains(&last));
        (before, last) = (last, Some(word));
    }
    let (before, last) = before.zip(last)?;
    let is_modified = || MODIFIERS.contains(&before.to_lowercase().as_str());
    let is_name =
        last.chars().count() >= MIN_SHORT_FORM_LENGTH && last.starts_with(char::is_uppercase);
    (is_name && !has_preposition && !is_modified()).then_some(last)
}

/// Returns whether the texts together contain all of the words.
fn contain<'a>(texts: &(impl Iterator<Item = &'a Text> + Clone), words: &WordList) -> bool {
    words.is_contained_in(&texts.clone().map(Text::words))
}

/// Returns the words of a prompt that are names or numbers.
fn names(prompt: &Text) -> impl Iterator<Item = String> {
    let names = prompt.original_words().filter(|word| {
        let is_name = word.starts_with(char::is_uppercase) || word.contains(char::is_numeric);
        is_name && !is_common(&word.to_lowercase())
    });
    names.flat_map(|word| {
        let phrase = Phrase::new(word);
        phrase.words().map(str::to_owned).collect::<Vec<_>>()
    })
}

/// Returns the words of a prompt that can identify its subject.
fn distinctive_words(prompt: &Text) -> impl Iterator<Item = String> {
    let words = prompt.words().iter();
    let words = words.filter(|word| is_distinctive(word) && !is_common(word));
    words.map(str::to_owned)
}

/// Returns whether a word occurs in so many prompts that it identifies none of them.
fn is_common(word: &str) -> bool {
    is_question_word(word) || COMMON.contains(&word)
}
