//! Builds an image section by section.

use super::column::Packed;
use super::{MAGIC, PADDING, Section, VERSION};

/// An image under construction.
#[derive(Debug, Clone)]
pub(crate) struct ImageBuilder {
    numbers: [Vec<u32>; Section::COUNT],
    bytes: [Vec<u8>; Section::COUNT],
}

impl ImageBuilder {
    pub(crate) fn new() -> Self {
        Self {
            numbers: [const { Vec::new() }; Section::COUNT],
            bytes: [const { Vec::new() }; Section::COUNT],
        }
    }

    /// Returns the number of entries of a section.
    pub(crate) fn count(&self, section: Section) -> u32 {
        let numbers = self.numbers.get(section as usize).map_or(0, Vec::len);
        let bytes = self.bytes.get(section as usize).map_or(0, Vec::len);
        u32::try_from(numbers.max(bytes)).unwrap_or(u32::MAX)
    }

    /// Appends numbers to a section.
    pub(crate) fn extend(&mut self, section: Section, numbers: impl IntoIterator<Item = u32>) {
        if let Some(known) = self.numbers.get_mut(section as usize) {
            known.extend(numbers);
        }
    }

    /// Appends a number to a section.
    pub(crate) fn push(&mut self, section: Section, number: u32) {
        self.extend(section, [number]);
    }

    /// Replaces each number of a section by a function of it.
    pub(crate) fn replace(&mut self, section: Section, other: impl Fn(u32) -> u32) {
        for number in self.numbers.get_mut(section as usize).into_iter().flatten() {
            *number = other(*number);
        }
    }

    /// Appends the start of the next list to a section of starts.
    pub(crate) fn start(&mut self, starts: Section) {
        self.push(starts, self.count(starts.target()));
    }

    /// Appends a list to the target of a section of starts.
    pub(crate) fn list(&mut self, starts: Section, numbers: impl IntoIterator<Item = u32>) {
        self.start(starts);
        self.extend(starts.target(), numbers);
    }

    /// Appends bytes, as one list, to the target of a section of starts.
    pub(crate) fn bytes(&mut self, starts: Section, bytes: &[u8]) {
        self.start(starts);
        if let Some(known) = self.bytes.get_mut(starts.target() as usize) {
            known.extend_from_slice(bytes);
        }
    }

    /// Appends the end of the last list to each section of starts, and returns the image.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let starts = Section::ALL
            .iter()
            .filter(|section| section.target() != **section);
        for starts in starts {
            self.start(*starts);
        }
        let sections = Section::ALL.iter().zip(self.numbers.iter().zip(self.bytes));
        let packed = sections.map(|(section, (numbers, bytes))| {
            if !bytes.is_empty() {
                Packed::bytes(bytes)
            } else if section.is_packed() {
                Packed::smallest(numbers)
            } else {
                Packed::plain(numbers)
            }
        });
        let packed: Vec<Packed> = packed.collect();
        let mut image = MAGIC.to_vec();
        image.extend(VERSION.to_le_bytes());
        image.extend(packed.iter().flat_map(|packed| packed.header));
        image.extend(packed.into_iter().flat_map(|packed| packed.bytes));
        image.extend([0; PADDING]);
        image
    }
}
