//! Wrong options: of the right one's kind, near it, and never true as well.

mod candidate;
mod numbers;

use candidate::{Candidate, Offered, chosen};
use numbers::Numbers;
use quizcraft_facts::{Fact, Label, Likeness, Row, Value};

use crate::likeness::{Apart, FAR, Kinship, Profile, UNLIKE, number};
use crate::random::Stream;
use quizcraft_review::{abbreviates, initial};

/// How many wrong options a question has.
pub(super) const WRONG: usize = 3;
/// How much farther what only another table knows is than a value of the same column.
const STRANGE: u32 = 50;
/// How much farther what players tell apart from the right option at first sight is.
const TOLD_APART: u32 = 200;

/// The wrong options of a question.
#[derive(Debug)]
pub(super) enum Wrong<'f> {
    Labels(Vec<Label<'f>>),
    /// Numbers, which may belong to nothing that is known.
    Numbers(Vec<String>),
}

impl Wrong<'_> {
    /// Returns whether this is one of them.
    pub(super) fn holds(&self, label: &Label<'_>) -> bool {
        match self {
            Self::Labels(labels) => labels.iter().any(|own| own.words() == label.words()),
            Self::Numbers(numbers) => numbers.iter().any(|own| own == label.as_str()),
        }
    }
}

/// What the wrong options of a question are drawn from.
#[derive(Debug)]
pub(super) struct Distractors<'f>(Kind<'f>);

#[derive(Debug)]
enum Kind<'f> {
    Numbers(Numbers<'f>),
    /// Names, and those that are right.
    Names(Vec<Candidate<'f>>, Vec<Label<'f>>),
}

impl<'f> Distractors<'f> {
    /// Values of other subjects that this one does not have.
    pub(super) fn values(fact: &Fact<'f>) -> Self {
        if let Some(right) = fact.value().number() {
            return Self(Kind::Numbers(Numbers::new(right, fact)));
        }
        let own = fact.row().values(&fact.column());
        let own = own.map(|value| value.label()).collect();
        Self(Kind::Names(values(fact), own))
    }

    /// Other subjects that are known not to have this value: one whose cell is empty may have it.
    pub(super) fn subjects(fact: &Fact<'f>) -> Self {
        Self(Kind::Names(subjects(fact), vec![fact.row().name()]))
    }

    /// Draws some of them. Those that are not to be asked are drawn only where there are too few
    /// others.
    pub(super) fn draw(&self, stream: &mut Stream) -> Wrong<'f> {
        match &self.0 {
            Kind::Numbers(numbers) => Wrong::Numbers(numbers.draw(stream)),
            Kind::Names(candidates, taken) => {
                let asked = chosen(candidates, Offered::Asked, taken, stream);
                if asked.len() == WRONG {
                    return Wrong::Labels(asked);
                }
                Wrong::Labels(chosen(candidates, Offered::All, taken, stream))
            }
        }
    }
}

fn values<'f>(fact: &Fact<'f>) -> Vec<Candidate<'f>> {
    let (table, column) = (fact.table(), fact.column());
    if let Some(kin) = column.kin() {
        let right = fact.value().kin().map(|right| Kinship::new(kin, right));
        let apart = |other| apart_as_kin(right.as_ref(), other);
        let of_rows = table.rows().flat_map(|row| row.values(&column));
        let of_rows = of_rows.map(|value| Candidate::value(value, apart(value.kin())));
        // What the other table knows of the same kind, and the column may not have.
        let relatives = kin.rows();
        let relatives = relatives.map(|row| Candidate::row(row, apart(Some(row)).farther(STRANGE)));
        let likely = table.rows().len().saturating_add(kin.rows().len());
        return collected(likely, of_rows.chain(relatives));
    }
    let valued = table.rows().map(|row| (row, row.values(&column)));
    let valued = valued.filter(|(_, values)| values.len() > 0);
    if column.likeness() == Likeness::Initial {
        let (right, name) = (fact.value().label(), fact.row().name());
        let values = valued.flat_map(|(_, values)| values).map(|value| {
            let label = value.label();
            Candidate::value(value, unlike(&label, &right, &label, &name))
        });
        return collected(table.rows().len(), values);
    }
    let profile = Profile::new(&table, &fact.row());
    let values = valued.flat_map(|(row, values)| {
        let apart = apart_by(&profile, &row);
        values.map(move |value| Candidate::value(value, apart))
    });
    collected(table.rows().len(), values)
}

/// Collects items of which there are likely so many: their iterators cannot tell.
fn collected<T>(likely: usize, items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::with_capacity(likely);
    all.extend(items);
    all
}

/// Returns how far the right value, if another table has it, is from what that table knows.
fn apart_as_kin<'f>(right: Option<&Kinship<'f>>, other: Option<Row<'f>>) -> Apart {
    let distance = right.map_or(UNLIKE, |right| right.to(other));
    let apart = Apart {
        distance,
        origin: right.map(|_| distance),
    };
    let told_apart = right.is_some_and(|right| right.is_told_apart(other));
    apart.farther(if told_apart { TOLD_APART } else { 0 })
}

/// Returns how far a subject is from another, and farther if it is told apart from that at first
/// sight.
fn apart_by<'f>(profile: &Profile<'f>, other: &Row<'f>) -> Apart {
    let told_apart = profile.is_told_apart(other);
    let apart = profile.apart(other);
    apart.farther(if told_apart { TOLD_APART } else { 0 })
}

fn subjects<'f>(fact: &Fact<'f>) -> Vec<Candidate<'f>> {
    let (table, column, own) = (fact.table(), fact.column(), fact.row());
    let right = fact.value();
    let words = right.label().words();
    let has =
        |value: &Value<'f>| value.has_same_text(&right) || value.label().words().overlaps(&words);
    let others = table.rows().filter(|row| {
        let mut values = row.values(&column);
        values.len() > 0 && !values.any(|value| has(&value))
    });
    if column.likeness() == Likeness::Initial {
        let (own, right) = (own.name(), right.label());
        let candidates = others.map(|row| {
            let name = row.name();
            Candidate::row(row, unlike(&name, &own, &right, &name))
        });
        return collected(table.rows().len(), candidates);
    }
    let profile = Profile::new(&table, &own);
    let asked = right.number();
    let candidates = others.map(|row| {
        let apart = apart_by(&profile, &row).farther(numbers_apart(fact, &row));
        // Where a number is asked about, names tell nothing by their origin.
        let origin = apart.origin.filter(|_| asked.is_none());
        Candidate::row(row, Apart { origin, ..apart })
    });
    collected(table.rows().len(), candidates)
}

/// Returns how unlike an option is to the right one where the letters matter: most if it starts
/// with another one, less if it is only that the value could not stand for the name.
fn unlike(option: &Label<'_>, right: &Label<'_>, value: &Label<'_>, name: &Label<'_>) -> Apart {
    let same_initial = initial(option.as_str()) == initial(right.as_str());
    let distance = match (same_initial, abbreviates(value.as_str(), name.as_str())) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
    Apart {
        distance,
        origin: None,
    }
}

/// Returns how much farther a subject is for the number that is asked about: beside a work of 1949
/// one of another century is no temptation.
fn numbers_apart<'f>(fact: &Fact<'f>, row: &Row<'f>) -> u32 {
    let Some(right) = fact.value().number() else {
        return 0;
    };
    let column = fact.column();
    let other = number(row, &column);
    other.map_or(0, |other| {
        let apart = right.abs_diff(other);
        let far = apart > numbers::reach(&column).unsigned_abs();
        if far {
            apart.saturating_add(FAR)
        } else {
            apart
        }
    })
}
