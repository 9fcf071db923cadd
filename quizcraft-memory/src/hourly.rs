use std::collections::BTreeMap;

use quizcraft_core::Hour;

/// The numbers of a player's games that count towards a quota, by hour.
#[derive(Default)]
pub(crate) struct HourlyCount(BTreeMap<Hour, u32>);

impl HourlyCount {
    /// Counts a game, and returns whether the limit allowed it.
    pub(crate) fn count(&mut self, hour: Hour, limit: u32) -> bool {
        self.forget_before(hour);
        let counted = self.0.entry(hour).or_default();
        let is_allowed = *counted < limit;
        if is_allowed {
            *counted = counted.saturating_add(1);
        }
        is_allowed
    }

    /// Forgets the numbers of past hours. The time is read before the lock is taken, so a game of the previous
    /// hour may be counted after one of this hour. Older hours are past.
    pub(crate) fn forget_before(&mut self, hour: Hour) {
        self.0
            .retain(|counted, _| counted.get().saturating_add(1) >= hour.get());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
