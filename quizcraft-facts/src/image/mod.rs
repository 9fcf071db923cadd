//! The binary layout of compiled facts: a header, and sections of numbers and bytes.
//!
//! The header consists of magic bytes, the version of the layout, and 8 bytes per section with the
//! number of entries and their width (see [`Column`]). The sections follow in the order of
//! [`Section`]. Three zeros at the end allow every number to be read as four bytes. All numbers are
//! little-endian.
//!
//! Records are stored column by column: a section contains one property of all topics, for example.
//! The id of a record is its index among all records of its type. The lists of a section are stored
//! one after the other. A *section of starts* contains the start of each list in its *target*
//! section, and the end of the last one.

mod builder;
mod coded;
mod column;
mod varint;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use builder::ImageBuilder;
pub(crate) use coded::{
    NumberKind, ValueFlags, YearRow, from_ordered, to_ordered, unzigzag, zigzag,
};
use column::Column;
use thiserror::Error;
pub(crate) use varint::Varints;

/// The first bytes of compiled facts.
const MAGIC: [u8; 8] = *b"QCFACTS\0";
/// The version of the layout. It MUST be incremented with each change of the layout or of the
/// meaning of a number.
const VERSION: u32 = 5;
/// The length of the header in bytes.
const HEADER: usize = 8 + 4 + Section::COUNT * Column::HEADER;
/// The number of zeros after the sections.
const PADDING: usize = 3;

