//! Persistent games, in a file or in DynamoDB.

mod file;
mod invalid_options;
mod killed;
mod tables;
