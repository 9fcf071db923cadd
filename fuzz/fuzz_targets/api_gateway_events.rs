//! Events of API Gateway, up to the response of the router.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quizcraft_fuzz::ApiGatewayEvent;

fuzz_target!(|input: &[u8]| ApiGatewayEvent(input).check());
