//! What a player must not learn before a question.

use std::rc::Rc;

use quizcraft_text::Phrase;

use super::QuestionTexts;
use crate::stem::{is_question_word, is_telling};
use crate::text::{Roots, Text, WordList};

/// The last word of a name is no name by itself if it has so many letters or fewer.
const SHORT: usize = 3;
/// Words that stand in any prompt, besides those of questions.
const COMMON: [&str; 42] = [
    "whom", "whose", "many", "much", "why", "that", "those", "were", "are", "has", "have", "had",
    "can", "would", "you", "his", "her", "its", "from", "into", "under", "around", "during",
    "after", "before", "among", "between", "within", "over", "near", "than", "name", "called",
    "known", "one", "there", "their", "also", "other", "most", "first", "at",
];

/// Words after which the last word of a name is another's: the Gulf of Riga is not Riga.
const JOINTS: [&str; 7] = ["of", "in", "for", "to", "the", "at", "on"];

/// Words before the last word of a name that make another name of it: South Africa is not Africa.
const MODIFIERS: [&str; 24] = [
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
    "new", "old", "great", "little", "upper", "lower", "los", "las", "san", "santa", "hong",
    "costa", "puerto", "lake", "port",
];

/// The solution of a question, and what the question is about.
#[derive(Debug, Clone)]
pub struct Secret {
    /// Each of these tells the solution: the whole of it, or a short form.
    answers: Rc<[Rc<Text>]>,
    /// Each of these tells by itself what the question is about.
    about: Vec<Rc<WordList>>,
    /// Each of these does so beside the solution in a clarification.
    hints: Rc<[Rc<WordList>]>,
    /// All that the question names.
    all: Rc<WordList>,
}

impl Secret {
    /// Returns the secret of a question of which the subject is known, both by all their names. The
    /// solution has no short form before the wrong options are known.
    #[must_use]
    pub fn new(answers: Vec<Rc<Text>>, subjects: &[Rc<Text>]) -> Self {
        let subjects = subjects.iter().flat_map(|subject| forms(subject, &[]));
        let about: Vec<_> = subjects.map(|form| Rc::new(form.words().clone())).collect();
        let nothing = || Rc::new(WordList::new(Phrase::new("")));
        Self {
            answers: answers.into(),
            all: about.first().cloned().unwrap_or_else(nothing),
            about,
            hints: Rc::default(),
        }
    }

    /// Returns the solution by its whole name.
    #[must_use]
    pub fn solution(&self) -> Option<&Text> {
        self.answers.first().map(|answer| &**answer)
    }

    /// Returns the same with the short forms that the solution has beside these wrong options.
    #[must_use]
    pub fn with_wrong_options(&self, wrong: &[Rc<Text>]) -> Self {
        let answers = self.answers.iter().flat_map(|answer| forms(answer, wrong));
        Self {
            answers: answers.collect(),
            ..self.clone()
        }
    }

    /// Returns whether the prompt of a later question alone reveals it.
    #[must_use]
    pub fn is_revealed_by_prompt(&self, prompt: &Text) -> bool {
        let prompt = std::iter::once(prompt);
        let tells = prompt.clone().any(|prompt| self.is_answered_by(prompt));
        tells && self.is_about(&prompt)
    }

    /// Returns whether a text that has words of these roots may answer it.
    pub(super) fn may_be_answered_by(&self, roots: Roots) -> bool {
        let mut answers = self.answers.iter();
        answers.any(|answer| roots.may_have(answer.needed_roots()))
    }

    pub(super) fn is_answered_by(&self, text: &Text) -> bool {
        self.answers.iter().any(|answer| text.says(answer))
    }

    /// Returns whether the texts together tell what the question is about.
    pub(super) fn is_about<'a>(&self, texts: &(impl Iterator<Item = &'a Text> + Clone)) -> bool {
        self.about.iter().any(|part| hold(texts, part))
    }

    /// Returns whether a clarification and the texts before it together tell what the question is
    /// about.
    pub(super) fn is_hinted_at<'a>(
        &self,
        texts: &(impl Iterator<Item = &'a Text> + Clone),
    ) -> bool {
        let mut parts = self.about.iter().chain(&*self.hints);
        parts.any(|part| hold(texts, part))
    }

    /// Returns whether the texts together tell all that the question names.
    pub(super) fn is_all_about<'a>(
        &self,
        texts: &(impl Iterator<Item = &'a Text> + Clone),
    ) -> bool {
        hold(texts, &self.all)
    }
}

