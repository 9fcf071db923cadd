//! Claims verified by API Gateway, up to the player.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use quizcraft_fuzz::ClaimedRequest;

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(request) = ClaimedRequest::read(input) else {
        return Corpus::Reject;
    };
    request.check();
    Corpus::Keep
});
