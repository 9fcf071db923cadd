//! What can be told of a subject.

use std::cell::OnceCell;
use std::rc::Rc;

use quizcraft_facts::Fact;

use crate::random::Stream;
use quizcraft_review::{QuestionTexts, Text, has_unclear_pronoun};

/// What can be told after a question.
#[derive(Debug)]
pub(super) struct Sentences {
    /// The fact that is asked.
    own: Sentence,
    /// A note on the subject.
    note: Option<Sentence>,
    /// What is known of the subject in other columns.
    other: Vec<(u32, Sentence)>,
    column: u32,
}

/// A sentence, and what was found out about it.
#[derive(Debug)]
pub(super) struct Sentence {
    text: String,
    words: OnceCell<Rc<Text>>,
    is_clear: OnceCell<bool>,
}

impl Sentences {
    pub(super) fn new(fact: &Fact<'_>) -> Self {
        let own = fact.tell();
        let row = fact.row();
        let told = fact.table().columns().flat_map(|column| {
            let values = row.values(&column);
            let certain =
                values.filter(|value| value.is_asked() && !row.shares_word_with(&value.label()));
            let told = certain.filter_map(|value| column.tell(&row, &value));
            told.map(|text| (column.id(), text)).collect::<Vec<_>>()
        });
        let other = told.filter(|(_, text)| *text != own);
        Self {
            other: other
                .map(|(column, text)| (column, Sentence::new(text)))
                .collect(),
            note: row.note().map(Sentence::new),
            own: Sentence::new(own),
            column: fact.column().id(),
        }
    }

    /// Returns the fact that is asked.
    pub(super) fn own(&self) -> &Sentence {
        &self.own
    }

    /// Returns what else could be told, the best first: a note on the subject, or what else is
    /// known of it. Another value of the column that was asked comes last, since it sounds as if it
    /// corrected the answer.
    pub(super) fn candidates(&self, stream: &mut Stream) -> Vec<&Sentence> {
        let (same, other): (Vec<_>, Vec<_>) = stream
            .shuffled(&self.other)
            .into_iter()
            .partition(|(column, _)| *column == self.column);
        let known = other.into_iter().chain(same).map(|(_, sentence)| sentence);
        self.note.iter().chain(known).collect()
    }
}

impl Sentence {
    fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            words: OnceCell::new(),
            is_clear: OnceCell::new(),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn text(&self) -> &Rc<Text> {
        self.words.get_or_init(|| Rc::new(Text::new(&*self.text)))
    }

    /// Returns whether every pronoun is clear after the question, which is always the same one.
    pub(super) fn is_clear_after(&self, question: &QuestionTexts) -> bool {
        let is_clear = || !has_unclear_pronoun(question, &self.text);
        *self.is_clear.get_or_init(is_clear)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::Sentences;
    use crate::built_in;
    use crate::random::Stream;
    use quizcraft_review::{QuestionTexts, Text, has_unclear_pronoun};

    #[test]
    fn of_every_built_in_subject_a_second_fact_is_known() {
        let facts = built_in::facts();
        let stream = &mut Stream::new(&[0; 32]);
        let alone: Vec<_> = (facts.all())
            .filter(|fact| Sentences::new(fact).candidates(stream).is_empty())
            .map(|fact| fact.tell())
            .collect();

        assert!(alone.is_empty(), "{alone:#?}");
    }

    #[test]
    fn every_built_in_text_names_what_its_pronouns_mean() {
        let facts = built_in::facts();
        let stream = &mut Stream::new(&[0; 32]);
        let text = |text: &str| Rc::new(Text::new(text));
        let unclear: Vec<_> = (facts.all())
            .flat_map(|fact| {
                // No prompt and no answer helps: the name alone has to be there.
                let name = fact.row().name();
                let shown = QuestionTexts::new(text(""), text(name.as_str()), Vec::new());
                let sentences = Sentences::new(&fact);
                let texts = sentences.candidates(stream).into_iter();
                let texts = texts.map(|sentence| sentence.as_str().to_owned());
                texts
                    .filter(|text| has_unclear_pronoun(&shown, text))
                    .collect::<Vec<_>>()
            })
            .collect();

        assert!(unclear.is_empty(), "{unclear:#?}");
    }
}
