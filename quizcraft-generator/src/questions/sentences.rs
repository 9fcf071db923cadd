//! Sentences about a subject, from which clarifications are chosen.

use std::cell::OnceCell;
use std::rc::Rc;

use quizcraft_facts::Value;

use crate::random::Stream;
use quizcraft_review::{QuestionTexts, Text, has_unclear_pronoun};

/// The candidates for the clarification of a question.
#[derive(Debug)]
pub(super) struct Sentences {
    /// The fact of the question.
    own: Sentence,
    /// The note of the subject.
    note: Option<Sentence>,
    /// The other facts about the subject, each with the id of its column.
    other: Vec<(u32, Sentence)>,
    /// The id of the column of the question.
    column: u32,
}

/// A sentence with lazily computed properties.
#[derive(Debug)]
pub(super) struct Sentence {
    text: String,
    words: OnceCell<Rc<Text>>,
    is_clear: OnceCell<bool>,
}

impl Sentences {
    /// Returns the sentences about the subject of a value. Leaves out the columns that only estimates use.
    pub(super) fn new(value: &Value<'_>) -> Self {
        let row = value.row();
        let own = value.column().tell(&row, value).unwrap_or_default();
        let columns = row.table().columns();
        let columns = columns.filter(|column| !column.reveals());
        let known = columns.flat_map(|column| {
            let values = row.values(&column);
            let certain =
                values.filter(|value| value.is_asked() && !row.shares_word_with(&value.label()));
            let statements = certain.filter_map(|value| column.tell(&row, &value));
            statements
                .map(|text| (column.id(), text))
                .collect::<Vec<_>>()
        });
        let other = known.filter(|(_, text)| *text != own);
        Self {
            other: other
                .map(|(column, text)| (column, Sentence::new(text)))
                .collect(),
            note: row.note().map(Sentence::new),
            own: Sentence::new(own),
            column: value.column().id(),
        }
    }

    /// Returns the fact of the question as a sentence.
    pub(super) fn own(&self) -> &Sentence {
        &self.own
    }

    /// Returns the other sentences about the subject, the best first: the note, facts from other
    /// columns, and facts from the same column. The latter come last because they read like a
    /// correction of the answer.
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

    /// Returns the text of this sentence and another one after it, or only of this one if both are the same.
    pub(super) fn then(&self, second: &Self) -> Rc<Text> {
        if self.text == second.text {
            return Rc::clone(self.text());
        }
        Rc::new(Text::new(format!("{} {}", self.text, second.text)))
    }

    /// Returns whether every pronoun is clear after the question. The result is cached, so the question
    /// MUST always be the same.
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
    fn every_built_in_fact_has_a_second_sentence() {
        let facts = built_in::facts();
        let stream = &mut Stream::new(&[0; 32]);
        let alone: Vec<_> = (facts.all())
            .filter(|fact| Sentences::new(&fact.value()).candidates(stream).is_empty())
            .map(|fact| fact.tell())
            .collect();

        assert!(alone.is_empty(), "{alone:#?}");
    }

    #[test]
    fn every_built_in_sentence_has_clear_pronouns() {
        let facts = built_in::facts();
        let stream = &mut Stream::new(&[0; 32]);
        let text = |text: &str| Rc::new(Text::new(text));
        let unclear: Vec<_> = (facts.all())
            .flat_map(|fact| {
                // The prompt is empty, so a pronoun can refer to the name only.
                let name = fact.row().name();
                let shown = QuestionTexts::new(text(""), text(name.as_str()), Vec::new());
                let sentences = Sentences::new(&fact.value());
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
