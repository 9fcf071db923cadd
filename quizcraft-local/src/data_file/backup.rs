//! `quizcraft backup`: copies the data file of a server, also while the server uses it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::{DataFile, InvalidDataFile};
use crate::failure::Failure;
use crate::options::BackupOptions;

/// Why a copy cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    #[error("cannot back up {}", .0.display())]
    Source(PathBuf, #[source] InvalidDataFile),
    #[error("the file {} exists: choose a path where no file exists", .0.display())]
    Exists(PathBuf),
    #[error("cannot write the copy {}", .0.display())]
    Copy(PathBuf, #[source] io::Error),
    #[error("cannot copy the database to {}", .0.display())]
    Database(PathBuf, #[source] rusqlite::Error),
}

/// Copies a data file, and prints the path of the copy.
pub(crate) fn backup(options: &BackupOptions) -> Result<(), Failure> {
    copy(&options.file, &options.copy).map_err(Failure::Backup)?;
    let mut out = io::stdout().lock();
    writeln!(out, "copied to {}", options.copy.display())?;
    Ok(out.flush()?)
}

fn copy(file: &Path, copy: &Path) -> Result<(), BackupError> {
    let file =
        DataFile::existing(file).map_err(|error| BackupError::Source(file.to_owned(), error))?;
    if copy.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(copy.to_owned()));
    }
    // Under another name until it is complete, so that an interrupted backup is not taken for one.
    let partial = partial(copy);
    let written = write(&file, copy, &partial);
    if written.is_err() {
        // Deleting is best effort; the error of the backup matters more.
        drop(fs::remove_file(&partial));
    }
    written
}

fn write(file: &DataFile, copy: &Path, partial: &Path) -> Result<(), BackupError> {
    let cannot_write = |error| BackupError::Copy(copy.to_owned(), error);
    // `VACUUM INTO` reports a missing or read-only directory as "unable to open database file".
    File::create_new(partial).map_err(cannot_write)?;
    vacuum_into(file.path(), partial)
        .map_err(|error| BackupError::Database(copy.to_owned(), error))?;
    File::open(partial)
        .and_then(|file| file.sync_all())
        .map_err(cannot_write)?;
    // A link does not replace a file that was created in the meantime.
    fs::hard_link(partial, copy).map_err(cannot_write)?;
    fs::remove_file(partial).map_err(cannot_write)
}

/// Copies a database as of one moment. It reads in one transaction, and a database with a write-ahead log
/// accepts writes meanwhile.
fn vacuum_into(file: &Path, copy: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(file, flags)?;
    database.execute("VACUUM INTO ?1", [copy.to_str()])?;
    Ok(())
}

fn partial(copy: &Path) -> PathBuf {
    let mut name = copy.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}
