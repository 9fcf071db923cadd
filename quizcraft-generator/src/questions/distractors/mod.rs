//! Wrong options: of the right one's kind, near it, and never true as well.

mod candidate;
mod numbers;

use candidate::{Candidate, chosen};

use crate::data::{Kin, Label, Likeness, Row};
use crate::library::{FAR, Fact, distance, kinship, origins_apart};
use crate::random::Stream;
use crate::review::{abbreviates, initial};

/// How many wrong options a question has.
pub(super) const WRONG: usize = 3;
/// How much farther what only another table knows is than a value of the same column.
const STRANGE: u32 = 50;

/// Values of other subjects that this one does not have.
pub(super) fn values(fact: &Fact, stream: &mut Stream) -> Vec<Label> {
    if let Some(right) = fact.value.number {
        return numbers::around(right, fact, stream);
    }
    let own = fact.row.values(&fact.column.name).iter();
    let others = fact.table.rows.iter().flat_map(|row| {
        let values = row.values(&fact.column.name).iter();
        values.map(move |value| value_of(fact, row, &value.label))
    });
    let candidates = others.chain(relatives(fact)).collect();
    chosen(candidates, own.map(|value| &value.label).collect(), stream)
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
    let candidates = others.map(|row| subject(fact, row)).collect();
    chosen(candidates, vec![&fact.row.name], stream)
}

fn value_of<'a>(fact: &Fact, row: &Row, value: &'a Label) -> Candidate<'a> {
    if let Some(kin) = &fact.column.kin {
        let apart = kinship(kin, &fact.value.label, value);
        return Candidate::new(value, apart).from(origin(kin, fact, apart));
    }
    match fact.column.likeness {
        Likeness::Subject => {
            let candidate = Candidate::new(value, distance(&fact.table, &fact.row, row));
            candidate.from(origins_apart(&fact.table, &fact.row, row))
        }
        Likeness::Initial => {
            let unlike = unlike(value, &fact.value.label, value, &fact.row.name);
            Candidate::new(value, unlike)
        }
    }
}

/// What another table knows of the same kind as the values, and the column may not have.
fn relatives(fact: &Fact) -> impl Iterator<Item = Candidate<'_>> {
    fact.column.kin.iter().flat_map(|kin| {
        let named = kin.table().rows.iter().map(|row| &row.name);
        named.map(|name| {
            let apart = kinship(kin, &fact.value.label, name);
            Candidate::new(name, apart.saturating_add(STRANGE)).from(origin(kin, fact, apart))
        })
    })
}

/// Returns how far an option's part of the world is from that of the right value; nothing if the
/// other table does not have the right value, since then no option can be near it.
fn origin(kin: &Kin, fact: &Fact, apart: u32) -> Option<u32> {
    kin.row(&fact.value.label).map(|_| apart)
}

fn subject<'a>(fact: &Fact, row: &'a Row) -> Candidate<'a> {
    if fact.column.likeness == Likeness::Initial {
        let unlike = unlike(&row.name, &fact.row.name, &fact.value.label, &row.name);
        return Candidate::new(&row.name, unlike);
    }
    let distance = distance(&fact.table, &fact.row, row);
    let candidate = Candidate::new(&row.name, distance.saturating_add(numbers_apart(fact, row)));
    if fact.value.number.is_some() {
        return candidate;
    }
    candidate.from(origins_apart(&fact.table, &fact.row, row))
}

/// How unlike an option is to the right one where the letters matter: most if it starts with
/// another one, less if it is only that the value could not stand for the name.
fn unlike(option: &Label, right: &Label, value: &Label, name: &Label) -> u32 {
    let same_initial = initial(option.as_str()) == initial(right.as_str());
    match (same_initial, abbreviates(value.as_str(), name.as_str())) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
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
