//! Columns of numbers, each in as few bytes as the greatest of them needs.

use std::ops::Range;

/// The most bytes that a number lies in.
const WIDEST: u8 = 4;

/// Where the numbers of a section lie, and how: as they are, or packed in blocks.
///
/// A block is of as many numbers as a power of two. Each number in it is stored as what it is above
/// the least of them, and the least of each block lie before all of these. So ascending numbers
/// mostly take one byte each, but two have to be read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Column {
    count: u32,
    /// Where the numbers lie, or what they are above the least of their blocks.
    numbers: Run,
    /// Where the least number of each block lies.
    bases: Run,
    /// The logarithm of how many numbers are in a block.
    block: u8,
}

/// Numbers of one width, one after the other.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    start: usize,
    width: usize,
    /// The bits of a number among those of four bytes.
    mask: u32,
}

impl Run {
    fn new(start: usize, width: u8) -> Self {
        let bits = u32::from(width.min(WIDEST)).saturating_mul(8);
        let unused = u32::BITS.saturating_sub(bits);
        let mask = u32::MAX.checked_shr(unused).unwrap_or_default();
        Self {
            start,
            width: width.into(),
            mask,
        }
    }

    /// A number; 0 where the bytes end too early.
    #[inline]
    fn number(self, bytes: &[u8], place: usize) -> u32 {
        // A place that is wrong because it was too large is as good as any other.
        let start = place.wrapping_mul(self.width);
        let rest = bytes.get(self.start.wrapping_add(start)..);
        // As an `Option` the bytes would be read one by one.
        match rest.and_then(<[u8]>::first_chunk) {
            Some(number) => u32::from_le_bytes(*number) & self.mask,
            None => 0,
        }
    }

    fn end(self, count: usize) -> Option<usize> {
        self.start.checked_add(count.checked_mul(self.width)?)
    }
}

impl Column {
    /// How many bytes of the header belong to a section: how many numbers there are, the width of
    /// each, that of each base, and the logarithm of how many numbers are in a block.
    pub(super) const HEADER: usize = 8;

    /// Reads the header of a section that starts at a place; nothing if there is no such section.
    pub(super) fn read(header: [u8; Self::HEADER], start: usize) -> Option<Self> {
        let [a, b, c, d, width, base, block, _] = header;
        // Without a byte for each there could be more numbers than there is time to read.
        if !(1..=WIDEST).contains(&width) || base > WIDEST || u32::from(block) >= u32::BITS {
            return None;
        }
        let count = u32::from_le_bytes([a, b, c, d]);
        let bases = Run::new(start, base);
        let blocks = usize::try_from(count.div_ceil(1 << block)).ok()?;
        let numbers = Run::new(bases.end(blocks)?, width);
        numbers.end(usize::try_from(count).ok()?)?;
        Some(Self {
            count,
            numbers,
            bases,
            block,
        })
    }

    /// Where the section ends.
    pub(super) fn end(&self) -> usize {
        let end = self.numbers.end(place(self.count));
        end.unwrap_or(usize::MAX)
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// A number of a column that is not packed; any where there is none.
    #[inline]
    pub(super) fn number(&self, bytes: &[u8], id: u32) -> u32 {
        self.numbers.number(bytes, place(id))
    }

    /// A number of a column that may be packed; any where there is none.
    #[inline]
    pub(super) fn packed_number(&self, bytes: &[u8], id: u32) -> u32 {
        let base = self.bases.number(bytes, place(id >> self.block));
        self.number(bytes, id).wrapping_add(base)
    }

    /// Bytes of a column of bytes.
    pub(super) fn bytes<'a>(&self, bytes: &'a [u8], range: Range<u32>) -> &'a [u8] {
        if range.end > self.count || self.numbers.width != 1 {
            return &[];
        }
        let at = |id| self.numbers.start.wrapping_add(place(id));
        let bytes = bytes.get(at(range.start)..at(range.end));
        bytes.unwrap_or_default()
    }
}

