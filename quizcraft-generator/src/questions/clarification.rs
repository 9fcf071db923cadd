//! What a player learns after an answer.

use std::collections::BTreeSet;

use quizcraft_facts::Fact;

use super::question::Question;
use crate::random::Stream;
use crate::review::{self, Secret, Shown};

/// Whether a clarification may tell what another question of the game asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeats {
    Refused,
    Allowed,
}

/// For each question of a game a second fact about its subject, which was told after no earlier
/// question, gives no later answer away and is clear to the reviewer; none where there is no such
/// fact. Only of a subject of which nothing else can be told is the fact told that was asked.
pub(super) fn clarifications(
    questions: &[Question<'_>],
    repeats: Repeats,
    stream: &mut Stream,
) -> Vec<Option<String>> {
    let asked = questions.iter().map(|question| question.fact.tell());
    let mut asked: BTreeSet<String> = asked.collect();
    let secrets = secrets(questions);
    let (mut told, mut said) = (Vec::new(), BTreeSet::new());
    let mut later = secrets.as_slice();
    for question in questions {
        later = later.split_first().map_or(&[], |(_, later)| later);
        let mut texts = candidates(&question.fact, stream);
        texts.sort_by_key(|text| asked.contains(text));
        let is_clear = |text: &String| question.is_clarified_by(text);
        let fair = |text: &String| {
            !said.contains(text) && is_clear(text) && is_fair(text, question, later)
        };
        let is_new = |text: &String| repeats == Repeats::Allowed || !asked.contains(text);
        let text = texts
            .iter()
            .find(|text| is_new(text) && fair(text))
            .cloned();
        // Of a subject of which nothing else can be told clearly, the fact is told that was asked.
        let text = text.or_else(|| {
            let own = question.fact.tell();
            (!texts.iter().any(is_clear) && fair(&own)).then_some(own)
        });
        if text.is_none() {
            // It is not asked then.
            asked.remove(&question.fact.tell());
        }
        said.extend(text.clone());
        told.push(text);
    }
    told
}

/// What no earlier question may give away of each: what is known of it, and what its texts tell.
fn secrets(questions: &[Question<'_>]) -> Vec<[Secret; 2]> {
    let shown: Vec<Shown> = questions
        .iter()
        .map(|question| question.shown.clone())
        .collect();
    let guessed = review::secrets(&shown);
    let both = questions.iter().zip(guessed);
    both.map(|(question, guessed)| [question.secret.clone(), guessed])
        .collect()
}

/// Whether the text can be told after a question: it gives none of the later answers away.
fn is_fair(text: &str, question: &Question<'_>, later: &[[Secret; 2]]) -> bool {
    let shown = question.shown.clone().clarified(text);
    let spoils = |secret: &Secret| shown.gives_away(secret).is_some();
    !later.iter().flatten().any(spoils)
}

/// What could be told, the best first: a note on the subject, or what else is known of it. Another
/// value of the column that was asked comes last, since it sounds as if it corrected the answer.
fn candidates(fact: &Fact<'_>, stream: &mut Stream) -> Vec<String> {
    let note = fact.row().note().map(str::to_owned);
    let (same, other): (Vec<_>, Vec<_>) = stream
        .shuffled(others(fact))
        .into_iter()
        .partition(|(column, _)| *column == fact.column().id());
    let known = other.into_iter().chain(same).map(|(_, text)| text);
    note.into_iter().chain(known).collect()
}

/// Sentences for the other facts about the subject, each with the column that it is from.
fn others(fact: &Fact<'_>) -> Vec<(u32, String)> {
    let (own, row) = (fact.tell(), fact.row());
    let sentences = fact.table().columns().flat_map(|column| {
        let values = row.values(&column);
        let certain = values.filter(|value| value.is_asked() && !row.is_named_by(&value.label()));
        let told = certain.filter_map(|value| column.tell(&row, &value));
        told.map(|text| (column.id(), text)).collect::<Vec<_>>()
    });
    sentences.filter(|(_, text)| *text != own).collect()
}

#[cfg(test)]
mod tests {
    use super::candidates;
    use crate::built_in;
    use crate::random::Stream;
    use crate::review::is_unclear;

    #[test]
    fn of_every_built_in_subject_a_second_fact_is_known() {
        let facts = built_in::facts();
        let stream = &mut Stream::new(&[0; 32]);
        let alone: Vec<_> = (facts.all())
            .filter(|fact| candidates(fact, stream).is_empty())
            .map(|fact| fact.tell())
            .collect();

        assert!(alone.is_empty(), "{alone:#?}");
    }

    #[test]
    fn every_built_in_text_names_what_its_pronouns_mean() {
        let facts = built_in::facts();
        let stream = &mut Stream::new(&[0; 32]);
        let unclear: Vec<_> = (facts.all())
            .flat_map(|fact| {
                let texts = candidates(&fact, stream).into_iter();
                // No prompt and no answer helps: the name alone has to be there.
                let name = fact.row().name();
                texts.filter(move |text| is_unclear("", name.as_str(), text))
            })
            .collect();

        assert!(unclear.is_empty(), "{unclear:#?}");
    }
}
