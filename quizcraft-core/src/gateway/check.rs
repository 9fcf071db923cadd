use async_trait::async_trait;

use super::GatewayError;

/// Checks that a store can be reached and written, for the readiness of a server.
///
/// A use case MUST NOT use it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait StoreCheck: Send + Sync {
    /// Writes to the store in a way that no read of a game shows.
    ///
    /// An implementation MUST be cheap, since a server calls it about once per second, and MUST fail
    /// whenever a write of a game would fail for a cause that does not depend on the game, such as a full
    /// disk or a missing permission. A store that cannot fail in this way returns `Ok`.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, and [`GatewayError::Broken`] for a
    /// permanent one.
    async fn check(&self) -> Result<(), GatewayError>;
}
