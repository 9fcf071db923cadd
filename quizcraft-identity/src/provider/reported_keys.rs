use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::UnusableKey;

/// The unusable keys of the key set that was fetched last, which are in the log already.
#[derive(Default)]
pub(super) struct ReportedKeys(Mutex<HashSet<UnusableKey>>);

impl ReportedKeys {
    /// Logs those of these keys that the set before did not have.
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
