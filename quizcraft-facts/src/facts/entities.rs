//! Topics, tables, columns, rows, values and facts.

use std::ops::{Range, RangeInclusive};

use super::{Facts, Label, Words};
use crate::compile::{ASKED, HAS_NUMBER, NEAR_KEYWORDS, SHARED, YEARS};
use crate::image::Section;
use crate::source::{BEFORE_CHRIST, fill};

/// Declares a small copy that refers to a record.
macro_rules! entity {
    ($(#[$doc:meta])* $name:ident, $section:ident, $width:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'f> {
            facts: &'f Facts,
            id: u32,
            record: [u32; $width],
        }

        impl<'f> $name<'f> {
            pub(super) fn ids(facts: &Facts) -> Range<u32> {
                0..facts.image.count(Section::$section, $width)
            }

            pub(super) fn new(facts: &'f Facts, id: u32) -> Self {
                let record = facts.image.record(Section::$section, id);
                Self { facts, id, record }
            }

            /// Its place among all of its kind; 0 is the first.
            #[must_use]
            pub fn id(&self) -> u32 {
                self.id
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.id == other.id
            }
        }

        impl Eq for $name<'_> {}

        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.id).finish()
            }
        }
    };
}

entity! {
    /// One file: a subject that people ask to be quizzed on.
    Topic, Topics, 8
}

entity! {
    /// Things of one kind, such as the planets, and what is known of them.
    Table, Tables, 14
}

entity! {
    /// A relation between a subject and its values, and how to ask for it.
    Column, Columns, 16
}

entity! {
    /// One subject and all that is known of it.
    Row, Rows, 9
}

entity! {
    /// One value of a subject in a column.
    Value, Values, 6
}

entity! {
    /// One thing that is known and can be asked: a subject, a relation and a value.
    Fact, Facts, 3
}

/// How widely known a subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fame {
    /// People who studied the topic know it.
    Low,
    /// People who are interested in the topic know it.
    Medium,
    /// Nearly everyone knows it.
    High,
}

/// What makes two values of a column hard to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// That their subjects are alike.
    Subject,
    /// That they start with the same letter.
    Initial,
}

/// What two rows of a table that are alike agree in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near<'f> {
    /// The further words that find them.
    Keywords,
    /// The values of a column.
    Column(Column<'f>),
}

impl<'f> Topic<'f> {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'f str {
        let [name, ..] = self.record;
        self.facts.image.text(name)
    }

    /// The further words that find it.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        let [_, _, start, end, ..] = self.record;
        self.facts.texts(start..end)
    }

    /// Its tables.
    #[must_use]
    pub fn tables(&self) -> impl ExactSizeIterator<Item = Table<'f>> + use<'f> {
        let [.., start, end, _, _] = self.record;
        let facts = self.facts;
        (start..end).map(|id| Table::new(facts, id))
    }

    /// What can be asked of it.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let [.., start, end] = self.record;
        let facts = self.facts;
        (start..end).map(|id| Fact::new(facts, id))
    }
}

impl<'f> Table<'f> {
    /// The topic that it belongs to.
    #[must_use]
    pub fn topic(&self) -> Topic<'f> {
        let [topic, ..] = self.record;
        Topic::new(self.facts, topic)
    }

    /// What one of its things is called; the first word of [`Table::kinds`].
    #[must_use]
    pub fn kind(&self) -> &'f str {
        self.kinds().next().unwrap_or_default()
    }

    /// What its things are called, and further words that find it.
    #[must_use]
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        let [_, _, start, end, ..] = self.record;
        self.facts.texts(start..end)
    }

    /// The words of each of [`Table::kinds`].
    #[must_use]
    pub fn kind_words(&self) -> impl ExactSizeIterator<Item = Words<'f>> + use<'f> {
        let [_, _, _, _, start, end, ..] = self.record;
        let facts = self.facts;
        facts
            .image
            .slice(Section::Lists, start..end)
            .map(|id| Words::new(facts, id))
    }

    /// What two of its rows that are alike agree in.
    #[must_use]
    pub fn near(&self) -> impl ExactSizeIterator<Item = Near<'f>> + use<'f> {
        let [_, _, _, _, _, _, start, end, ..] = self.record;
        let facts = self.facts;
        facts
            .image
            .slice(Section::Lists, start..end)
            .map(|id| match id {
                NEAR_KEYWORDS => Near::Keywords,
                id => Near::Column(Column::new(facts, id)),
            })
    }

    /// Its relations.
    #[must_use]
    pub fn columns(&self) -> impl ExactSizeIterator<Item = Column<'f>> + use<'f> {
        let [.., start, end, _, _, _, _] = self.record;
        let facts = self.facts;
        (start..end).map(|id| Column::new(facts, id))
    }

    /// Its things.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'f>> + use<'f> {
        let [.., start, end, _, _] = self.record;
        let facts = self.facts;
        (start..end).map(|id| Row::new(facts, id))
    }

    /// What can be asked of them.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let [.., start, end] = self.record;
        let facts = self.facts;
        (start..end).map(|id| Fact::new(facts, id))
    }

    fn first_column(&self) -> u32 {
        let [.., start, _, _, _, _, _] = self.record;
        start
    }
}

