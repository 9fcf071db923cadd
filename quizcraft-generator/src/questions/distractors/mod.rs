//! Wrong options. They are of the same kind as the right one, similar to it, and never true.

mod candidate;
mod numbers;

pub(super) use candidate::Reach;
use candidate::{Candidate, Offered, choose};
use numbers::Numbers;
use quizcraft_facts::{Fact, Label, Likeness, Row, Value};

use crate::likeness::{
    Distance, Kinship, MAX_COLUMN_DISTANCE, OTHER_ERA_DISTANCE, Profile, number,
};
use crate::random::Stream;
use quizcraft_review::{abbreviates, initial};

/// The number of wrong options of a question.
pub(super) const WRONG_OPTIONS: usize = 3;
/// The additional distance of a row that is not a value of the column.
const OTHER_TABLE_DISTANCE: u32 = 50;
/// The additional distance of a subject with other marks, such as an actor beside an actress.
const OTHER_MARKS_DISTANCE: u32 = 200;

/// The wrong options of a question.
#[derive(Debug)]
pub(super) enum Wrong<'f> {
    Labels(Vec<Label<'f>>),
    /// Formatted numbers, some of which may be invented.
    Numbers(Vec<String>),
}

impl Wrong<'_> {
    /// Returns whether the label is one of these options.
    pub(super) fn contains(&self, label: &Label<'_>) -> bool {
        match self {
            Self::Labels(labels) => labels.iter().any(|own| own.words() == label.words()),
            Self::Numbers(numbers) => numbers.iter().any(|own| own == label.as_str()),
        }
    }
}

/// The candidates for the wrong options of a question.
#[derive(Debug)]
pub(super) struct Distractors<'f>(Kind<'f>);

#[derive(Debug)]
enum Kind<'f> {
    Numbers(Numbers<'f>),
    Names {
        candidates: Vec<Candidate<'f>>,
        correct: Vec<Label<'f>>,
    },
}

impl<'f> Distractors<'f> {
    /// Returns the values of other subjects, for a question for the value.
    pub(super) fn values(fact: &Fact<'f>) -> Self {
        if let Some(right) = fact.value().number() {
            return Self(Kind::Numbers(Numbers::new(right, fact)));
        }
        let correct = fact.row().values(&fact.column());
        Self(Kind::Names {
            candidates: values(fact),
            correct: correct.map(|value| value.label()).collect(),
        })
    }

    /// Returns other subjects without this value, for a question for the subject. Excludes subjects
    /// with an empty cell, because they may have it.
    pub(super) fn subjects(fact: &Fact<'f>) -> Self {
        Self::subjects_beside(fact, vec![fact.row().name()])
    }

    /// Returns the same for a question with several right options.
    pub(super) fn subjects_beside(fact: &Fact<'f>, correct: Vec<Label<'f>>) -> Self {
        Self(Kind::Names {
            candidates: subjects(fact),
            correct,
        })
    }

    /// Draws up to [`WRONG_OPTIONS`] options. Uses values in brackets only if there are too few
    /// others.
    pub(super) fn draw(&self, reach: Reach, stream: &mut Stream) -> Wrong<'f> {
        match &self.0 {
            Kind::Numbers(numbers) => Wrong::Numbers(numbers.draw(stream)),
            Kind::Names {
                candidates,
                correct,
            } => {
                let wrong = choose(candidates, Offered::Solutions, reach, correct, stream);
                if wrong.len() == WRONG_OPTIONS {
                    return Wrong::Labels(wrong);
                }
                Wrong::Labels(choose(candidates, Offered::All, reach, correct, stream))
            }
        }
    }
}

