//! Persistent games, in a file or in DynamoDB.

mod backup;
mod damaged_rows;
mod file;
mod invalid_options;
mod killed;
mod tables;
