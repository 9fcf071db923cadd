//! Events of an SQS queue, up to the work of its messages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quizcraft_fuzz::SqsRecords;

fuzz_target!(|input: &[u8]| SqsRecords(input).check());
