use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// Counts round trips to the tables: requests that are under way together are one. Where several
/// pieces of work go on at once, as in a batch, it tells how often nothing was under way for any.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoundTrips(Arc<Mutex<Trips>>);

#[derive(Debug, Default)]
struct Trips {
    under_way: usize,
    made: u64,
}

impl RoundTrips {
    /// Returns how many there were since this was last asked.
    pub(crate) fn take(&self) -> u64 {
        self.change(|trips| std::mem::take(&mut trips.made))
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

/// An attempt that is under way. It ends when it is dropped, since the caller of a request may
/// drop it without notice.
#[derive(Debug)]
struct Attempt(RoundTrips);

impl Attempt {
    fn begin(trips: &RoundTrips) -> Self {
        trips.change(|trips| {
            if trips.under_way == 0 {
                trips.made = trips.made.saturating_add(1);
            }
            trips.under_way = trips.under_way.saturating_add(1);
        });
        Self(trips.clone())
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.0
            .change(|trips| trips.under_way = trips.under_way.saturating_sub(1));
    }
}

impl Storable for Attempt {
    type Storer = StoreReplace<Self>;
}