fn values<'f>(fact: &Fact<'f>) -> Vec<Candidate<'f>> {
    let (table, column) = (fact.table(), fact.column());
    if let Some(kin) = column.kin() {
        let right = fact.value().kin().map(|right| Kinship::new(kin, right));
        let distance = |other| kin_distance(right.as_ref(), other);
        let of_rows = table.rows().flat_map(|row| row.values(&column));
        let of_rows = of_rows.map(|value| Candidate::value(value, distance(value.kin())));
        // Rows of the kin table, whether or not the column has them as values.
        let relatives = kin.rows().map(|row| {
            let distance = distance(Some(row)).plus(OTHER_TABLE_DISTANCE);
            Candidate::row(row, distance)
        });
        let likely = table.rows().len().saturating_add(kin.rows().len());
        return collected(likely, of_rows.chain(relatives));
    }
    let valued = table.rows().map(|row| (row, row.values(&column)));
    let valued = valued.filter(|(_, values)| values.len() > 0);
    if column.likeness() == Likeness::Initial {
        let (right, name) = (fact.value().label(), fact.row().name());
        let values = valued.flat_map(|(_, values)| values).map(|value| {
            let label = value.label();
            Candidate::value(value, letter_distance(&label, &right, &label, &name))
        });
        return collected(table.rows().len(), values);
    }
    let profile = Profile::new(&table, &fact.row());
    let values = valued.flat_map(|(row, values)| {
        let distance = profile_distance(&profile, &row);
        values.map(move |value| Candidate::value(value, distance))
    });
    collected(table.rows().len(), values)
}

/// Collects items into a vector with room for `likely` items, since the size hint is too low.
fn collected<T>(likely: usize, items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::with_capacity(likely);
    all.extend(items);
    all
}

/// Returns the distance of another row of the kin table from the right value, if that is a row of
/// it.
fn kin_distance<'f>(right: Option<&Kinship<'f>>, other: Option<Row<'f>>) -> Distance {
    let total = right.map_or(MAX_COLUMN_DISTANCE, |right| right.distance_to(other));
    let distance = Distance {
        total,
        origin: right.map(|_| total),
    };
    let has_other_marks = right.is_some_and(|right| right.has_other_marks(other));
    distance.plus(if has_other_marks {
        OTHER_MARKS_DISTANCE
    } else {
        0
    })
}

/// Returns the distance of a row from that of the profile, including [`OTHER_MARKS_DISTANCE`].
fn profile_distance<'f>(profile: &Profile<'f>, other: &Row<'f>) -> Distance {
    let has_other_marks = profile.has_other_marks(other);
    let distance = profile.distance_to(other);
    distance.plus(if has_other_marks {
        OTHER_MARKS_DISTANCE
    } else {
        0
    })
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
            Candidate::row(row, letter_distance(&name, &own, &right, &name))
        });
        return collected(table.rows().len(), candidates);
    }
    let profile = Profile::new(&table, &own);
    let number = right.number();
    let candidates = others.map(|row| {
        let distance = profile_distance(&profile, &row).plus(number_distance(fact, &row));
        // The origin of a name is no cue if the question is about a number.
        let origin = distance.origin.filter(|_| number.is_none());
        Candidate::row(row, Distance { origin, ..distance })
    });
    collected(table.rows().len(), candidates)
}

/// Returns the distance of an option from the right one in a column of abbreviations. Another
/// initial counts more than a value that cannot abbreviate the name.
fn letter_distance(
    option: &Label<'_>,
    right: &Label<'_>,
    value: &Label<'_>,
    name: &Label<'_>,
) -> Distance {
    let same_initial = initial(option.as_str()) == initial(right.as_str());
    let total = match (same_initial, abbreviates(value.as_str(), name.as_str())) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
    Distance {
        total,
        origin: None,
    }
}

/// Returns the additional distance of a row by the number in the question. A work of another century
/// is implausible in a question about 1949.
fn number_distance<'f>(fact: &Fact<'f>, row: &Row<'f>) -> u32 {
    let Some(right) = fact.value().number() else {
        return 0;
    };
    let column = fact.column();
    let other = number(row, &column);
    other.map_or(0, |other| {
        let difference = right.abs_diff(other);
        let is_implausible = difference > numbers::window(&column).unsigned_abs();
        if is_implausible {
            difference.saturating_add(OTHER_ERA_DISTANCE)
        } else {
            difference
        }
    })
}