/// Declares the sections, and the targets of sections of starts.
macro_rules! sections {
    ($($(#[$doc:meta])+ $name:ident $(=> $target:ident)?,)+) => {
        /// The sections of compiled facts. Numbers are ids unless stated otherwise. An optional id
        /// is 0 for none, otherwise the id plus one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Section {
            $($(#[$doc])+ $name,)+
        }

        impl Section {
            /// All sections in the order of the layout.
            const ALL: &[Self] = &[$(Self::$name),+];
            /// The number of sections.
            const COUNT: usize = Self::ALL.len();

            /// Returns the target of a section of starts; other sections are their own target.
            const fn target(self) -> Self {
                match self {
                    $($(Self::$name => Self::$target,)?)+
                    _ => self,
                }
            }
        }
    };
}

sections! {
    /// Words in the form in which they are compared, sorted, in UTF-8.
    WordText,
    /// The start of each word.
    WordStarts => WordText,
    /// The words of phrases.
    PhraseWords,
    /// The start of each phrase. Phrases are sorted by their words.
    PhraseStarts => PhraseWords,
    /// Labels without their articles, sorted, in UTF-8.
    LabelText,
    /// The start of each label's text.
    LabelStarts => LabelText,
    /// The phrase of each label.
    LabelPhrases,
    /// Whether a label has an article, 0 or 1.
    LabelArticles,
    /// All other texts except notes, in UTF-8.
    Text,
    /// The start of each text.
    TextStarts => Text,
    /// The notes of rows, in UTF-8.
    NoteText,

    /// The text with the name of each topic.
    TopicNames,
    /// Texts.
    TopicKeywords,
    /// The start of each topic's keywords.
    TopicKeywordStarts => TopicKeywords,
    /// The first table of each topic.
    TopicTables => TableTopics,
    /// The first fact of each topic.
    TopicFacts => FactValues,

    /// The topic of each table.
    TableTopics,
    /// Texts.
    TableKinds,
    /// The phrase of each of the kinds.
    TableKindPhrases,
    /// The start of each table's kinds.
    TableKindStarts => TableKinds,
    /// Columns of the line `near:` as optional ids; 0 for `keywords`.
    TableNear,
    /// The start of each table's near columns.
    TableNearStarts => TableNear,
    /// The first column of each table.
    TableColumns => ColumnTables,
    /// The first row of each table.
    TableRows => RowTables,
    /// The first fact of each table.
    TableFacts => FactValues,

    /// The table of each column.
    ColumnTables,
    /// The zero-based index of each column in its table.
    ColumnPlaces,
    /// The text with the name of each column.
    ColumnNames,
    /// Whether values are similar by their first letter, 0 or 1.
    ColumnInitials,
    /// The optional table whose rows are the values of a column.
    ColumnKin,
    /// The kind of numbers in each column, see `NumberKind`.
    ColumnNumbers,
    /// The smallest number of each column, see `zigzag`.
    ColumnMin,
    /// The greatest number of each column, see `zigzag`.
    ColumnMax,
    /// The optional text of each column's unit.
    ColumnUnits,
    /// The optional text of each column's template `tell:`.
    ColumnStatements,
    /// The average number of rows with the same value of a column. This is a number, not an id.
    ColumnRowsPerValue,
    /// Texts.
    ColumnForward,
    /// The start of each column's questions for values.
    ColumnForwardStarts => ColumnForward,
    /// Texts.
    ColumnReverse,
    /// The start of each column's questions for rows.
    ColumnReverseStarts => ColumnReverse,
    /// Texts.
    ColumnAll,
    /// The start of each column's questions for all rows with a value.
    ColumnAllStarts => ColumnAll,
    /// Texts.
    ColumnEstimates,
    /// The start of each column's questions for estimates.
    ColumnEstimateStarts => ColumnEstimates,
    /// The optional text of each column's template `order:`.
    ColumnOrders,
    /// Whether only the clarifications of estimates state the values of a column, 0 or 1.
    ColumnReveals,
    /// Texts.
    ColumnSpelled,
    /// The start of each column's groups of spellings.
    ColumnSpelledStarts => ColumnSpelled,
    /// How players can write the names of a column's rows, see `Spelling`.
    ColumnWrittenNames,
    /// How players can write the values of each column, see `Spelling`.
    ColumnWrittenValues,
    /// Texts.
    ColumnKeywords,
    /// The start of each column's keywords.
    ColumnKeywordStarts => ColumnKeywords,

    /// The table of each row.
    RowTables,
    /// The label of each row.
    RowLabels,
    /// The fame of each row, from 0 to 2.
    RowFame,
    /// The marks of each row, as a bit set in the order of the lexicon.
    RowMarks,
    /// The start of each row's note, which may be empty.
    RowNotes => NoteText,
    /// The first cell of each row.
    RowCells => CellValues,
    /// The first fact of each row.
    RowFacts => FactValues,
    /// Phrases.
    RowKeywords,
    /// The start of each row's keywords.
    RowKeywordStarts => RowKeywords,
    /// The first value of each cell. The cells of a row are in the order of its table's columns.
    CellValues => ValueLabels,

    /// The label of each value.
    ValueLabels,
    /// The number of each value, see `zigzag`; 0 if it has none.
    ValueNumbers,
    /// The flags of each value, see `ValueFlags`.
    ValueFlags,
    /// The row of the table of `ColumnKin` that a value names, if any.
    ValueKin,
    /// The row of each value.
    ValueRows,
    /// The column of each value.
    ValueColumns,
    /// The value of each fact, in ascending order.
    FactValues,

    /// Years, sorted, see `to_ordered`.
    Years,
    /// The row of each year, see `YearRow`.
    YearRows,

    /// The referents of phrases, as encoded by `names::Name::write`.
    Names,
    /// The start of each phrase's referents.
    NameStarts => Names,
    /// The phrases that can be found by a word they contain, as [`Varints`] of the differences
    /// between consecutive ids.
    PhrasesOfWords,
    /// The start of each word's phrases.
    PhrasesOfWordStarts => PhrasesOfWords,
    /// Phrases that have synonyms, sorted.
    SynonymKeys,
    /// Phrases.
    Synonyms,
    /// The start of each key's synonyms.
    SynonymStarts => Synonyms,
    /// Phrases that have related topics, sorted.
    RelatedKeys,
    /// Topics.
    Related,
    /// The start of each key's related topics.
    RelatedStarts => Related,
    /// Dictionary words, sorted, in UTF-8.
    DictionaryText,
    /// The start of each dictionary word.
    DictionaryStarts => DictionaryText,
}

impl Section {
    /// Returns whether its numbers may be packed in blocks: in ascending sections that are not read
    /// for every question, where size matters more than speed.
    const fn is_packed(self) -> bool {
        matches!(
            self,
            Self::TextStarts
                | Self::RowNotes
                | Self::Years
                | Self::NameStarts
                | Self::PhrasesOfWordStarts
                | Self::DictionaryStarts
        )
    }
}

/// The error of opening compiled facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The bytes are not compiled facts.
    #[error("not compiled facts: expected the magic bytes QCFACTS")]
    NotFacts,
    /// The bytes have another version of the layout.
    #[error("unsupported version {0} of compiled facts: expected {VERSION}")]
    UnsupportedVersion(u32),
    /// The bytes are truncated, continue after the last section, or have an invalid header.
    #[error("corrupt compiled facts: the length does not match the header")]
    Corrupt,
}

/// The bytes of compiled facts, and the layout of each section.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    bytes: Cow<'static, [u8]>,
    columns: [Column; Section::COUNT],
}

impl Image {
    /// Parses the header.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<Self, ImageError> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(ImageError::NotFacts)?;
        let (version, rest) = rest.split_first_chunk().ok_or(ImageError::NotFacts)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            return Err(ImageError::UnsupportedVersion(version));
        }
        let mut columns = [Column::default(); Section::COUNT];
        let mut start = HEADER;
        for (column, header) in columns.iter_mut().zip(rest.as_chunks().0) {
            *column = Column::read(*header, start).ok_or(ImageError::Corrupt)?;
            start = column.end();
        }
        if start.checked_add(PADDING) != Some(bytes.len()) {
            return Err(ImageError::Corrupt);
        }
        Ok(Self { bytes, columns })
    }

    /// Returns the number of entries of a section.
    pub(crate) fn count(&self, section: Section) -> u32 {
        self.column(section).count()
    }

    /// Returns a number of a section; an arbitrary one if out of bounds.
    #[inline]
    pub(crate) fn number(&self, section: Section, id: u32) -> u32 {
        let column = self.column(section);
        if section.is_packed() {
            column.packed_number(&self.bytes, id)
        } else {
            column.number(&self.bytes, id)
        }
    }

    /// Returns an optional id of a section.
    #[inline]
    pub(crate) fn optional(&self, section: Section, id: u32) -> Option<u32> {
        self.number(section, id).checked_sub(1)
    }

    /// Returns the range of a list in the target of a section of starts.
    #[inline]
    pub(crate) fn range(&self, starts: Section, id: u32) -> Range<u32> {
        let (start, end) = (self.number(starts, id), id.saturating_add(1));
        // The end is limited, so that corrupt bytes do not make loops over the range endless.
        start..self.number(starts, end).min(self.count(starts.target()))
    }

    /// Returns the numbers of a list in the target of a section of starts.
    #[inline]
    pub(crate) fn list(
        &self,
        starts: Section,
        id: u32,
    ) -> impl ExactSizeIterator<Item = u32> + Clone + '_ {
        let target = starts.target();
        self.range(starts, id)
            .map(move |id| self.number(target, id))
    }

    /// Returns the bytes of a list in the target of a section of starts.
    #[inline]
    pub(crate) fn bytes(&self, starts: Section, id: u32) -> &[u8] {
        let target = self.column(starts.target());
        target.bytes(&self.bytes, self.range(starts, id))
    }

    /// Returns a text in the target of a section of starts; an empty one if it is not UTF-8.
    #[inline]
    pub(crate) fn text(&self, starts: Section, id: u32) -> &str {
        str::from_utf8(self.bytes(starts, id)).unwrap_or_default()
    }

    /// Returns the index of a text in a sorted section.
    #[inline]
    pub(crate) fn find_text(&self, starts: Section, text: &str) -> Option<u32> {
        let text = text.as_bytes();
        let count = self.count(starts).saturating_sub(1);
        let place = binary_search(0..count, |place| self.bytes(starts, place) >= text);
        (place < count && self.bytes(starts, place) == text).then_some(place)
    }

    /// Returns the index of a number in a sorted section.
    pub(crate) fn find(&self, section: Section, number: u32) -> Option<u32> {
        let count = self.count(section);
        let place = binary_search(0..count, |place| self.number(section, place) >= number);
        (place < count && self.number(section, place) == number).then_some(place)
    }

    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "there are as many columns as sections, and the compiler omits the check"
    )]
    fn column(&self, section: Section) -> &Column {
        &self.columns[section as usize]
    }
}

/// Returns the first index of a range at which a monotonic predicate is true; the end of the range
/// if it is nowhere true.
pub(crate) fn binary_search(range: Range<u32>, predicate: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low.midpoint(high);
        if predicate(middle) {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    low
}
