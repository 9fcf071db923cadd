//! Tells what a file is, without changing it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use rustix::fs::{Access, access};

use super::{DRAFT, GAME, InvalidDataFile, QUESTION, TOKEN};

/// The first bytes of every SQLite database.
const SQLITE_HEADER: [u8; 16] = *b"SQLite format 3\0";

/// The table in which the embedded DynamoDB registers its tables.
const REGISTRY: &str = "_tables";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// There is no file.
    Missing,
    /// An empty file, or a database without tables.
    Empty,
    /// Games of QuizCraft.
    Games,
}

/// Checks that the directory of a file exists, and that files can be created in it.
pub(super) fn check_directory(file: &Path) -> Result<(), InvalidDataFile> {
    let Some(directory) = file.parent() else {
        return Err(InvalidDataFile::NotAFile);
    };
    if !directory.is_dir() {
        return Err(InvalidDataFile::NoDirectory(directory.to_owned()));
    }
    access(directory, Access::WRITE_OK | Access::EXEC_OK)
        .map_err(|_| InvalidDataFile::ReadOnlyDirectory(directory.to_owned()))
}

/// Checks that an existing file can be written.
pub(super) fn check_writable(file: &Path) -> Result<(), InvalidDataFile> {
    access(file, Access::READ_OK | Access::WRITE_OK).map_err(|_| InvalidDataFile::ReadOnlyFile)
}

/// Reads what a file contains.
pub(super) fn contents(file: &Path) -> Result<Contents, InvalidDataFile> {
    let metadata = match fs::metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Contents::Missing),
        Err(error) => return Err(InvalidDataFile::Unreadable(error)),
        Ok(metadata) => metadata,
    };
    if !metadata.is_file() {
        return Err(InvalidDataFile::NotAFile);
    }
    if metadata.len() == 0 {
        return Ok(Contents::Empty);
    }
    if !has_header(file).map_err(InvalidDataFile::Unreadable)? {
        return Err(InvalidDataFile::NotADatabase);
    }
    tables(file).map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => InvalidDataFile::NotADatabase,
        _ => InvalidDataFile::Damaged(error),
    })?
}

fn has_header(file: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    let length = u64::try_from(SQLITE_HEADER.len()).unwrap_or(u64::MAX);
    File::open(file)?.take(length).read_to_end(&mut start)?;
    Ok(start == SQLITE_HEADER)
}

/// Classifies a database by its tables.
fn tables(file: &Path) -> rusqlite::Result<Result<Contents, InvalidDataFile>> {
    let database = open(file)?;
    let names = |sql| -> rusqlite::Result<Vec<String>> {
        let mut statement = database.prepare(sql)?;
        let names = statement.query_map([], |row| row.get(0))?;
        names.collect()
    };
    let all = names("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    if all.is_empty() {
        return Ok(Ok(Contents::Empty));
    }
    if !all.iter().any(|name| name == REGISTRY) {
        return Ok(Err(InvalidDataFile::OtherProgram));
    }
    let registered = names("SELECT table_name FROM _tables")?;
    // A server without a model creates no table of drafts.
    let has_all = [GAME, QUESTION, TOKEN]
        .iter()
        .all(|own| registered.iter().any(|name| name == own));
    // A server that was killed at its first start leaves some of its tables.
    let own = [GAME, QUESTION, TOKEN, DRAFT];
    let has_only = registered.iter().all(|name| own.contains(&name.as_str()));
    Ok(if has_all || has_only {
        Ok(Contents::Games)
    } else {
        Err(InvalidDataFile::OtherProgram)
    })
}

/// The time that a check waits for a writer of the file.
const BUSY_TIMEOUT: Duration = Duration::from_millis(500);

/// Reads the first page of each table of a database that another connection has open. A new connection
/// has an empty page cache, so the pages come from the file or from its write-ahead log.
///
/// The file MUST NOT be read without SQLite: closing it would release the locks that SQLite has on it in
/// this process.
pub(super) fn read_tables(file: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(file, flags)?;
    database.busy_timeout(BUSY_TIMEOUT)?;
    let has_drafts = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    let has_drafts = database.query_row(has_drafts, [DRAFT], |_| Ok(()));
    // Without a model, there is no table of drafts.
    let drafts = has_drafts.optional()?.map(|()| DRAFT);
    for table in [REGISTRY, GAME, QUESTION, TOKEN].into_iter().chain(drafts) {
        let first_row = format!(r#"SELECT 1 FROM "{table}" LIMIT 1"#);
        database.query_row(&first_row, [], |_| Ok(())).optional()?;
    }
    Ok(())
}

/// Opens a database for reading. Without a write-ahead log, it is opened as immutable: otherwise SQLite
/// would create files beside it.
fn open(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if log_of(file).exists() {
        return Connection::open_with_flags(file, flags);
    }
    let uri = format!("file:{}?immutable=1", escaped(file));
    Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)
}

/// Returns the path of a database's write-ahead log.
fn log_of(file: &Path) -> PathBuf {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// Escapes a path for a URI.
fn escaped(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    let escape = |byte: &u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    bytes.map(escape).collect()
}