/// What the texts of a question tell of its secret, whatever else is in the game.
#[derive(Debug, Clone)]
pub struct SecretBuilder {
    answers: Rc<[Rc<Text>]>,
    names: Vec<Clue>,
    words: Vec<Clue>,
    hints: Rc<[Rc<WordList>]>,
    all: Rc<WordList>,
}

/// A word of a prompt that may tell what it is about.
#[derive(Debug, Clone)]
struct Clue {
    word: String,
    list: Rc<WordList>,
}

impl Clue {
    fn new(word: String) -> Self {
        let list = Rc::new(WordList::new(Phrase::new(&word)));
        Self { word, list }
    }
}

impl SecretBuilder {
    /// Reads what a player must guess from a draft.
    #[must_use]
    pub fn new(shown: &QuestionTexts) -> Self {
        let (prompt, solution) = (&shown.prompt, &shown.solution);
        let unknown = |word: &String| !solution.words().contains(word);
        let names: Vec<Clue> = names(prompt).filter(unknown).map(Clue::new).collect();
        let words: Vec<Clue> = telling(prompt).filter(unknown).map(Clue::new).collect();
        let clues = if names.is_empty() { &words } else { &names };
        let all: Vec<&str> = clues.iter().map(|clue| clue.word.as_str()).collect();
        let hints = if names.is_empty() { &*words } else { &[] };
        Self {
            answers: forms(solution, &shown.wrong).collect(),
            all: Rc::new(WordList::new(Phrase::new(&all.join(" ")))),
            hints: hints.iter().map(|clue| Rc::clone(&clue.list)).collect(),
            names,
            words,
        }
    }

    /// Returns the secret of the question beside other prompts.
    pub(super) fn secret<'a>(&self, others: &(impl Iterator<Item = &'a Text> + Clone)) -> Secret {
        let own = |clue: &&Clue| {
            let mut others = others.clone();
            !others.any(|other| other.words().has_akin(&clue.word))
        };
        let list = |clue: &Clue| Rc::clone(&clue.list);
        let mut about: Vec<_> = self.names.iter().map(list).collect();
        if !self.names.iter().any(|clue| own(&clue)) {
            about.extend(self.words.iter().filter(own).map(list));
        }
        if about.is_empty() {
            let all = Phrase::new(self.all.phrase().as_str());
            about.push(Rc::new(WordList::new(all)));
        }
        Secret {
            answers: Rc::clone(&self.answers),
            about,
            hints: Rc::clone(&self.hints),
            all: Rc::clone(&self.all),
        }
    }
}

/// Returns a name, and the last word of it if that will do: "Picasso" for Pablo Picasso. It does
/// not where another name has it too, as "Sea" beside the Red Sea and the Black Sea.
fn forms(name: &Rc<Text>, others: &[Rc<Text>]) -> impl Iterator<Item = Rc<Text>> {
    let last = last_word(name).map(|last| Rc::new(Text::new(last)));
    let tells = |last: &Rc<Text>| !others.iter().any(|other| other.says(last));
    let last = last.filter(tells);
    std::iter::once(Rc::clone(name)).chain(last)
}

/// Returns the last word of a name of several words, if it is a name by itself.
fn last_word(name: &Text) -> Option<&str> {
    let (mut joined, mut before, mut last) = (false, None, None);
    for word in name.spelled() {
        joined |= last.is_some_and(|last| JOINTS.contains(&last));
        (before, last) = (last, Some(word));
    }
    let (before, last) = before.zip(last)?;
    let modifies = || MODIFIERS.contains(&before.to_lowercase().as_str());
    let is_name = last.chars().count() > SHORT && last.starts_with(char::is_uppercase);
    (is_name && !joined && !modifies()).then_some(last)
}

fn hold<'a>(texts: &(impl Iterator<Item = &'a Text> + Clone), part: &WordList) -> bool {
    part.are_held_by(&texts.clone().map(Text::words))
}

/// Returns the words of a prompt that are names or numbers.
fn names(prompt: &Text) -> impl Iterator<Item = String> {
    let named = prompt.spelled().filter(|word| {
        let loud = word.starts_with(char::is_uppercase) || word.contains(char::is_numeric);
        loud && !is_common(&word.to_lowercase())
    });
    named.flat_map(|word| {
        let phrase = Phrase::new(word);
        phrase.words().map(str::to_owned).collect::<Vec<_>>()
    })
}

fn telling(prompt: &Text) -> impl Iterator<Item = String> {
    let words = prompt.words().iter();
    let telling = words.filter(|word| is_telling(word) && !is_common(word));
    telling.map(str::to_owned)
}

/// Returns whether a word stands in so many prompts that it tells nothing of any.
fn is_common(word: &str) -> bool {
    is_question_word(word) || COMMON.contains(&word)
}
