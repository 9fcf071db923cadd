use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::UnusableKey;

/// The unusable keys of the last fetched key set. They are logged already.
#[derive(Default)]
pub(super) struct ReportedKeys(Mutex<HashSet<UnusableKey>>);

impl ReportedKeys {
    /// Logs the unusable keys that were not in the previous key set.
    pub(super) fn report(&self, issuer: &str, unusable: &[UnusableKey]) {
        let current: HashSet<_> = unusable.iter().cloned().collect();
        let mut reported = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in current.difference(&reported) {
            log(issuer, key);
        }
        *reported = current;
    }
}

fn log(issuer: &str, key: &UnusableKey) {
    const UNUSABLE: &str = "a key of the provider cannot verify tokens";
    let (kid, reason) = (key.id(), key.fault());
    if reason.is_by_design() {
        tracing::info!(issuer, kid, %reason, "{UNUSABLE}");
    } else {
        tracing::warn!(issuer, kid, %reason, "{UNUSABLE}");
    }
}
