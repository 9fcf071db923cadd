//! Damaged rows: rows of the data file that are not the items that the embedded DynamoDB wrote.
//!
//! The embedded DynamoDB fails a whole query if one of its rows is damaged, and reports a damaged row as
//! missing if it reads the row by key. Repairing a row limits the damage to the row.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use dynoxide::{AttributeValue, Item};
use quizcraft_core::gateway::PoolKey;
use quizcraft_core::{GameId, PlayerId};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, Params, Row, Transaction, TransactionBehavior, params};

use super::DataFile;
use super::source::Source;

/// The time to wait for other writers of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// The highest number of a question that a row can be named after.
const MAX_QUESTION: u16 = 1000;

/// Repairs damaged rows of a data file.
///
/// - A game is stored twice, in its table and in the index. A damaged copy is replaced by the other one.
/// - A damaged draft is deleted, because a pool may lose drafts.
/// - Any other damaged row is replaced by an item that has only its key, which every reader rejects as
///   malformed, for this game alone.
///
/// The content of a row that has no copy is kept in the table `quizcraft_damaged`.
///
/// Each repair is logged with the key of the row.
#[derive(Debug, Clone)]
pub(crate) struct Repair {
    path: PathBuf,
}

/// The rows to check.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope {
    /// All games. Takes time in proportion to their number.
    Games,
    /// The games of a player, and their questions.
    Player(PlayerId),
    /// A game and its questions.
    Game(PlayerId, GameId),
    /// The drafts under a key of the pool.
    Drafts(PoolKey),
}

impl Repair {
    pub(crate) fn new(file: &DataFile) -> Self {
        Self {
            path: file.path().to_owned(),
        }
    }

    /// Repairs the damaged rows within a scope. Returns their number. Blocks the thread.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read or written.
    fn run(&self, scope: Scope) -> rusqlite::Result<usize> {
        let mut database = self.open()?;
        // Most calls find nothing, so the first look takes no lock.
        if find(&database, scope)?.is_empty() {
            return Ok(0);
        }
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let damaged = find(&transaction, scope)?;
        transaction.execute_batch(CREATE_DAMAGED)?;
        let repaired = damaged
            .iter()
            .map(|row| row.repair(&transaction).map(|outcome| (row, outcome)));
        let repaired = repaired.collect::<rusqlite::Result<Vec<_>>>()?;
        transaction.commit()?;
        // Both copies of a game may be damaged; its key is logged once.
        let mut logged = BTreeSet::new();
        for (row, outcome) in &repaired {
            let key = row.described();
            if logged.insert(key.clone()) {
                outcome.log(row.source, &key);
            }
        }
        Ok(repaired.len())
    }

    /// Repairs the damaged rows within a scope, on another thread. Returns whether there were any. An error is logged.
    pub(crate) async fn has_repaired(&self, scope: Scope) -> bool {
        let repair = self.clone();
        match tokio::task::spawn_blocking(move || repair.run(scope)).await {
            Ok(Ok(rows)) => rows > 0,
            Ok(Err(error)) => {
                tracing::warn!(%error, "cannot look for damaged rows");
                false
            }
            Err(_) => false,
        }
    }

    /// Deletes the cached tokens that the embedded DynamoDB could neither read nor replace. The server
    /// queries the identity provider again. Blocks the thread.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read or written.
    pub(crate) fn forget_damaged_tokens(&self) -> rusqlite::Result<()> {
        let damaged = r#"DELETE FROM "Token" WHERE typeof(item_json) <> 'text'"#;
        let tokens = self.open()?.execute(damaged, [])?;
        if tokens > 0 {
            tracing::error!(tokens, "damaged rows of cached tokens deleted");
        }
        Ok(())
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(&self.path, flags)?;
        database.busy_timeout(BUSY_TIMEOUT)?;
        Ok(database)
    }
}

/// The contents of damaged rows, for an operator.
const CREATE_DAMAGED: &str = "CREATE TABLE IF NOT EXISTS quizcraft_damaged (
    source TEXT NOT NULL,
    pk,
    sk,
    item_json,
    found_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
)";

