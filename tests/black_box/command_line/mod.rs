//! The command line, and what the server shows beside the API.

mod addresses;
mod environment;
mod greeting;
mod options;
mod pages;
mod refusals;
mod secrets;
