//! Persistent games, in a file or in DynamoDB.

mod backup;
mod damaged_rows;
mod file;
#[cfg(target_os = "linux")]
mod full_disk;
mod invalid_options;
mod killed;
mod tables;
