//! Wrong options: of the right one's kind, near it, and never true as well.

mod numbers;

use std::sync::Arc;

use crate::data::{Label, Likeness, Row};
use crate::library::{FAR, Fact, distance};
use crate::random::Stream;

/// How many wrong options a question has.
pub(super) const WRONG: usize = 3;
/// Among how many of the nearest they are chosen, so that they vary from game to game.
const POOL: usize = 6;

/// Values of other subjects that this one does not have.
pub(super) fn values(fact: &Fact, stream: &mut Stream) -> Vec<Label> {
    if let Some(right) = fact.value.number {
        return numbers::around(right, fact, stream);
    }
    let own = fact.row.values(&fact.column.name).iter();
    let others = fact.table.rows.iter().flat_map(|row| {
        let values = row.values(&fact.column.name).iter();
        values.map(move |value| (unlikeness(fact, row, &value.label), &value.label))
    });
    chosen(others, own.map(|value| &value.label).collect(), stream)
}

/// Other subjects that are known not to have this value: one whose cell is empty may have it.
pub(super) fn subjects(fact: &Fact, stream: &mut Stream) -> Vec<Label> {
    let right = fact.value.label.phrase();
    let others = fact.table.rows.iter().filter(|row| {
        let values = row.values(&fact.column.name);
        !values.is_empty()
            && !values
                .iter()
                .any(|value| value.label.phrase().overlaps(right))
    });
    let named = others.map(|row| {
        let distance = distance(&fact.table, &fact.row, row);
        (distance.saturating_add(numbers_apart(fact, row)), &row.name)
    });
    chosen(named, vec![&fact.row.name], stream)
}

/// How much farther a subject is for the number that is asked about: whoever is asked what appeared
/// in 1949 takes nothing of another century.
fn numbers_apart(fact: &Fact, row: &Row) -> u32 {
    let numbers = fact.value.number.zip(row.number(&fact.column.name));
    numbers.map_or(0, |(right, other)| {
        let apart = right.abs_diff(other);
        let far = apart > numbers::reach(fact).unsigned_abs();
        if far {
            apart.saturating_add(FAR)
        } else {
            apart
        }
    })
}

fn unlikeness(fact: &Fact, row: &Arc<Row>, value: &Label) -> u32 {
    match fact.column.likeness {
        Likeness::Subject => distance(&fact.table, &fact.row, row),
        Likeness::Initial => {
            let initial = |label: &Label| label.as_str().chars().next();
            u32::from(initial(value) != initial(&fact.value.label))
        }
    }
}

/// Some of the nearest candidates, of another time only where there are too few. None of them is a
/// part of another or of what is taken.
fn chosen<'a>(
    candidates: impl Iterator<Item = (u32, &'a Label)>,
    mut taken: Vec<&'a Label>,
    stream: &mut Stream,
) -> Vec<Label> {
    let mut candidates = stream.shuffled(candidates);
    candidates.sort_by_key(|(distance, _)| *distance);
    let fresh = candidates.into_iter().filter_map(|(distance, label)| {
        let clash = |other: &&Label| other.phrase().overlaps(label.phrase());
        (!taken.iter().any(clash)).then(|| {
            taken.push(label);
            (distance, label)
        })
    });
    let enough = fresh.take(POOL).enumerate();
    let near = enough.filter(|(place, (distance, _))| *place < WRONG || *distance < FAR);
    let nearest: Vec<_> = near.map(|(_, (_, label))| label).collect();
    let wrong = stream.shuffled(nearest).into_iter().take(WRONG);
    wrong.cloned().collect()
}
