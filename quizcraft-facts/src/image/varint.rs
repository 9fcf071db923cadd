//! Numbers of as many bytes as each needs: seven bits in each byte, the lowest first, and an eighth
//! bit that says whether more follow.

/// The bit that says whether more bytes follow.
const MORE: u8 = 0x80;

/// Numbers in bytes, one after the other; those that do not fit into 32 bits lose their upper ones.
#[derive(Debug, Clone)]
pub(crate) struct Varints<'a>(&'a [u8]);

impl<'a> Varints<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Writes a number behind others.
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
        fn numbers_are_read_as_they_were_written(numbers: Vec<u32>) {
            let mut bytes = Vec::new();
            for number in &numbers {
                Varints::write(*number, &mut bytes);
            }
            prop_assert_eq!(Varints::new(&bytes).collect::<Vec<_>>(), numbers);
        }

        #[test]
        fn any_bytes_end(bytes: Vec<u8>) {
            prop_assert!(Varints::new(&bytes).count() <= bytes.len());
        }
    }
}
