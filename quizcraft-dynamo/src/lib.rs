//! QuizCraft's DynamoDB adapter: a store of games and their questions, a token cache, and a pool of drafts.
//!
//! [`DynamoGames`] and [`DynamoTokens`] use the tables of the deployed service and read its items
//! without a migration. They keep the promises of their traits under races, crashes and retries. A
//! change of several items is one transaction.
//!
//! # Access patterns
//!
//! | use case | requests, in order | condition | cost in capacity units |
//! | --- | --- | --- | --- |
//! | start | `PutItem` Game | no game with this id | 1 write |
//! | start, with a limit of games per hour | `TransactWriteItems`: `Put` Game, `Update` Game (the player's number of games in this hour) | no game with this id; the number is below the limit | 2 writes for each item |
//! | view | `GetItem` Game | | 1 strong read |
//! | list | `Query` index `creation-time-index` backwards | | 1 strong read per 4 KB of the page; with an index that does not project all attributes, 1 more per game |
//! | questions, one question, ask | `GetItem` Game and, concurrently, `Query` Question | | 1 strong read, and 1 per 4 KB of questions |
//! | answer | as ask, then `TransactWriteItems`: `Update` Question, `Update` Game | the question has neither a choice nor a response; the game is ready | as ask, and 2 writes for each item |
//! | the last answer, with a retention | as answer, with `Update` of every other question in the same transaction | as answer; every other question exists | as answer, and 2 writes for each other question |
//! | repair of each overdue game that one of the above reads | as the read, then `TransactWriteItems` with one `Update` Game; concurrently for several games | pending, and the number of retries is unchanged | as the read, and 2 writes |
//! | prepare | `GetItem` Game and, concurrently, `GetItem` Game (what the player was asked), then `TransactWriteItems`: `Update` Game, `Put` of each question, `Update` Game (what the player was asked) | pending | 1 strong read for each item and 4 KB, and 2 writes per item and KB |
//! | prepare, with a writer that needs a lease | as prepare, with `TransactWriteItems`: `Update` Game before the last request; once more if the lease has changed since the game was read | pending; no lease, an expired one, or one of the same holder; fewer than 3 attempts | as prepare, and 2 writes |
//! | the first lease on a game, with a limit of expensive games per hour | `TransactWriteItems`: `Update` Game, `Update` Game (the player's number of expensive games in this hour) | as above; the number is below the limit | as above, and 2 writes |
//! | prepare, with a limit of games per player | as prepare, then `Query` of the index; with games beyond the limit, then concurrently for at most 25 of them `TransactWriteItems`: `Delete` Game, `Delete` of each question. At most 2 more sequential round trips, unless the player's games take more than 1 MB, or were stored without counters | the game is not pending, and has the creation time that was read | as prepare, 1 strong read per 4 KB of the player's games, and 2 writes per deleted item and KB |
//! | read the tokens of language models of a day | `GetItem` Game | | 1 strong read |
//! | count the tokens of a game | `UpdateItem` Game | | 1 write |
//! | check that the store can be written | `PutItem` Game, always the same item | | 1 write |
//! | read the pool of drafts about a keyword | `Query` Draft; once more for each 100 expired or malformed items | | 1 strong read per 4 KB |
//! | keep drafts in the pool | `BatchWriteItem` Draft for each 25 drafts, concurrently; again for what DynamoDB did not process | | 1 write per draft and KB |
//! | authenticate | `GetItem` Token; on a cache miss, `PutItem` Token | | 1 strong read; 1 write |
//!
//! Every write of a game costs the same again for its index. `cargo bench --bench dynamo` prints the
//! capacity that each use case consumes.
//!
//! # Items
//!
//! The attributes of the deployed service keep their names and meaning. These are added:
//!
//! | item | attributes |
//! | --- | --- |
//! | Game | `QuestionsAnswered`, `QuestionsCorrect` and `Score` (thousandths), written by opening and by every answer; `Kinds`, absent for single choice only; while the game is pending, `AskedAt` and `Repeats` of its retries, `LeaseHolder` and `LeaseUntil` of its lease, and `LeaseAttempts`, the number of leases that were taken; `Failure`, the reason of a failed game, and `Suggestions`, a list, absent without suggestions; `RequestHash` and `CreationToken` of its creation |
//! | Question | `Kind` and `Spec`, the JSON form of the [task](quizcraft_core::Task), both absent for a single choice; `Response`, the JSON form of the response, and its `Score` (thousandths), in place of the `Choice` of a single choice; `Source`, a map of `Title`, `Url` and `License`; `Writer` |
//!
//! A single choice without a source and a writer has exactly the attributes of the deployed service. `Answer` and
//! `WrongAnswers` are stored for every kind, for people who read the table. An item of a kind that this version does
//! not know, or with a malformed attribute, is an error for its game alone. Lists leave such a game out if the
//! item of the game is malformed, or if its questions must be counted.
//!
//! What a player was asked before is one item per set of keywords in the table of games, with the sort key `asked#`
//! and the fingerprint of the keywords. `Asked` has 8 bytes per question, at most 16 KB. The item has no
//! `CreationTime` and no status, so no list contains it and it is never a pending game. Opening a game replaces
//! it without a condition. If conflicts with other transactions persist, the game is opened without it.
//!
//! The number of games that a player started in an hour, `Started`, and the number of those on which the first
//! lease was taken in it, `Expensive`, are an item of its own in the table of games, with
//! the sort key `started#` and the hour. No list contains it. The table's TTL deletes it some hours later;
//! until then, or without TTL, it has no effect. The item with the keys `check` is written by the readiness
//! check of servers, and is in no list either.
//!
//! The number of tokens that were spent on language models in a day in UTC, `ModelTokens`, is an item with the partition
//! key `model` and the sort key `tokens#` and the day. No list contains it. The table's TTL deletes it a week later.
//! A table that was restored counts from the number of the backup, which allows more tokens on that day.
//!
//! The table of drafts has the sort key `Fingerprint`, 16 hexadecimal digits, below the partition key `PoolKey`. Its
//! other attributes are those of a question, and `ExpirationEpoch`, the TTL attribute. Expired items are ignored until
//! TTL deletes them. A malformed item is logged and left out.
//!
//! With a [retention](quizcraft_core::Retention), the write that ends a game sets the TTL attribute
//! `ExpirationEpoch` of the game and of its questions. TTL deletes them one by one, in any order. A game
//! with an expiry that lacks a question is not found when its questions are read; until its own item is
//! deleted, it can be viewed and is listed. A transaction has at most 100 items. Games of the deployed
//! service may have more questions; those beyond the limit do not expire.
//!
//! Items of the deployed service have no counters. Finding or listing such games also queries their
//! questions, concurrently. All reads are strongly consistent: a stale read could return a question
//! that is already answered, or a game without an answer that was just acknowledged.
//!
//! # Retries
//!
//! [`RequestPolicy`] configures the timeouts of each request and the SDK's retries. Every transaction
//! carries a client token, so that a retry after a lost response is idempotent. A new game also stores a
//! token as an attribute, because `PutItem` has no client token.
//!
//! Writes that conflict with another transaction are retried by this crate: at most seven attempts,
//! with exponential backoff and full jitter, none of which starts later than three seconds after
//! the first.
//!
//! A store [for one request](quizcraft_core::gateway::GameStore::until) cancels its calls at the
//! request's deadline; the error names the table. A cancelled write may have taken effect, and is
//! safe to retry. [`is_transient`] returns whether an AWS error is transient.
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

mod call_deadline;
mod error;
mod games;
mod item;
mod pool;
mod request_policy;
mod table_name;
mod tables;
mod tokens;
mod transaction;
mod transience;

pub use error::TableError;
pub use games::DynamoGames;
pub use pool::DynamoPool;
pub use request_policy::RequestPolicy;
pub use table_name::{InvalidTableName, TableName};
pub use tables::{Difference, DraftTable, GameTables, Tables};
pub use tokens::DynamoTokens;
pub use transience::is_transient;
