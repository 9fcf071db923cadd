//! Games that outlive the server, in a file or in DynamoDB.

mod file;
mod killed;
mod refusals;
mod tables;