fn place(id: u32) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}

/// Numbers as they are stored: the header of their section, and its bytes.
pub(super) struct Packed {
    pub(super) header: [u8; Column::HEADER],
    pub(super) bytes: Vec<u8>,
}

impl Packed {
    pub(super) fn bytes(bytes: Vec<u8>) -> Self {
        Self {
            header: header(bytes.len(), 1, 0, 0),
            bytes,
        }
    }

    pub(super) fn plain(numbers: &[u32]) -> Self {
        let width = width(numbers.iter().copied());
        Self {
            header: header(numbers.len(), width, 0, 0),
            bytes: narrowed(numbers.iter().copied(), width).collect(),
        }
    }

    /// Packs numbers in the fewest bytes, in blocks or not.
    pub(super) fn smallest(numbers: &[u32]) -> Self {
        let blocks = (2..8).map(|block| Self::in_blocks(numbers, block));
        let all = std::iter::once(Self::plain(numbers)).chain(blocks);
        let smallest = all.min_by_key(|packed| packed.bytes.len());
        smallest.unwrap_or_else(|| Self::plain(numbers))
    }

    fn in_blocks(numbers: &[u32], block: u8) -> Self {
        let blocks = || numbers.chunks(1 << block);
        let least = |block: &[u32]| block.iter().copied().min().unwrap_or_default();
        let bases: Vec<u32> = blocks().map(least).collect();
        let above = blocks().flat_map(|block| {
            let base = least(block);
            block.iter().map(move |number| number.saturating_sub(base))
        });
        let (base_width, width) = (width(bases.iter().copied()), width(above.clone()));
        let bytes = narrowed(bases.into_iter(), base_width).chain(narrowed(above, width));
        Self {
            bytes: bytes.collect(),
            header: header(numbers.len(), width, base_width, block),
        }
    }
}

fn header(count: usize, width: u8, base: u8, block: u8) -> [u8; Column::HEADER] {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let [a, b, c, d] = count.to_le_bytes();
    [a, b, c, d, width, base, block, 0]
}

/// In how many bytes all of the numbers lie.
fn width(numbers: impl Iterator<Item = u32>) -> u8 {
    let most = numbers.max().unwrap_or_default();
    let bits = u32::BITS.saturating_sub(most.leading_zeros());
    u8::try_from(bits.div_ceil(8)).unwrap_or(WIDEST).max(1)
}

fn narrowed(numbers: impl Iterator<Item = u32>, width: u8) -> impl Iterator<Item = u8> {
    numbers.flat_map(move |number| number.to_le_bytes().into_iter().take(width.into()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(packed: &Packed) -> (Column, Vec<u8>) {
        let mut bytes = packed.bytes.clone();
        let column = Column::read(packed.header, 0).unwrap();
        assert_eq!(column.end(), bytes.len());
        bytes.extend([0xFF; 3]);
        (column, bytes)
    }

    proptest! {
        #[test]
        fn numbers_are_read_as_they_were_packed(
            mut numbers: Vec<u32>,
            shift in 0..32_u32,
            is_sorted: bool,
        ) {
            for number in &mut numbers {
                *number >>= shift;
            }
            if is_sorted {
                numbers.sort_unstable();
            }
            let (column, bytes) = read(&Packed::smallest(&numbers));
            let ids = 0..column.count();
            let all: Vec<u32> = ids.map(|id| column.packed_number(&bytes, id)).collect();
            prop_assert_eq!(all, &*numbers);

            let (column, bytes) = read(&Packed::plain(&numbers));
            let ids = 0..column.count();
            let all: Vec<u32> = ids.map(|id| column.number(&bytes, id)).collect();
            prop_assert_eq!(all, numbers);
        }
    }

    #[test]
    fn ascending_numbers_take_little_more_than_a_byte_each() {
        let numbers: Vec<u32> = (0..10_000).map(|number| number * 5).collect();
        assert!(Packed::smallest(&numbers).bytes.len() < 11_000);
    }
}
