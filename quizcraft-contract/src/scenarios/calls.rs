//! Calls of gateways. A call that fails or panics names itself in the message.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use quizcraft_core::gateway::{Causes, GatewayError};

/// Calls a method of a gateway: `call!(GameStore::open(store, &command))`. The gateway is an `Arc` or a
/// reference to one.
macro_rules! call {
    ($gateway:ident::$method:ident($receiver:expr $(, $argument:expr)* $(,)?)) => {
        $crate::scenarios::calls::Call::ended(
            concat!(stringify!($gateway), "::", stringify!($method)),
            $crate::scenarios::calls::caught($crate::scenarios::calls::gateways::$gateway::$method($receiver.as_ref(), $($argument),*)).await,
        )
    };
}

/// The gateways that `call!` names.
pub(crate) mod gateways {
    pub(crate) use quizcraft_core::gateway::{
        DraftPool, ExpiredGames, GameStore, ModelMeter, PendingGames, WorkQueue,
    };
    pub(crate) use quizcraft_identity::TokenCache;
}

/// A call of a gateway that ended. Its methods panic in the line of their caller.
#[must_use]
pub(crate) struct Call<T> {
    /// The trait and the method.
    name: &'static str,
    result: Result<T, GatewayError>,
}

/// The result of a call, or its panic.
pub(crate) type Caught<T> = Result<Result<T, GatewayError>, Box<dyn Any + Send>>;

/// Runs a call, and catches its panic.
pub(crate) async fn caught<T>(call: impl Future<Output = Result<T, GatewayError>>) -> Caught<T> {
    AssertUnwindSafe(call).catch_unwind().await
}

impl<T> Call<T> {
    #[track_caller]
    pub(crate) fn ended(name: &'static str, result: Caught<T>) -> Self {
        let result = result.unwrap_or_else(|panic| panic!("{name} panicked: {}", text(&*panic)));
        Self { name, result }
    }

    /// Returns the value of a call that must succeed.
    #[track_caller]
    pub(crate) fn expect_ok(self) -> T {
        match self.result {
            Ok(value) => value,
            Err(error) => panic!("{} failed: {}", self.name, Causes(&error)),
        }
    }

    /// Returns the value of a call that may have failed with a transient error or a timeout, and panics
    /// if it failed in any other way.
    #[track_caller]
    pub(crate) fn ok_or_unavailable(self) -> Option<T> {
        match self.result {
            Ok(value) => Some(value),
            Err(GatewayError::Unavailable(_)) => None,
            Err(error) => panic!(
                "{} failed, but a transient error or a timeout is Unavailable: {}",
                self.name,
                Causes(&error)
            ),
        }
    }
}

impl<T: std::fmt::Debug> Call<T> {
    /// Checks that a call failed because the record is malformed.
    #[track_caller]
    pub(crate) fn expect_unreadable(self) {
        assert!(
            matches!(self.result, Err(GatewayError::Unreadable { .. })),
            "a malformed record is Unreadable, but {} returned {:?}",
            self.name,
            self.result
        );
    }

    /// Checks that a call failed with a transient error.
    #[track_caller]
    pub(crate) fn expect_unavailable(self) {
        assert!(
            matches!(self.result, Err(GatewayError::Unavailable(_))),
            "a transient error is Unavailable, but {} returned {:?}",
            self.name,
            self.result
        );
    }
}

/// Returns the message of a panic.
fn text(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    let formatted = || panic.downcast_ref::<String>().map(String::as_str);
    literal.or_else(formatted).unwrap_or("no message")
}