impl<'f> Column<'f> {
    /// The table that it belongs to.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        let [table, ..] = self.record;
        Table::new(self.facts, table)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'f str {
        let [_, name, ..] = self.record;
        self.facts.image.text(name)
    }

    /// The name as a number: columns with the same name have the same.
    #[must_use]
    pub fn name_id(&self) -> u32 {
        let [_, name, ..] = self.record;
        name
    }

    /// What makes two of its values hard to tell apart.
    #[must_use]
    pub fn likeness(&self) -> Likeness {
        let [_, _, initial, ..] = self.record;
        if initial == 0 {
            Likeness::Subject
        } else {
            Likeness::Initial
        }
    }

    /// The table that its values are things of, where another table tells.
    #[must_use]
    pub fn kin(&self) -> Option<Table<'f>> {
        let [_, _, _, kin, ..] = self.record;
        kin.checked_sub(1).map(|kin| Table::new(self.facts, kin))
    }

    /// The bounds of a column of numbers; a column of words has none.
    #[must_use]
    pub fn range(&self) -> Option<RangeInclusive<i32>> {
        let [_, _, _, _, has, least, most, ..] = self.record;
        (has != 0).then(|| least.cast_signed()..=most.cast_signed())
    }

    /// What its numbers count.
    #[must_use]
    pub fn unit(&self) -> Option<&'f str> {
        let [_, _, _, _, _, _, _, unit, ..] = self.record;
        unit.checked_sub(1).map(|unit| self.facts.image.text(unit))
    }

    /// Whether its numbers are years.
    #[must_use]
    pub fn is_of_years(&self) -> bool {
        let [_, _, _, _, numbers, ..] = self.record;
        numbers == YEARS
    }

    /// The text of a number of this column; a year before the common era is marked.
    #[must_use]
    pub fn spelled(&self, number: i32) -> String {
        if number < 0 && self.is_of_years() {
            return format!("{}{BEFORE_CHRIST}", number.unsigned_abs());
        }
        number.to_string()
    }

    /// The questions for a value, with a gap for the subject.
    #[must_use]
    pub fn ask(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        let [.., start, end, _, _, _, _] = self.record;
        self.facts.texts(start..end)
    }

    /// The questions for the subject, with a gap for a value.
    #[must_use]
    pub fn back(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        let [.., start, end, _, _] = self.record;
        self.facts.texts(start..end)
    }

    /// How many subjects have the same value, on average.
    #[must_use]
    pub fn sharing(&self) -> u32 {
        let [_, _, _, _, _, _, _, _, _, sharing, ..] = self.record;
        sharing
    }

    /// Whether anything is asked of it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.ask().len().saturating_add(self.back().len()) > 0
    }

    /// The further words that find it.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        let [.., start, end] = self.record;
        self.facts.texts(start..end)
    }

    /// The sentence that tells a value of a subject; none for a column of which nothing is asked.
    #[must_use]
    pub fn tell(&self, row: &Row<'f>, value: &Value<'f>) -> Option<String> {
        let [_, _, _, _, _, _, _, _, tell, ..] = self.record;
        let tell = tell
            .checked_sub(1)
            .map(|tell| self.facts.image.text(tell))?;
        Some(filled(tell, &row.name(), &value.label()))
    }
}

/// Fills the gaps of a template of a column.
pub(crate) fn filled(template: &str, name: &Label<'_>, value: &Label<'_>) -> String {
    fill(template, &name.in_sentence(), &value.in_sentence())
}

