//! Wrong options: of the right one's kind, near it, and never true as well.

mod candidate;
mod numbers;

use candidate::{Candidate, chosen};
use quizcraft_facts::{Fact, Label, Likeness, Row, Table, Value};

use crate::likeness::{FAR, distance, kinship, number, origins_apart, told_apart};
use crate::random::Stream;
use crate::review::{abbreviates, initial};

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
    /// Whether this is one of them.
    pub(super) fn holds(&self, label: &Label<'_>) -> bool {
        match self {
            Self::Labels(labels) => labels.iter().any(|own| own.words() == label.words()),
            Self::Numbers(numbers) => numbers.iter().any(|own| own == label.as_str()),
        }
    }
}

/// Values of other subjects that this one does not have. Those that are not to be asked are offered
/// only where there are too few others.
pub(super) fn values<'f>(fact: &Fact<'f>, stream: &mut Stream) -> Wrong<'f> {
    if let Some(right) = fact.value().number() {
        return Wrong::Numbers(numbers::around(right, fact, stream));
    }
    let asked = offered(fact, stream, Value::is_asked);
    if asked.len() == WRONG {
        return Wrong::Labels(asked);
    }
    Wrong::Labels(offered(fact, stream, |_| true))
}

fn offered<'f>(
    fact: &Fact<'f>,
    stream: &mut Stream,
    is_good: fn(&Value<'f>) -> bool,
) -> Vec<Label<'f>> {
    let column = fact.column();
    let own = fact.row().values(&column);
    let relation = Relation::of(fact);
    let others = fact.table().rows().flat_map(|row| {
        let apart = relation.subject_apart(fact, &row);
        let good = row.values(&column).filter(is_good);
        let relation = &relation;
        good.map(move |value| relation.value(&value, apart))
    });
    let candidates = others.chain(relation.relatives()).collect();
    chosen(candidates, own.map(|value| value.label()).collect(), stream)
}

/// Other subjects that are known not to have this value: one whose cell is empty may have it.
pub(super) fn subjects<'f>(fact: &Fact<'f>, stream: &mut Stream) -> Wrong<'f> {
    let (column, right) = (fact.column(), fact.value().label().words());
    let others = fact.table().rows().filter(|row| {
        let mut values = row.values(&column);
        values.len() > 0 && !values.any(|value| value.label().words().overlaps(&right))
    });
    let candidates = others.map(|row| subject(fact, &row)).collect();
    Wrong::Labels(chosen(candidates, vec![fact.row().name()], stream))
}

/// What makes the values of a column alike.
enum Relation<'f> {
    /// That they are alike as things of another table; with what the right value is there.
    Kin(Table<'f>, Option<Row<'f>>),
    /// That their subjects are alike.
    Subject,
    /// That they start with the same letter; with the right value and its subject.
    Initial(Label<'f>, Label<'f>),
}

impl<'f> Relation<'f> {
    fn of(fact: &Fact<'f>) -> Self {
        match (fact.column().kin(), fact.column().likeness()) {
            (Some(kin), _) => Self::Kin(kin, fact.value().kin()),
            (None, Likeness::Subject) => Self::Subject,
            (None, Likeness::Initial) => Self::Initial(fact.value().label(), fact.row().name()),
        }
    }

    /// How far a subject is from that of the fact, and their parts of the world, where the values
    /// are as far apart as that.
    fn subject_apart(&self, fact: &Fact<'f>, row: &Row<'f>) -> (u32, Option<u32>) {
        match self {
            Self::Subject => {
                let (table, own) = (fact.table(), fact.row());
                let origin = origins_apart(&table, &own, row);
                let apart = distance(&table, &own, row);
                (apart.saturating_add(marks_apart(&own, row)), origin)
            }
            Self::Kin(..) | Self::Initial(..) => (0, None),
        }
    }

    fn value(&self, value: &Value<'f>, (apart, origin): (u32, Option<u32>)) -> Candidate<'f> {
        let label = value.label();
        match self {
            Self::Kin(kin, right) => {
                let apart = kinship(kin, *right, value.kin());
                let marks = right.zip(value.kin());
                let marks = marks.map_or(0, |(right, row)| marks_apart(&right, &row));
                Candidate::new(label, apart.saturating_add(marks)).from(right.map(|_| apart))
            }
            Self::Subject => Candidate::new(label, apart).from(origin),
            Self::Initial(right, name) => {
                Candidate::new(label, unlike(&label, right, &label, name))
            }
        }
    }

    /// What another table knows of the same kind as the values, and the column may not have.
    fn relatives(&self) -> Vec<Candidate<'f>> {
        let Self::Kin(kin, right) = self else {
            return Vec::new();
        };
        let known = kin.rows().map(|row| {
            let apart = kinship(kin, *right, Some(row));
            let marks = right.map_or(0, |right| marks_apart(&right, &row));
            let distance = apart.saturating_add(STRANGE).saturating_add(marks);
            Candidate::new(row.name(), distance).from(right.map(|_| apart))
        });
        known.collect()
    }
}

fn subject<'f>(fact: &Fact<'f>, row: &Row<'f>) -> Candidate<'f> {
    let (column, own, name) = (fact.column(), fact.row(), row.name());
    if column.likeness() == Likeness::Initial {
        let unlike = unlike(&name, &own.name(), &fact.value().label(), &name);
        return Candidate::new(name, unlike);
    }
    let table = fact.table();
    let apart = distance(&table, &own, row)
        .saturating_add(marks_apart(&own, row))
        .saturating_add(numbers_apart(fact, row));
    let candidate = Candidate::new(name, apart);
    if fact.value().number().is_some() {
        return candidate;
    }
    candidate.from(origins_apart(&table, &own, row))
}

/// How much farther apart two things are for their marks.
fn marks_apart(row: &Row<'_>, other: &Row<'_>) -> u32 {
    if told_apart(row, other) {
        TOLD_APART
    } else {
        0
    }
}

/// How unlike an option is to the right one where the letters matter: most if it starts with
/// another one, less if it is only that the value could not stand for the name.
fn unlike(option: &Label<'_>, right: &Label<'_>, value: &Label<'_>, name: &Label<'_>) -> u32 {
    let same_initial = initial(option.as_str()) == initial(right.as_str());
    match (same_initial, abbreviates(value.as_str(), name.as_str())) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

/// How much farther a subject is for the number that is asked about: beside a work of 1949 one of
/// another century is no temptation.
fn numbers_apart<'f>(fact: &Fact<'f>, row: &Row<'f>) -> u32 {
    let numbers = fact.value().number().zip(number(row, &fact.column()));
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
