//! What a player must not learn before a question.

use super::Shown;
use super::text::{Text, are_akin};
use crate::review::stem::{is_question_word, is_telling};
use quizcraft_facts::Phrase;

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
pub(crate) struct Secret {
    /// Each of these tells the solution: the whole of it, or a short form.
    answers: Vec<Text>,
    /// Each of these tells by itself what the question is about.
    about: Vec<Phrase>,
    /// Each of these does so beside the solution in a clarification.
    hints: Vec<Phrase>,
    /// All that the question names.
    all: Phrase,
}

impl Secret {
    /// The secret of a question of which the subject is known, both by all their names.
    pub(crate) fn known(answers: &[String], wrong: &[Text], subjects: &[String]) -> Self {
        let answers = answers.iter().map(|answer| Text::new(answer));
        let subjects = subjects.iter().map(|subject| Text::new(subject));
        let about: Vec<Phrase> = subjects
            .flat_map(|subject| forms(subject, &[]))
            .map(|form| form.phrase().clone())
            .collect();
        Self {
            answers: answers.flat_map(|answer| forms(answer, wrong)).collect(),
            all: about.first().cloned().unwrap_or_else(|| Phrase::new("")),
            about,
            hints: Vec::new(),
        }
    }

    /// The secret of a question of which the texts alone are known, beside other prompts.
    pub(super) fn guessed(shown: &Shown, others: &[&Text]) -> Self {
        let (prompt, solution) = (&shown.prompt, &shown.solution);
        let unknown = |word: &String| !solution.words().contains(word);
        let has = |text: &Text, word: &str| text.words().iter().any(|own| are_akin(own, word));
        let own = |word: &String| !others.iter().any(|other| has(other, word));
        let names: Vec<String> = names(prompt).filter(unknown).collect();
        let words: Vec<String> = telling(prompt).filter(unknown).collect();
        let mut about = names.clone();
        if !names.iter().any(own) {
            about.extend(words.iter().filter(|word| own(word)).cloned());
        }
        let all = if names.is_empty() { &words } else { &names };
        let all = Phrase::new(&all.join(" "));
        if about.is_empty() {
            about.push(all.joined());
        }
        let hints = if names.is_empty() { words } else { Vec::new() };
        let phrases = |words: Vec<String>| words.iter().map(|word| Phrase::new(word)).collect();
        Self {
            answers: forms(solution.clone(), &shown.wrong).collect(),
            about: phrases(about),
            hints: phrases(hints),
            all,
        }
    }

    pub(super) fn is_answered_by(&self, text: &Text) -> bool {
        self.answers.iter().any(|answer| text.says(answer))
    }

    /// Whether the texts together tell what the question is about.
    pub(super) fn is_about<'a>(&self, texts: impl IntoIterator<Item = &'a Text>) -> bool {
        let texts: Vec<&Text> = texts.into_iter().collect();
        self.about.iter().any(|part| hold(&texts, part))
    }

    /// Whether a clarification and the texts before it together tell what the question is about.
    pub(super) fn is_hinted_at<'a>(&self, texts: impl IntoIterator<Item = &'a Text>) -> bool {
        let texts: Vec<&Text> = texts.into_iter().collect();
        let mut parts = self.about.iter().chain(&self.hints);
        parts.any(|part| hold(&texts, part))
    }

    /// Whether the texts together tell all that the question names.
    pub(super) fn is_all_about<'a>(&self, texts: impl IntoIterator<Item = &'a Text>) -> bool {
        let texts: Vec<&Text> = texts.into_iter().collect();
        hold(&texts, &self.all)
    }
}

/// A name, and the last word of it if that will do: "Picasso" for Pablo Picasso. It does not where
/// another name has it too, as "Sea" beside the Red Sea and the Black Sea.
fn forms(name: Text, others: &[Text]) -> impl Iterator<Item = Text> {
    let last = last_word(&name).map(Text::new);
    let tells = |last: &Text| !others.iter().any(|other| other.says(last));
    let last = last.filter(tells);
    std::iter::once(name).chain(last)
}

/// The last word of a name of several words, if it is a name by itself.
fn last_word(name: &Text) -> Option<&str> {
    let (last, before) = name.spelled().split_last()?;
    let joins = |word: &String| JOINTS.contains(&word.as_str());
    let modifies = |word: &String| MODIFIERS.contains(&word.to_lowercase().as_str());
    let stands_alone = !before.iter().any(joins) && !before.last().is_none_or(modifies);
    let is_name = last.chars().count() > SHORT && last.starts_with(char::is_uppercase);
    (stands_alone && is_name).then_some(last)
}

fn hold(texts: &[&Text], part: &Phrase) -> bool {
    let has = |word: &String| {
        let mut words = texts.iter().flat_map(|text| text.words());
        words.any(|own| are_akin(own, word))
    };
    !part.is_empty() && part.words().iter().all(has)
}

/// The words of a prompt that are names or numbers.
fn names(prompt: &Text) -> impl Iterator<Item = String> {
    let spelled = prompt.spelled().iter();
    let named = spelled.filter(|word| {
        let loud = word.starts_with(char::is_uppercase) || word.contains(char::is_numeric);
        loud && !is_common(&word.to_lowercase())
    });
    named.flat_map(|word| Phrase::new(word).words().to_vec())
}

fn telling(prompt: &Text) -> impl Iterator<Item = String> {
    let words = prompt.words().iter();
    words
        .filter(|word| is_telling(word) && !is_common(word))
        .cloned()
}

/// Whether a word stands in so many prompts that it tells nothing of any.
fn is_common(word: &str) -> bool {
    is_question_word(word) || COMMON.contains(&word)
}
