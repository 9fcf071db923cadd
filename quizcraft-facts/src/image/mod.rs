//! The layout of compiled facts: a header, and sections of numbers and bytes.
//!
//! The header holds a mark, the version of the layout, and 8 bytes for each section: how many
//! numbers it has (4 bytes), and in how many bytes they lie (see [`Column`]). The sections follow
//! in the order of [`Section`], and after them some zeros, so that every number can be read with
//! three bytes behind it. All numbers are little-endian.
//!
//! Records are stored column by column: a section has one property of all topics, say. The number
//! of a record, which is its place among all of its kind, is its id. Lists lie one after the other
//! in a section; another section has the place at which each starts, and one more for the end.

mod coded;
mod column;
mod draft;
mod varint;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use coded::{NumberKind, ValueFlags, YearRow, of_ordered, ordered, signed, unsigned};
use column::Column;
pub(crate) use draft::Draft;
use thiserror::Error;
pub(crate) use varint::Varints;

/// What compiled facts start with.
const MARK: [u8; 8] = *b"QCFACTS\0";
/// The version of the layout; it changes whenever the layout or the meaning of a number does.
const VERSION: u32 = 4;
/// The length of the header in bytes.
const HEADER: usize = 8 + 4 + Section::COUNT * Column::HEADER;
/// How many zeros follow the sections.
const PADDING: usize = 3;

