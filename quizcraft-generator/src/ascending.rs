//! Order as far as it is needed.

/// How many items are put in order at first.
const FIRST: usize = 16;

/// Items in ascending order of their keys. They are put in order only as far as they are taken,
/// which costs far less than to sort all of them where few are.
#[derive(Debug)]
pub(crate) struct Ascending<T> {
    /// The least of all, the greatest first.
    ready: Vec<(u64, T)>,
    rest: Vec<(u64, T)>,
    count: usize,
}

impl<T> Ascending<T> {
    /// Takes items, of which there are hardly more than `most`.
    pub(crate) fn of_most(most: usize, items: impl IntoIterator<Item = (u64, T)>) -> Self {
        let mut rest = Vec::with_capacity(most);
        rest.extend(items);
        Self {
            ready: Vec::new(),
            rest,
            count: FIRST,
        }
    }

    /// Returns the items that were not taken, in any order.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &(u64, T)> {
        self.ready.iter().chain(&self.rest)
    }

    fn prepare(&mut self) {
        let start = self.rest.len().saturating_sub(self.count);
        if start > 0 {
            let descending = |one: &(u64, T), other: &(u64, T)| other.0.cmp(&one.0);
            self.rest.select_nth_unstable_by(start, descending);
        }
        self.ready = self.rest.split_off(start);
        self.ready
            .sort_unstable_by_key(|(key, _)| std::cmp::Reverse(*key));
        self.count = self.count.saturating_mul(2);
    }
}

impl<T> Iterator for Ascending<T> {
    type Item = (u64, T);

    fn next(&mut self) -> Option<(u64, T)> {
        if self.ready.is_empty() {
            self.prepare();
        }
        self.ready.pop()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_come_in_the_order_of_their_keys(mut keys in prop::collection::vec(0..99_u64, 0..90)) {
            let ascending = Ascending::of_most(keys.len(), keys.iter().map(|key| (*key, ())));
            let taken: Vec<u64> = ascending.map(|(key, ())| key).collect();
            keys.sort_unstable();
            prop_assert_eq!(taken, keys);
        }
    }
}
