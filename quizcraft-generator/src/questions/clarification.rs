//! What a player learns after an answer.

use super::question::Question;
use crate::data::{Label, Template, Value};
use crate::library::Fact;
use crate::random::Stream;
use crate::text::Phrase;

/// A second fact about the subject of a question, which may have been asked or told before in the
/// game; the fact that was asked only where nothing else can be told without giving away the
/// answer to a question that comes later.
pub(super) fn clarification(
    question: &Question<'_>,
    later: &[Question<'_>],
    said: &[String],
    stream: &mut Stream,
) -> String {
    let fact = question.fact;
    let note = fact.row.note.clone();
    let others = note.into_iter().chain(stream.shuffled(told(fact)));
    let mut others: Vec<_> = others
        .filter(|text| !spoils(text, question, later))
        .collect();
    others.sort_by_key(|text| said.contains(text));
    let second = others.into_iter().next();
    second.unwrap_or_else(|| tell(fact))
}

fn tell(fact: &Fact) -> String {
    let template = fact.column.tell.as_ref();
    template.map_or_else(String::new, |t| t.fill(&fact.row.name, &fact.value.label))
}

/// Sentences for the other facts about the subject.
fn told(fact: &Fact) -> Vec<String> {
    let own = tell(fact);
    let columns = fact.table.columns.iter().filter_map(|column| {
        let values = fact.row.values(&column.name).iter();
        column.tell.as_ref().map(|template| (template, values))
    });
    let fill = |template: &Template, value: &Value| template.fill(&fact.row.name, &value.label);
    let asked = columns.flat_map(|(template, values)| {
        let certain = values.filter(|value| value.asked);
        certain.map(move |value| fill(template, value))
    });
    asked.filter(|text| *text != own).collect()
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
