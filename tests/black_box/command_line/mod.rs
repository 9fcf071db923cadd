//! The command line, and what the server shows beside the API.

mod greeting;
mod issuer;
mod options;
mod pages;
mod refusals;
mod secrets;
