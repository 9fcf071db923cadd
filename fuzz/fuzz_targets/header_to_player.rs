//! `Authorization` headers with tokens, up to the player.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use quizcraft_fuzz::TokenRequest;

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(request) = TokenRequest::read(input) else {
        return Corpus::Reject;
    };
    request.check();
    Corpus::Keep
});