impl<'f> Row<'f> {
    /// The table that it belongs to.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        let [table, ..] = self.record;
        Table::new(self.facts, table)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> Label<'f> {
        let [_, name, ..] = self.record;
        Label::new(self.facts, name)
    }

    /// Something else to tell of it.
    #[must_use]
    pub fn note(&self) -> Option<&'f str> {
        let [_, _, note, ..] = self.record;
        note.checked_sub(1).map(|note| self.facts.image.text(note))
    }

    /// How widely known it is.
    #[must_use]
    pub fn fame(&self) -> Fame {
        match self.record {
            [_, _, _, 0, ..] => Fame::Low,
            [_, _, _, 1, ..] => Fame::Medium,
            _ => Fame::High,
        }
    }

    /// The further words that find it.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = Words<'f>> + use<'f> {
        let [.., start, end] = self.record;
        let facts = self.facts;
        facts
            .image
            .slice(Section::Lists, start..end)
            .map(|id| Words::new(facts, id))
    }

    /// What is known of it in a column of its table; nothing in one of another table.
    #[must_use]
    pub fn values(
        &self,
        column: &Column<'f>,
    ) -> impl ExactSizeIterator<Item = Value<'f>> + Clone + use<'f> {
        let [table, _, _, _, cells, ..] = self.record;
        let [of, ..] = column.record;
        let place = column.id.checked_sub(self.table().first_column());
        let cell = place
            .filter(|_| of == table)
            .map(|place| cells.saturating_add(place));
        let ids = cell.map_or(0..0, |cell| {
            let [start] = self.facts.image.record(Section::Cells, cell);
            let [end] = self
                .facts
                .image
                .record(Section::Cells, cell.saturating_add(1));
            start..end
        });
        let facts = self.facts;
        ids.map(|id| Value::new(facts, id))
    }

    /// What can be asked of it.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let [_, _, _, _, _, start, end, ..] = self.record;
        let facts = self.facts;
        (start..end).map(|id| Fact::new(facts, id))
    }

    /// Whether a word of the value stands in the name: that the capital of Singapore is Singapore
    /// tells nothing.
    #[must_use]
    pub fn is_named_by(&self, value: &Label<'f>) -> bool {
        self.name().words().shares_a_word(&value.words())
    }
}

impl<'f> Value<'f> {
    /// Its text.
    #[must_use]
    pub fn label(&self) -> Label<'f> {
        let [label, ..] = self.record;
        Label::new(self.facts, label)
    }

    /// Whether the two have the same text.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.record[0] == other.record[0]
    }

    /// Its number, in a column of numbers.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        let [_, number, flags, ..] = self.record;
        (flags & HAS_NUMBER != 0).then(|| number.cast_signed())
    }

    /// Whether to ask for it; what is true but not to be asked only keeps itself from being a wrong
    /// option, and finds its subject.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        let [_, _, flags, ..] = self.record;
        flags & ASKED != 0
    }

    /// Whether another row of the table has the same value in this column.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        let [_, _, flags, ..] = self.record;
        flags & SHARED != 0
    }

    /// The thing of another table that the value is, where the column tells and that table has it.
    #[must_use]
    pub fn kin(&self) -> Option<Row<'f>> {
        let [_, _, _, kin, ..] = self.record;
        kin.checked_sub(1).map(|kin| Row::new(self.facts, kin))
    }

    /// The subject of which it is known.
    #[must_use]
    pub fn row(&self) -> Row<'f> {
        let [.., row, _] = self.record;
        Row::new(self.facts, row)
    }

    /// The relation in which it is known.
    #[must_use]
    pub fn column(&self) -> Column<'f> {
        let [.., column] = self.record;
        Column::new(self.facts, column)
    }
}

impl<'f> Fact<'f> {
    /// The subject.
    #[must_use]
    pub fn row(&self) -> Row<'f> {
        let [row, _, _] = self.record;
        Row::new(self.facts, row)
    }

    /// The relation.
    #[must_use]
    pub fn column(&self) -> Column<'f> {
        let [_, column, _] = self.record;
        Column::new(self.facts, column)
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> Value<'f> {
        let [_, _, value] = self.record;
        Value::new(self.facts, value)
    }

    /// The table of the subject.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        self.row().table()
    }

    /// The sentence that tells it.
    #[must_use]
    pub fn tell(&self) -> String {
        let told = self.column().tell(&self.row(), &self.value());
        told.unwrap_or_default()
    }

    /// The question that a template of the column makes of it.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        filled(template, &self.row().name(), &self.value().label())
    }
}

impl Facts {
    fn texts(&self, list: Range<u32>) -> impl ExactSizeIterator<Item = &str> {
        let ids = self.image.slice(Section::Lists, list);
        ids.map(|id| self.image.text(id))
    }
}