/// A damaged row.
#[derive(Debug)]
struct Damaged {
    source: Source,
    rowid: i64,
    /// The columns of the primary key, such as `S:…`; `None` if they are damaged, too.
    key: Option<(String, String)>,
}

/// What was done about a damaged row.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    Restored,
    SetAside,
}

fn find(database: &Connection, scope: Scope) -> rusqlite::Result<Vec<Damaged>> {
    let mut found = Vec::new();
    match scope {
        Scope::Games => {
            for source in [Source::Games, Source::Index] {
                found.extend(select(database, source, "true", [])?);
            }
        }
        Scope::Player(player) => {
            for source in [Source::Games, Source::Index] {
                let (pk, _) = source.key_columns();
                let filter = format!("{pk} = ?1");
                found.extend(select(database, source, &filter, [key_text(player)])?);
            }
            let filter = r#"pk IN (SELECT sk FROM "Game" WHERE pk = ?1)"#;
            let of_player = [key_text(player)];
            found.extend(select(database, Source::Questions, filter, of_player)?);
        }
        Scope::Game(player, game) => {
            for source in [Source::Games, Source::Index] {
                let (pk, sk) = source.key_columns();
                let filter = format!("{pk} = ?1 AND {sk} = ?2");
                let key = [key_text(player), key_text(game)];
                found.extend(select(database, source, &filter, key)?);
            }
            let questions = select(database, Source::Questions, "pk = ?1", [key_text(game)])?;
            found.extend(questions);
        }
        Scope::Drafts(key) => {
            found = select(database, Source::Drafts, "pk = ?1", [key_text(key)])?;
        }
    }
    Ok(found)
}

/// Returns a text as a column of a key.
fn key_text(text: impl fmt::Display) -> String {
    format!("S:{text}")
}

