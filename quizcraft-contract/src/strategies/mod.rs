//! Values of every domain type, for property tests with proptest.
//!
//! Texts cover the whole range of their type, including unusual characters and the maximum length.
//! Composite values are consistent: a [`play`] is a game with its own questions, and its counters
//! agree with them.
//!
//! ```
//! use proptest::prelude::*;
//! use quizcraft_contract::strategies;
//!
//! proptest!(|(play in strategies::play())| {
//!     let game = play.game();
//!     prop_assert!(game.questions_answered() <= game.questions_limit());
//! });
//! ```

mod games;
mod players;
mod questions;
mod text;

pub use games::{
    answer, brief, cursor, deployed_game, expensive_games_per_hour, fail_game, failed_game,
    finished_games_kept, game, game_request, games_per_hour, games_per_player, idempotency_key,
    lease, new_game, open_game, page_limit, page_request, pending_game, pending_timeout, play,
    position, retry, stored_game, take_lease, timestamp, work,
};
pub use players::{email, game_id, known_player, player_id, token_hash};
pub use questions::{
    decimal, draft, drafts, kind, kinds, question_index, questions, questions_limit, response_to,
    single_draft, task,
};
pub use text::{
    choice, clarification, default_ignorable, failure, keyword, keywords, prompt, with_invisible,
};
