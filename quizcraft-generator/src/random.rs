//! Chance that can be replayed.

use sha2::{Digest, Sha256};

/// A stream of numbers that is the same wherever the same seed is used: the digests of the seed
/// and a counter, so that it depends on no platform and on no crate's choice of algorithm.
#[derive(Debug)]
pub(crate) struct Stream {
    seed: [u8; 32],
    block: u64,
    ready: Vec<u64>,
}

impl Stream {
    pub(crate) fn new(seed: &[u8; 32]) -> Self {
        Self {
            seed: *seed,
            block: 0,
            ready: Vec::new(),
        }
    }

    /// A number below the bound, or 0 where nothing is below it.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX);
        // The bounds are so small that the bias of a remainder of 64 bits cannot be seen.
        let rest = self.next().checked_rem(bound).unwrap_or_default();
        usize::try_from(rest).unwrap_or_default()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last.saturating_add(1));
            items.swap(last, other);
        }
    }

    /// The same items in an order of chance.
    pub(crate) fn shuffled<T>(&mut self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut items: Vec<T> = items.into_iter().collect();
        self.shuffle(&mut items);
        items
    }

    fn next(&mut self) -> u64 {
        if self.ready.is_empty() {
            self.refill();
        }
        self.ready.pop().unwrap_or_default()
    }

    fn refill(&mut self) {
        let digest = Sha256::new()
            .chain_update(self.seed)
            .chain_update(self.block.to_be_bytes())
            .finalize();
        self.block = self.block.wrapping_add(1);
        let (words, _) = digest.as_chunks::<8>();
        self.ready = words.iter().map(|word| u64::from_be_bytes(*word)).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_never_changes() {
        let mut stream = Stream::new(&[7; 32]);

        let drawn: Vec<_> = (0..6).map(|_| stream.below(1000)).collect();

        assert_eq!(drawn, [794, 739, 752, 182, 437, 176]);
    }

    #[test]
    fn a_shuffle_loses_nothing() {
        let mut items = Stream::new(&[1; 32]).shuffled(0..50);
        items.sort_unstable();

        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
