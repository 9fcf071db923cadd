//! QuizCraft's stores over DynamoDB: games and their questions, and the players of tokens.
//!
//! [`DynamoGames`] and [`DynamoTokens`] keep every promise of their traits under races, crashes and
//! retries, in the tables of the deployed service, whose items they read as they are. What they
//! write in several places they write in one transaction.
//!
//! # Access patterns
//!
//! | use case | requests, in order | condition | cost |
//! | --- | --- | --- | --- |
//! | start | `PutItem` Game | no game of this id | 1 write |
//! | view | `GetItem` Game | | 1 strong read |
//! | list | `Query` index `creation-time-index` backwards | | 1 strong read per 4 KB of the page; over an index that lacks some of our attributes, 1 more for each game |
//! | questions, one, ask | `GetItem` Game beside `Query` Question | | 1 strong read, and 1 per 4 KB of questions |
//! | answer | as ask, then `TransactWriteItems`: `Update` Question, `Update` Game | the question has no choice; the game is being played | as ask, and 2 writes for each of the two |
//! | repair of each overdue game that one of the above reads | as the read, then `TransactWriteItems` of one `Update` Game; several at the same time | pending, and asked for as often as was seen | as the read, and 2 writes |
//! | prepare | `GetItem` Game beside `Query` of the index, then `TransactWriteItems`: `Update` Game, `Put` of each question | pending | 1 strong read, the page, and 2 writes for each item and KB |
//! | a token | `GetItem` Token; `PutItem` Token for a new one | | 1 strong read; 1 write |
//!
//! A write of a game costs as much again for its index; `cargo bench --bench dynamo` prints what
//! each use case consumed.
//!
//! Where deployed items lack counters, finding or listing them queries their questions as well,
//! side by side. All reads are strongly consistent: a stale one could pose a question that is
//! answered already, or show a player a game without the answer that was just acknowledged.
//!
//! # Retries
//!
//! Every transaction carries a client token, so that the SDK's retry after a lost reply is told
//! that it was done; a new game carries one as an attribute. Transactions that meet another one
//! are tried again here, seven times at most, with growing pauses of random length; no try begins
//! after three seconds, and no pause begins after which none could. [`RequestPolicy`] bounds each request
//! with the SDK's own retries.
//!
//! A store [for one request](quizcraft_core::gateway::GameStore::until) ends all of that by the
//! request's deadline: a call that is still waiting is given up there, and names its table. A write
//! that was given up may have taken effect, as after any lost reply; to send it again is safe.
//! [`is_transient`] tells which errors are worth that.
//!
//! # Embedding
//!
//! ```no_run
//! # async fn embed(sdk: aws_sdk_dynamodb::config::Builder) -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//! use quizcraft_core::{Gateways, Quiz};
//! use quizcraft_dynamo::{DynamoGames, DynamoTokens, RequestPolicy, TableName, Tables};
//! use quizcraft_memory::{Memory, OsRandomness, SystemClock};
//!
//! // With the crate `aws-config`: `(&aws_config::load_from_env().await).into()`.
//! let client = RequestPolicy::default().client(sdk);
//! let tables = Tables::new(
//!     TableName::new("Game")?,
//!     TableName::new("Question")?,
//!     TableName::new("Token")?,
//! );
//! tables.create(&client).await?;
//! let quiz = Quiz::new(Gateways::new(
//!     Arc::new(DynamoGames::new(client.clone(), tables.clone())),
//!     Memory::new().queue(),
//!     Arc::new(SystemClock),
//!     Arc::new(OsRandomness),
//! ));
//! let tokens = DynamoTokens::new(client, tables);
//! # drop((quiz, tokens));
//! # Ok(())
//! # }
//! ```

mod error;
mod games;
mod item;
mod request_policy;
mod table_name;
mod tables;
mod time_limit;
mod tokens;
mod transaction;
mod transience;

pub use error::TableError;
pub use games::DynamoGames;
pub use request_policy::RequestPolicy;
pub use table_name::{InvalidTableName, TableName};
pub use tables::{Difference, GameTables, Tables};
pub use tokens::DynamoTokens;
pub use transience::is_transient;
