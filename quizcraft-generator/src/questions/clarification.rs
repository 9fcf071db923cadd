//! What a player learns after an answer.

use std::collections::BTreeSet;

use super::question::Question;
use crate::data::Label;
use crate::library::Fact;
use crate::random::Stream;
use crate::text::Phrase;

/// For each question of a game a second fact about its subject, which was told after no earlier
/// question and gives no later answer away; none where there is no such fact. Only of a subject
/// of which nothing else is known is the fact told that was asked.
pub(super) fn clarifications(
    questions: &[Question<'_>],
    stream: &mut Stream,
) -> Vec<Option<String>> {
    let asked = questions.iter().map(|question| tell(question.fact));
    let asked: BTreeSet<String> = asked.collect();
    let (mut told, mut said) = (Vec::new(), BTreeSet::new());
    let mut rest = questions;
    while let Some((question, later)) = rest.split_first() {
        let mut texts = candidates(question.fact, stream);
        texts.sort_by_key(|text| asked.contains(text));
        let fresh = |text: &String| !said.contains(text) && !spoils(text, question, later);
        let text = texts.into_iter().find(fresh);
        said.extend(text.clone());
        told.push(text);
        rest = later;
    }
    told
}

/// What could be told, the best first: a note on the subject, or what else is known of it. Another
/// value of the column that was asked comes last, since it sounds as if it corrected the answer.
fn candidates(fact: &Fact, stream: &mut Stream) -> Vec<String> {
    let note = fact.row.note.clone();
    let (same, other): (Vec<_>, Vec<_>) = stream
        .shuffled(others(fact))
        .into_iter()
        .partition(|(column, _)| *column == fact.column.name);
    let known = other.into_iter().chain(same).map(|(_, text)| text);
    let mut texts: Vec<_> = note.into_iter().chain(known).collect();
    if texts.is_empty() {
        texts.push(tell(fact));
    }
    texts
}

fn tell(fact: &Fact) -> String {
    let template = fact.column.tell.as_ref();
    template.map_or_else(String::new, |t| t.fill(&fact.row.name, &fact.value.label))
}

/// Sentences for the other facts about the subject, each with the column that it is from.
fn others(fact: &Fact) -> Vec<(&str, String)> {
    let own = tell(fact);
    let sentences = fact.table.columns.iter().flat_map(|column| {
        let values = fact.row.values(&column.name).iter();
        let certain = values.filter(|value| value.asked);
        let told = certain.filter_map(|value| {
            let template = column.tell.as_ref()?;
            Some(template.fill(&fact.row.name, &value.label))
        });
        told.map(|text| (column.name.as_str(), text))
    });
    sentences.filter(|(_, text)| *text != own).collect()
}

/// Whether the text, said of the subject of a question, gives away the answer to a later one.
fn spoils(text: &str, question: &Question<'_>, later: &[Question<'_>]) -> bool {
    let text = Phrase::new(text);
    let says = |label: &Label| text.holds(label.phrase());
    later.iter().any(|other| {
        let subject = other.fact.same_subject(question.fact) || says(&other.fact.row.name);
        subject && says(&other.fact.value.label)
    })
}

#[cfg(test)]
mod tests {
    use super::{candidates, tell};
    use crate::built_in;
    use crate::random::Stream;

    #[test]
    fn of_every_built_in_subject_a_second_fact_is_known() {
        let library = built_in::library();
        let stream = &mut Stream::new(&[0; 32]);
        let alone: Vec<_> = (library.facts.iter())
            .filter(|fact| candidates(fact, stream) == [tell(fact)])
            .map(tell)
            .collect();

        assert!(alone.is_empty(), "{alone:#?}");
    }
}
