//! Request bodies, up to the game or the answer.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use quizcraft_fuzz::BodyRequest;

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(input) = BodyRequest::read(input) else {
        return Corpus::Reject;
    };
    input.check();
    Corpus::Keep
});
