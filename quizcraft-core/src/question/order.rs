//! The order in which options are shown.

use sha2::{Digest, Sha256};

use super::{Choice, Draft, QuestionIndex};
use crate::value::GameId;
use crate::value::digest::digest;

/// Returns the options of a question in the order in which its player sees them.
///
/// Options are sorted by a hash of the game, the index and the option's text. The order is
/// deterministic, differs from game to game, and does not reveal the solution: it depends only on the
/// set of texts, which does not change if the solution and a wrong option are exchanged.
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
