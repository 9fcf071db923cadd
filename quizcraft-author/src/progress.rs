//! The stages of a game, for an observer.

use crate::Report;

/// Observes the writing of games: for the lines that a waiting person reads, and for metrics.
///
/// The methods are called from the future of [`Author::write`](crate::Author), for all games of an author, so they MUST
/// return soon. If a future is dropped, no more methods are called for its game. By default, they do nothing.
///
/// ```
/// use std::sync::Mutex;
///
/// use quizcraft_author::{Progress, Report};
///
/// /// Counts the tokens of all games.
/// #[derive(Default)]
/// struct Tokens(Mutex<u32>);
///
/// impl Progress for Tokens {
///     fn finished(&self, report: &Report) {
///         if let Ok(mut tokens) = self.0.lock() {
///             *tokens = tokens.saturating_add(report.spending().tokens());
///         }
///     }
/// }
/// ```
pub trait Progress: Send + Sync {
    /// Articles are searched.
    fn researching(&self) {}

    /// Articles were found, and the model writes questions.
    fn writing(&self) {}

    /// Questions were written, and the model solves them.
    fn solving(&self) {}

    /// A game whose research began has ended, with or without questions.
    fn finished(&self, report: &Report) {
        let _ = report;
    }
}

/// Observes nothing.
impl Progress for () {}