/// Returns the damaged rows of a table for which a condition holds.
fn select(
    database: &Connection,
    source: Source,
    condition: &str,
    parameters: impl Params,
) -> rusqlite::Result<Vec<Damaged>> {
    let (table, (pk, sk)) = (source.table(), source.key_columns());
    let sql = format!("SELECT rowid, {pk}, {sk}, item_json FROM {table} WHERE {condition}");
    let mut statement = database.prepare(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut damaged = Vec::new();
    while let Some(row) = rows.next()? {
        let key = key(row)?;
        let is_intact = key.as_ref().is_some_and(|key| {
            let item = row.get_ref(3).ok().and_then(parse);
            item.is_some_and(|item| has_key(&item, source, key))
        });
        if !is_intact {
            let rowid = row.get(0)?;
            damaged.push(Damaged { source, rowid, key });
        }
    }
    Ok(damaged)
}

fn key(row: &Row<'_>) -> rusqlite::Result<Option<(String, String)>> {
    let text = |value: ValueRef<'_>| value.as_str().ok().map(str::to_owned);
    let (pk, sk) = (text(row.get_ref(1)?), text(row.get_ref(2)?));
    Ok(pk.zip(sk))
}

fn parse(value: ValueRef<'_>) -> Option<Item> {
    serde_json::from_str(value.as_str().ok()?).ok()
}

/// Returns whether an item has the key of its row.
fn has_key(item: &Item, source: Source, (pk, sk): &(String, String)) -> bool {
    let [partition, sort] = source.attributes();
    let column = |name| item.get(name).and_then(AttributeValue::to_key_string);
    column(partition).as_ref() == Some(pk) && column(sort).as_ref() == Some(sk)
}

impl Damaged {
    fn repair(&self, transaction: &Transaction<'_>) -> rusqlite::Result<Outcome> {
        if let Some(copy) = self.intact_copy(transaction)? {
            self.replace(transaction, &copy)?;
            return Ok(Outcome::Restored);
        }
        self.keep_content(transaction)?;
        if let Some(item) = self.key_only() {
            self.replace(transaction, &item)?;
        } else {
            let sql = format!("DELETE FROM {} WHERE rowid = ?1", self.source.table());
            transaction.execute(&sql, [self.rowid])?;
        }
        Ok(Outcome::SetAside)
    }

    /// Returns the item of the row as the other table stores it, unless that is damaged, too.
    fn intact_copy(&self, transaction: &Transaction<'_>) -> rusqlite::Result<Option<String>> {
        let (Some(source), Some(key)) = (self.source.copy(), &self.key) else {
            return Ok(None);
        };
        let (pk, sk) = source.key_columns();
        let table = source.table();
        let sql = format!("SELECT item_json FROM {table} WHERE {pk} = ?1 AND {sk} = ?2");
        let mut statement = transaction.prepare(&sql)?;
        let mut rows = statement.query(params![key.0, key.1])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let value = row.get_ref(0)?;
        let is_intact = parse(value).is_some_and(|item| {
            // An item that has only its key replaces a damaged row.
            has_key(&item, source, key) && item.len() > source.attributes().len()
        });
        Ok(value.as_str().ok().filter(|_| is_intact).map(str::to_owned))
    }

    fn replace(&self, transaction: &Transaction<'_>, item: &str) -> rusqlite::Result<()> {
        let table = self.source.table();
        let sql = format!("UPDATE {table} SET item_json = ?1 WHERE rowid = ?2");
        transaction.execute(&sql, params![item, self.rowid])?;
        Ok(())
    }

    fn keep_content(&self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let (table, (pk, sk)) = (self.source.table(), self.source.key_columns());
        let sql = format!(
            "INSERT INTO quizcraft_damaged (source, pk, sk, item_json)
             SELECT ?1, {pk}, {sk}, item_json FROM {table} WHERE rowid = ?2"
        );
        let source = Value::from(table.trim_matches('"').to_owned());
        transaction.execute(&sql, params![source, self.rowid])?;
        Ok(())
    }

    /// Returns the item that has only the key of the row. The index has none, since the time of creation
    /// is lost: lists leave the game out. A draft has none, since the writer replaces it.
    fn key_only(&self) -> Option<String> {
        let (pk, sk) = self.key.as_ref()?;
        let text = |column: &str| column.strip_prefix("S:").map(str::to_owned);
        let sort = match self.source {
            Source::Index | Source::Drafts => return None,
            Source::Games => AttributeValue::S(text(sk)?),
            Source::Questions => AttributeValue::N(question_number(sk)?.to_string()),
        };
        let [partition_name, sort_name] = self.source.attributes();
        let item: Item = HashMap::from([
            (partition_name.to_owned(), AttributeValue::S(text(pk)?)),
            (sort_name.to_owned(), sort),
        ]);
        serde_json::to_string(&item).ok()
    }

    /// Describes the key, for the log.
    fn described(&self) -> String {
        let Some((pk, sk)) = &self.key else {
            return format!("row {}", self.rowid);
        };
        let text = |column: &str| column.strip_prefix("S:").unwrap_or(column).to_owned();
        match self.source {
            Source::Games | Source::Index => format!("player {}, game {}", text(pk), text(sk)),
            Source::Drafts => format!("pool {}, draft {}", text(pk), text(sk)),
            Source::Questions => match question_number(sk) {
                Some(number) => format!("game {}, question {number}", text(pk)),
                None => format!("game {}, question ?", text(pk)),
            },
        }
    }
}

/// Returns the number in a key column, whose encoding sorts like the numbers.
fn question_number(column: &str) -> Option<u16> {
    (1..=MAX_QUESTION).find(|number| {
        let value = AttributeValue::N(number.to_string());
        value.to_key_string().as_deref() == Some(column)
    })
}

impl Outcome {
    fn log(self, source: Source, key: &str) {
        let table = source.table().trim_matches('"');
        match self {
            Self::Restored => {
                tracing::error!(table, key, "damaged row restored from its copy");
            }
            Self::SetAside => tracing::error!(
                table,
                key,
                "damaged row left out; its content is in the SQLite table quizcraft_damaged"
            ),
        }
    }
}
