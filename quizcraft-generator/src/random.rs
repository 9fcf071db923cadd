//! Reproducible random numbers.

use sha2::{Digest, Sha256};

/// A stream of random numbers that depends on the seed only.
///
/// The numbers are SHA-256 digests of the seed and a counter, so they are the same on every platform
/// and with every version of every crate. A worker that prepares a game again gets the same questions.
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

    /// Returns a number below `bound`, or 0 if `bound` is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX);
        // The bounds are so small that the modulo bias of 64 bits is negligible.
        let rest = self.next().checked_rem(bound).unwrap_or_default();
        usize::try_from(rest).unwrap_or_default()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last.saturating_add(1));
            items.swap(last, other);
        }
    }

    /// Returns the items in random order.
    pub(crate) fn shuffled<T>(&mut self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut items: Vec<T> = items.into_iter().collect();
        self.shuffle(&mut items);
        items
    }

    /// Returns a random order of ids.
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

/// A random order of ids. The position of an id is computed without the other ids.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scatter(u64);

impl Scatter {
    /// Returns the sort key of an id. Collisions are unlikely.
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
    fn a_seed_always_yields_the_same_numbers() {
        let mut stream = Stream::new(&[7; 32]);

        let drawn: Vec<_> = (0..6).map(|_| stream.below(1000)).collect();

        assert_eq!(drawn, [794, 739, 752, 182, 437, 176]);
    }

    #[test]
    fn every_id_is_first_equally_often() {
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
    fn a_shuffle_keeps_all_items() {
        let mut items = Stream::new(&[1; 32]).shuffled(0..50);
        items.sort_unstable();

        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
