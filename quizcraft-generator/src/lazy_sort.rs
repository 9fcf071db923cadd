//! A sort that is only as complete as needed.

/// The number of items that are sorted first.
const FIRST_CHUNK: usize = 16;

/// An iterator over items in ascending order of their keys.
///
/// It sorts chunks on demand, each twice as large as the one before. This costs far less than
/// sorting all items if few are taken.
#[derive(Debug)]
pub(crate) struct LazySort<T> {
    /// The sorted chunk, in descending order.
    sorted: Vec<(u64, T)>,
    /// The items that are not sorted yet. None is less than a sorted one.
    unsorted: Vec<(u64, T)>,
    chunk: usize,
}

impl<T> LazySort<T> {
    /// Creates an iterator over `items`, with room for `capacity` of them.
    pub(crate) fn with_capacity(
        capacity: usize,
        items: impl IntoIterator<Item = (u64, T)>,
    ) -> Self {
        let mut unsorted = Vec::with_capacity(capacity);
        unsorted.extend(items);
        Self {
            sorted: Vec::new(),
            unsorted,
            chunk: FIRST_CHUNK,
        }
    }

    /// Returns the items that were not taken yet, in any order.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &(u64, T)> {
        self.sorted.iter().chain(&self.unsorted)
    }

    fn sort_chunk(&mut self) {
        let start = self.unsorted.len().saturating_sub(self.chunk);
        if start > 0 {
            let descending = |one: &(u64, T), other: &(u64, T)| other.0.cmp(&one.0);
            self.unsorted.select_nth_unstable_by(start, descending);
        }
        self.sorted = self.unsorted.split_off(start);
        self.sorted
            .sort_unstable_by_key(|(key, _)| std::cmp::Reverse(*key));
        self.chunk = self.chunk.saturating_mul(2);
    }
}

impl<T> Iterator for LazySort<T> {
    type Item = (u64, T);

    fn next(&mut self) -> Option<(u64, T)> {
        if self.sorted.is_empty() {
            self.sort_chunk();
        }
        self.sorted.pop()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_are_in_the_order_of_their_keys(mut keys in prop::collection::vec(0..99_u64, 0..90)) {
            let items = keys.iter().map(|key| (*key, ()));
            let taken: Vec<u64> = LazySort::with_capacity(keys.len(), items).map(|(key, ())| key).collect();
            keys.sort_unstable();
            prop_assert_eq!(taken, keys);
        }
    }
}
