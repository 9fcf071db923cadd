//! Variable-length numbers (LEB128): seven bits per byte, the lowest first; the eighth bit is set if
//! more bytes follow.

/// The bit that is set if more bytes follow.
const MORE: u8 = 0x80;

/// An iterator over encoded numbers. Bits beyond the lowest 32 are ignored.
#[derive(Debug, Clone)]
pub(crate) struct Varints<'a>(&'a [u8]);

impl<'a> Varints<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Appends a number.
    pub(crate) fn write(mut number: u32, bytes: &mut Vec<u8>) {
        loop {
            let low = u8::try_from(number & 0x7F).unwrap_or_default();
            number >>= 7;
            if number == 0 {
                return bytes.push(low);
            }
            bytes.push(low | MORE);
        }
    }
}

impl Iterator for Varints<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            let low = u32::from(byte & !MORE);
            number |= low.checked_shl(shift).unwrap_or_default();
            if byte & MORE == 0 {
                return Some(number);
            }
            shift = shift.saturating_add(7);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn encoded_numbers_are_decoded_unchanged(numbers: Vec<u32>) {
            let mut bytes = Vec::new();
            for number in &numbers {
                Varints::write(*number, &mut bytes);
            }
            prop_assert_eq!(Varints::new(&bytes).collect::<Vec<_>>(), numbers);
        }

        #[test]
        fn arbitrary_bytes_end(bytes: Vec<u8>) {
            prop_assert!(Varints::new(&bytes).count() <= bytes.len());
        }
    }
}
