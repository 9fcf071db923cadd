//! The command line, and the pages of the server other than the API.

mod addresses;
mod environment;
mod facts;
mod greeting;
mod invalid_options;
mod options;
mod pages;
mod secrets;
mod web;
