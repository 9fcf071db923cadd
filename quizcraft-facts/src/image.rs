//! The layout of compiled facts: a header, and sections of numbers and texts.
//!
//! All numbers are of 32 bits, little-endian. The header holds a mark, the version of the layout
//! and the length of each section in bytes; the sections follow in the order of [`Section`].

use std::borrow::Cow;
use std::ops::Range;

use thiserror::Error;

/// What compiled facts start with.
const MARK: [u8; 8] = *b"QCFACTS\0";
/// The version of the layout; it changes whenever the layout or the meaning of a number does.
const VERSION: u32 = 1;
/// How many sections there are.
const SECTIONS: usize = 19;
/// The length of the header in bytes.
const HEADER: usize = 8 + 4 + SECTIONS * 4;

/// The sections of compiled facts. The comment of each tells its records, whose numbers are ids,
/// that is places in other sections, unless something else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// The texts one after the other, in UTF-8.
    Pool,
    /// The end of each text in the pool.
    Texts,
    /// Lists of numbers one after the other, to which other sections refer by start and end.
    Lists,
    /// Words as they are compared: text, root.
    Words,
    /// Phrases: the words as a list.
    Phrases,
    /// Labels: text, phrase, whether there is an article.
    Labels,
    /// Topics, see `TopicRecord`.
    Topics,
    /// Tables.
    Tables,
    /// Columns.
    Columns,
    /// Rows.
    Rows,
    /// For each row and column of its table the first value; one more for the end.
    Cells,
    /// Values.
    Values,
    /// What can be asked: row, column, value.
    Facts,
    /// Years in ascending order: year, row, and whether the row was born or died in it.
    Years,
    /// An `fst` map from what something is called to a list of referents.
    Terms,
    /// An `fst` map from a word to a list of referents whose names have it among others.
    Parts,
    /// An `fst` map from a term to the texts of those that mean the same.
    Equals,
    /// An `fst` map from a term to the topics that are near in meaning.
    Related,
    /// An `fst` set of words of the language.
    English,
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
    OtherVersion(u32),
    /// The bytes end too early, or go on after the last section.
    #[error("the compiled facts are damaged: a section is too short or too long")]
    Damaged,
}

/// The bytes of compiled facts, and where each section lies.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    bytes: Cow<'static, [u8]>,
    sections: [Range<usize>; SECTIONS],
}

impl Image {
    /// Checks the header.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<Self, ImageError> {
        let header = bytes.get(..HEADER).ok_or(ImageError::NotFacts)?;
        let (mark, numbers) = header.split_at(MARK.len());
        let mut numbers = numbers
            .as_chunks::<4>()
            .0
            .iter()
            .copied()
            .map(u32::from_le_bytes);
        if mark != MARK {
            return Err(ImageError::NotFacts);
        }
        match numbers.next() {
            Some(VERSION) => {}
            other => return Err(ImageError::OtherVersion(other.unwrap_or_default())),
        }
        let mut sections = [const { 0..0 }; SECTIONS];
        let mut start = HEADER;
        for (section, length) in sections.iter_mut().zip(numbers) {
            let length = usize::try_from(length).map_err(|_| ImageError::Damaged)?;
            let end = start.checked_add(length).ok_or(ImageError::Damaged)?;
            *section = start..end;
            start = end;
        }
        if start != bytes.len() {
            return Err(ImageError::Damaged);
        }
        Ok(Self { bytes, sections })
    }

    pub(crate) fn bytes(&self, section: Section) -> &[u8] {
        let range = self.sections.get(section as usize).cloned();
        range
            .and_then(|range| self.bytes.get(range))
            .unwrap_or_default()
    }

    fn numbers(&self, section: Section) -> &[[u8; 4]] {
        self.bytes(section).as_chunks().0
    }

    /// How many records of so many numbers a section has.
    pub(crate) fn count(&self, section: Section, width: usize) -> u32 {
        let count = self.numbers(section).len().checked_div(width);
        count
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or_default()
    }

    /// A record of a section; zeros where there is none.
    pub(crate) fn record<const N: usize>(&self, section: Section, id: u32) -> [u32; N] {
        let start = usize::try_from(id).unwrap_or(usize::MAX).saturating_mul(N);
        let record = self.numbers(section).get(start..start.saturating_add(N));
        let mut numbers = [0; N];
        for (number, bytes) in numbers.iter_mut().zip(record.into_iter().flatten()) {
            *number = u32::from_le_bytes(*bytes);
        }
        numbers
    }

    /// Numbers of a section.
    pub(crate) fn slice(
        &self,
        section: Section,
        range: Range<u32>,
    ) -> impl ExactSizeIterator<Item = u32> + Clone + '_ {
        let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
        let numbers = self.numbers(section).get(at(range.start)..at(range.end));
        numbers
            .unwrap_or_default()
            .iter()
            .copied()
            .map(u32::from_le_bytes)
    }

    /// A text; an empty one where there is none.
    pub(crate) fn text(&self, id: u32) -> &str {
        let [end] = self.record(Section::Texts, id);
        let before = id
            .checked_sub(1)
            .map(|before| self.record(Section::Texts, before));
        let [start] = before.unwrap_or_default();
        let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
        let bytes = self.bytes(Section::Pool).get(at(start)..at(end));
        bytes
            .and_then(|bytes| str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// The sections while they are written.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    sections: [Vec<u8>; SECTIONS],
}

impl Draft {
    pub(crate) fn set(&mut self, section: Section, bytes: Vec<u8>) {
        if let Some(place) = self.sections.get_mut(section as usize) {
            *place = bytes;
        }
    }

    pub(crate) fn set_numbers(&mut self, section: Section, numbers: &[u32]) {
        let bytes = numbers.iter().flat_map(|number| number.to_le_bytes());
        self.set(section, bytes.collect());
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        for section in &self.sections {
            let length = u32::try_from(section.len()).unwrap_or(u32::MAX);
            bytes.extend(length.to_le_bytes());
        }
        bytes.extend(self.sections.into_iter().flatten());
        bytes
    }
}
