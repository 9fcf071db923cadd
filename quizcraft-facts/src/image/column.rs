//! Columns of numbers, stored with the smallest width that fits the greatest of them.

use std::ops::Range;

/// The maximum width of a number, in bytes.
const WIDEST: u8 = 4;

/// The layout of a section's numbers: plain, or packed in blocks (frame of reference).
///
/// A block has a power of two of numbers. Its base is the smallest of them, and each number is
/// stored as the difference to the base. All bases precede all differences. Ascending numbers then
/// mostly take one byte each, but each access reads two numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Column {
    count: u32,
    /// The numbers, or their differences to the bases.
    numbers: FixedWidth,
    /// The base of each block.
    bases: FixedWidth,
    /// The binary logarithm of the size of a block.
    block: u8,
}

/// An array of numbers of equal width.
#[derive(Debug, Clone, Copy, Default)]
struct FixedWidth {
    start: usize,
    width: usize,
    /// The bits of a number within the four bytes that are read.
    mask: u32,
}

impl FixedWidth {
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

    /// Returns a number; 0 beyond the end of the bytes.
    #[inline]
    fn number(self, bytes: &[u8], index: usize) -> u32 {
        // An index that overflows is out of bounds, so that any result is acceptable.
        let start = index.wrapping_mul(self.width);
        let rest = bytes.get(self.start.wrapping_add(start)..);
        // `match` compiles to one load of four bytes; combinators of `Option` load them one by one.
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
    /// The size of a section's header: count (4 bytes), width of the numbers, width of the bases,
    /// binary logarithm of the size of a block, and a zero.
    pub(super) const HEADER: usize = 8;

    /// Parses the header of a section at an offset; `None` if it is invalid.
    pub(super) fn read(header: [u8; Self::HEADER], start: usize) -> Option<Self> {
        let [a, b, c, d, width, base, block, _] = header;
        // With a width of 0, a corrupt count could make loops over a section endless.
        if !(1..=WIDEST).contains(&width) || base > WIDEST || u32::from(block) >= u32::BITS {
            return None;
        }
        let count = u32::from_le_bytes([a, b, c, d]);
        let bases = FixedWidth::new(start, base);
        let blocks = usize::try_from(count.div_ceil(1 << block)).ok()?;
        let numbers = FixedWidth::new(bases.end(blocks)?, width);
        numbers.end(usize::try_from(count).ok()?)?;
        Some(Self {
            count,
            numbers,
            bases,
            block,
        })
    }

    /// Returns the offset of the section's end.
    pub(super) fn end(&self) -> usize {
        let end = self.numbers.end(index(self.count));
        end.unwrap_or(usize::MAX)
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Returns a number of a plain column; an arbitrary one if out of bounds.
    #[inline]
    pub(super) fn number(&self, bytes: &[u8], id: u32) -> u32 {
        self.numbers.number(bytes, index(id))
    }

    /// Returns a number of a column that may be packed; an arbitrary one if out of bounds.
    #[inline]
    pub(super) fn packed_number(&self, bytes: &[u8], id: u32) -> u32 {
        let base = self.bases.number(bytes, index(id >> self.block));
        self.number(bytes, id).wrapping_add(base)
    }

    /// Returns a range of a column of bytes; an empty one if out of bounds.
    pub(super) fn bytes<'a>(&self, bytes: &'a [u8], range: Range<u32>) -> &'a [u8] {
        if range.end > self.count || self.numbers.width != 1 {
            return &[];
        }
        let at = |id| self.numbers.start.wrapping_add(index(id));
        let bytes = bytes.get(at(range.start)..at(range.end));
        bytes.unwrap_or_default()
    }
}

fn index(id: u32) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}

/// A section in its stored form: header and content.
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
            bytes: truncated(numbers.iter().copied(), width).collect(),
        }
    }

    /// Chooses the layout with the fewest bytes, plain or packed.
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
        let bytes = truncated(bases.into_iter(), base_width).chain(truncated(above, width));
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

/// Returns the smallest width that fits all numbers, in bytes.
fn width(numbers: impl Iterator<Item = u32>) -> u8 {
    let most = numbers.max().unwrap_or_default();
    let bits = u32::BITS.saturating_sub(most.leading_zeros());
    u8::try_from(bits.div_ceil(8)).unwrap_or(WIDEST).max(1)
}

/// Returns the lowest `width` bytes of each number, little-endian.
fn truncated(numbers: impl Iterator<Item = u32>, width: u8) -> impl Iterator<Item = u8> {
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
        fn packed_numbers_are_unpacked_unchanged(
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
    fn ascending_numbers_take_about_one_byte_each() {
        let numbers: Vec<u32> = (0..10_000).map(|number| number * 5).collect();
        assert!(Packed::smallest(&numbers).bytes.len() < 11_000);
    }
}
