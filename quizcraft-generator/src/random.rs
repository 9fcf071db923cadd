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

    /// Returns a number below the bound, or 0 where nothing is below it.
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

    /// Returns the same items in an order of chance.
    pub(crate) fn shuffled<T>(&mut self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut items: Vec<T> = items.into_iter().collect();
        self.shuffle(&mut items);
        items
    }

    /// Returns an order of chance among ids.
    pub(crate) fn scatter(&mut self) -> Scatter {
        Scatter(self.next())
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

/// An order of chance among ids, which tells the place of each without looking at the others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scatter(u64);

impl Scatter {
    /// Returns a number by which the ids are to be sorted. Two ids hardly ever have the same one.
    pub(crate) fn place(self, id: u32) -> u32 {
        // The finaliser of SplitMix64, in which every bit depends on every bit of the id.
        let id = u64::from(id).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0.wrapping_add(id);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from((bits ^ (bits >> 31)) >> u32::BITS).unwrap_or_default()
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
    fn every_id_comes_first_with_equal_chance() {
        let mut stream = Stream::new(&[2; 32]);
        let first: Vec<_> = (0..400)
            .filter_map(|_| {
                let scatter = stream.scatter();
                (0..4_u32).min_by_key(|id| scatter.place(*id))
            })
            .collect();

        for id in 0..4 {
            let count = first.iter().filter(|first| **first == id).count();
            assert!((70..130).contains(&count), "{id}: {count}");
        }
    }

    #[test]
    fn a_shuffle_loses_nothing() {
        let mut items = Stream::new(&[1; 32]).shuffled(0..50);
        items.sort_unstable();

        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
