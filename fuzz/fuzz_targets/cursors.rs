//! Cursors and queries of lists, up to the page of games.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use quizcraft_fuzz::CursorInput;

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(input) = CursorInput::read(input) else {
        return Corpus::Reject;
    };
    input.check();
    Corpus::Keep
});