/// Declares the sections, and which of them holds what others have the starts of.
macro_rules! sections {
    ($($(#[$doc:meta])+ $name:ident $(=> $target:ident)?,)+) => {
        /// The sections of compiled facts. Numbers are ids unless something else is said; an
        /// optional one is 0 for none and else one more than the id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Section {
            $($(#[$doc])+ $name,)+
        }

        impl Section {
            /// Every section, in the order in which they lie.
            const ALL: &[Self] = &[$(Self::$name),+];
            /// How many there are.
            const COUNT: usize = Self::ALL.len();

            /// The section in which what this one has the starts of lies; itself if it has none.
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
    /// Words as they are compared, in ascending order, in UTF-8.
    WordText,
    /// Where each word starts.
    WordStarts => WordText,
    /// The words of phrases.
    PhraseWords,
    /// Where each phrase starts. The phrases are in ascending order of their words.
    PhraseStarts => PhraseWords,
    /// Names without an article, in UTF-8 and in ascending order.
    LabelText,
    /// Where the text of each label starts.
    LabelStarts => LabelText,
    /// The phrase of each label.
    LabelPhrases,
    /// Whether a label has an article, 0 or 1.
    LabelArticles,
    /// All other texts but notes, in UTF-8.
    Text,
    /// Where each text starts.
    TextStarts => Text,
    /// The notes of rows, in UTF-8.
    NoteText,

    /// The text with the name of each topic.
    TopicNames,
    /// Texts.
    TopicKeywords,
    /// Where the keywords of each topic start.
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
    /// Where the kinds of each table start.
    TableKindStarts => TableKinds,
    /// Columns, or 0 for keywords; optional ids.
    TableNear,
    /// Where the near columns of each table start.
    TableNearStarts => TableNear,
    /// The first column of each table.
    TableColumns => ColumnTables,
    /// The first row of each table.
    TableRows => RowTables,
    /// The first fact of each table.
    TableFacts => FactValues,

    /// The table of each column.
    ColumnTables,
    /// The place of each column in its table; 0 is the first.
    ColumnPlaces,
    /// The text with the name of each column.
    ColumnNames,
    /// Whether values are alike by their first letter, 0 or 1.
    ColumnInitials,
    /// The optional table that the values of a column are things of.
    ColumnKin,
    /// What the numbers of a column are, see `NumberKind`.
    ColumnNumbers,
    /// The least number of each column, signed.
    ColumnLeast,
    /// The greatest number of each column, signed.
    ColumnMost,
    /// The optional text of what numbers count.
    ColumnUnits,
    /// The optional text that tells a value.
    ColumnTells,
    /// How many rows have the same value of a column on average; no ids.
    ColumnSharing,
    /// Texts.
    ColumnAsk,
    /// Where the questions for values of each column start.
    ColumnAskStarts => ColumnAsk,
    /// Texts.
    ColumnBack,
    /// Where the questions for subjects of each column start.
    ColumnBackStarts => ColumnBack,
    /// Texts.
    ColumnKeywords,
    /// Where the keywords of each column start.
    ColumnKeywordStarts => ColumnKeywords,

    /// The table of each row.
    RowTables,
    /// The label of each row.
    RowLabels,
    /// How widely known each row is, from 0 to 2.
    RowFame,
    /// The marks of each row, a bit for each of those of the lexicon.
    RowMarks,
    /// Where the note of each row starts; one without a note has an empty one.
    RowNotes => NoteText,
    /// The cell of each row in the first column of its table.
    RowCells => CellValues,
    /// The first fact of each row.
    RowFacts => FactValues,
    /// Phrases.
    RowKeywords,
    /// Where the keywords of each row start.
    RowKeywordStarts => RowKeywords,
    /// The first value of each cell. The cells of a row are in the order of its table's columns.
    CellValues => ValueLabels,

    /// The label of each value.
    ValueLabels,
    /// The number of each value, signed; 0 where it has none.
    ValueNumbers,
    /// The flags of each value, see `ValueFlags`.
    ValueFlags,
    /// The optional row that each value is.
    ValueKin,
    /// The row of each value.
    ValueRows,
    /// The column of each value.
    ValueColumns,
    /// The value of each fact, in ascending order.
    FactValues,

    /// Years in ascending order, see `ordered`.
    Years,
    /// For each of the years the row, see `YearRow`.
    YearRows,

    /// What phrases stand for, as `names::Name::write` writes it.
    Names,
    /// Where the names that are each phrase start.
    NameStarts => Names,
    /// The phrases that are found by a word among others, each as the distance from the one before,
    /// as [`Varints`].
    Holders,
    /// Where the phrases that are found by each word start.
    HolderStarts => Holders,
    /// Phrases that mean the same as others, in ascending order.
    EqualKeys,
    /// Phrases.
    Equals,
    /// Where the phrases that mean the same as each of the keys start.
    EqualStarts => Equals,
    /// Phrases that are near a topic in meaning, in ascending order.
    RelatedKeys,
    /// Topics.
    Related,
    /// Where the topics that are near each of the keys start.
    RelatedStarts => Related,
    /// Words of the language in ascending order, in UTF-8.
    EnglishText,
    /// Where each word of the language starts.
    EnglishStarts => EnglishText,
}

impl Section {
    /// Whether its numbers are packed in blocks. Those are that ascend and are not read for every
    /// question.
    const fn is_packed(self) -> bool {
        matches!(
            self,
            Self::TextStarts
                | Self::RowNotes
                | Self::Years
                | Self::NameStarts
                | Self::HolderStarts
                | Self::EnglishStarts
        )
    }
}

/// Compiled facts that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The bytes are no compiled facts.
    #[error("these bytes are no compiled facts")]
    NotFacts,
    /// The bytes were compiled by another version.
    #[error("these facts were compiled for version {0} of the layout instead of {VERSION}")]
    UnsupportedVersion(u32),
    /// The bytes end too early, or go on after the last section.
    #[error("the compiled facts are damaged: a section is too short or too long")]
    Corrupt,
}

/// The bytes of compiled facts, and where each section lies.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    bytes: Cow<'static, [u8]>,
    columns: [Column; Section::COUNT],
}

impl Image {
    /// Checks the header.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<Self, ImageError> {
        let rest = bytes.strip_prefix(&MARK).ok_or(ImageError::NotFacts)?;
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

    /// How many numbers a section has.
    pub(crate) fn count(&self, section: Section) -> u32 {
        self.column(section).count()
    }

    /// A number of a section; any where there is none.
    #[inline]
    pub(crate) fn number(&self, section: Section, id: u32) -> u32 {
        let column = self.column(section);
        if section.is_packed() {
            column.packed_number(&self.bytes, id)
        } else {
            column.number(&self.bytes, id)
        }
    }

    /// An id of a section that may be missing.
    #[inline]
    pub(crate) fn optional(&self, section: Section, id: u32) -> Option<u32> {
        self.number(section, id).checked_sub(1)
    }

    /// What a section has the starts of: from that of an id to the next.
    #[inline]
    pub(crate) fn range(&self, starts: Section, id: u32) -> Range<u32> {
        let (start, end) = (self.number(starts, id), id.saturating_add(1));
        // Bytes that were altered must not make it a range without end.
        start..self.number(starts, end).min(self.count(starts.target()))
    }

    /// The numbers of a list, by the section with the starts of lists.
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

    /// The bytes of a list, by the section with the starts of lists.
    #[inline]
    pub(crate) fn bytes(&self, starts: Section, id: u32) -> &[u8] {
        let target = self.column(starts.target());
        target.bytes(&self.bytes, self.range(starts, id))
    }

    /// A text, by the section with the starts of texts; an empty one where there is none.
    #[inline]
    pub(crate) fn text(&self, starts: Section, id: u32) -> &str {
        str::from_utf8(self.bytes(starts, id)).unwrap_or_default()
    }

    /// The place of a text among those that are in ascending order.
    #[inline]
    pub(crate) fn find_text(&self, starts: Section, text: &str) -> Option<u32> {
        let text = text.as_bytes();
        let count = self.count(starts).saturating_sub(1);
        let place = first(0..count, |place| self.bytes(starts, place) >= text);
        (place < count && self.bytes(starts, place) == text).then_some(place)
    }

    /// The place of a number in a section whose numbers are in ascending order.
    pub(crate) fn find(&self, section: Section, number: u32) -> Option<u32> {
        let count = self.count(section);
        let place = first(0..count, |place| self.number(section, place) >= number);
        (place < count && self.number(section, place) == number).then_some(place)
    }

    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "there are as many columns as sections, and the compiler leaves the check out"
    )]
    fn column(&self, section: Section) -> &Column {
        &self.columns[section as usize]
    }
}

/// The first place of a range at which something holds that holds from there on; the end of the
/// range if it holds nowhere.
pub(crate) fn first(range: Range<u32>, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    low
}
