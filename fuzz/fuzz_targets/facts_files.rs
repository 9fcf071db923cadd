//! Facts files, up to the questions written from them.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use quizcraft_fuzz::FactsFiles;

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(input) = FactsFiles::read(input) else {
        return Corpus::Reject;
    };
    input.check();
    Corpus::Keep
});
