//! The order in which options are shown.

use sha2::{Digest, Sha256};

use super::{Choice, Draft, QuestionIndex};
use crate::value::GameId;
use crate::value::digest::digest;

/// Returns the options of a question in the order in which its player sees them.
///
/// Each option gets a place by a hash of the game, the index and its own text. So the order is
/// the same every time, differs from game to game, and says nothing of which option is right:
/// exchanging the right one with a wrong one gives the same set of texts, and so the same order.
pub(super) fn shown(game: GameId, index: QuestionIndex, draft: &Draft) -> Vec<Choice> {
    let seed = digest(
        "quizcraft order of options, 1",
        &[game.as_bytes().as_slice(), &index.get().to_be_bytes()],
    );
    let mut options: Vec<Choice> = draft.options().cloned().collect();
    options.sort_by_cached_key(|option| place(&seed, option));
    options
}

fn place(seed: &[u8; 32], option: &Choice) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(seed);
    hash.update(option.as_str());
    hash.finalize().into()
}
