//! The writer keeps the contract of writers.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_author::Author;
use quizcraft_contract::TestedWriter;
use quizcraft_core::Keywords;
use quizcraft_review::flaws;

use crate::common::{World, model};

/// Returns an author whose model writes and solves well, without a delay: the contract runs in real time.
fn author() -> Author {
    World::scripted(|call| model::good(call).after(Duration::ZERO)).author
}

fn tested(author: Author) -> Arc<TestedWriter> {
    let known = Keywords::new(["Arvan"]).unwrap();
    // "Qwertz", and a word without an article, in Hebrew letters.
    let unknown = Keywords::new(["qwertz", "\u{5e7}\u{5d5}\u{5e8}\u{5d8}\u{5e5}"]).unwrap();
    let passes = |draft: &_, keywords: &_| flaws(draft, keywords).is_empty();
    let writer = TestedWriter::new(Arc::new(author), known, unknown, passes);
    Arc::new(writer)
}

mod without_a_pool {
    use std::sync::Arc;

    quizcraft_contract::question_writer_contract!(async {
        // Nothing is kept from game to game.
        let tested = super::tested(super::author());
        Arc::new((*tested).clone().deterministic())
    });
}

mod with_a_pool {
    use crate::common::pools::CountingPool;

    quizcraft_contract::question_writer_contract!(async {
        super::tested(super::author().with_pool(CountingPool::new()))
    });
}
