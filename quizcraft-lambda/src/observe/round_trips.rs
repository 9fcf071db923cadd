use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// Counts round trips to the tables. Requests that overlap count as one. So a batch, whose records are
/// processed concurrently, may count fewer round trips than its records make.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoundTrips(Arc<Mutex<Trips>>);

#[derive(Debug, Default)]
struct Trips {
    in_progress: usize,
    count: u64,
}

impl RoundTrips {
    /// Returns the number of round trips since the last call, and resets it.
    pub(crate) fn take(&self) -> u64 {
        self.change(|trips| std::mem::take(&mut trips.count))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Trips) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Intercept for RoundTrips {
    fn name(&self) -> &'static str {
        "RoundTrips"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        bag.interceptor_state().store_put(Attempt::begin(self));
        Ok(())
    }

    fn read_after_attempt(
        &self,
        _: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        bag.interceptor_state().unset::<Attempt>();
        Ok(())
    }
}

/// An attempt in progress. It ends when it is dropped: a request may be cancelled, and
/// `read_after_attempt` is not called then.
#[derive(Debug)]
struct Attempt(RoundTrips);

impl Attempt {
    fn begin(trips: &RoundTrips) -> Self {
        trips.change(|trips| {
            if trips.in_progress == 0 {
                trips.count = trips.count.saturating_add(1);
            }
            trips.in_progress = trips.in_progress.saturating_add(1);
        });
        Self(trips.clone())
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.0
            .change(|trips| trips.in_progress = trips.in_progress.saturating_sub(1));
    }
}

impl Storable for Attempt {
    type Storer = StoreReplace<Self>;
}
