use async_trait::async_trait;

use super::GatewayError;
use crate::value::Day;

/// Counts the tokens that all workers together spend on language models, per day.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ModelMeter: Send + Sync {
    /// Returns the number of tokens of a day.
    ///
    /// A day to which nothing was added has 0. An implementation MUST include every [`add`](Self::add) that has
    /// returned, in any process. It MAY forget a day a week after its end.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, [`GatewayError::Unreadable`] if the stored number is
    /// malformed, and [`GatewayError::Broken`] for another permanent error.
    async fn spent(&self, day: Day) -> Result<u64, GatewayError>;

    /// Adds tokens to a day.
    ///
    /// Concurrent calls MUST all be counted, and calls for an earlier day as well, because a game may end after its
    /// day. The sum MUST NOT wrap around. A call that fails MAY be counted, and a repeated request MAY be counted
    /// twice: a day may end early, but never late.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, and [`GatewayError::Broken`] for a permanent one.
    async fn add(&self, day: Day, tokens: u32) -> Result<(), GatewayError>;
}
