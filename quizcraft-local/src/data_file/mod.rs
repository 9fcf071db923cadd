//! The file that `--data` names: a SQLite database that the embedded DynamoDB wrote.

mod backup;
mod inspect;
mod repair;
mod source;

use std::io;
use std::path::{Path, PathBuf, absolute};

pub(crate) use backup::{BackupError, backup};
pub(crate) use repair::{Repair, Scope};

/// The names of the tables.
pub(crate) const GAME: &str = "Game";
pub(crate) const QUESTION: &str = "Question";
pub(crate) const TOKEN: &str = "Token";
pub(crate) const DRAFT: &str = "Draft";

/// A data file that exists, or that can be created.
///
/// Creating this value reads the file at most, so that a file of another program stays as it is.
#[derive(Debug, Clone)]
pub(crate) struct DataFile {
    path: PathBuf,
}

/// Why a file cannot be the data file of a server. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvalidDataFile {
    #[error("the path is not UTF-8: rename the file")]
    Name,
    #[error("the directory {} does not exist: create it, or choose another path", .0.display())]
    NoDirectory(PathBuf),
    #[error("expected a file, found a directory or a device: choose another path")]
    NotAFile,
    #[error(
        "cannot create files in the directory {}: make it writable for this user, or choose another \
         directory; SQLite keeps two more files beside the data file",
        .0.display()
    )]
    ReadOnlyDirectory(PathBuf),
    #[error(
        "the file is not writable for this user: change its permissions, or choose another path"
    )]
    ReadOnlyFile,
    #[error(
        "the file is not a SQLite database: choose the file of an earlier `quizcraft serve --data`, or a \
         path where no file exists"
    )]
    NotADatabase,
    #[error(
        "the file is a SQLite database of another program: choose the file of an earlier \
         `quizcraft serve --data`, or a path where no file exists"
    )]
    OtherProgram,
    #[error("there is no such file")]
    Missing,
    #[error("the file contains no games")]
    Empty,
    #[error("the database is damaged: restore a backup")]
    Damaged(#[source] rusqlite::Error),
    #[error("cannot read the file")]
    Unreadable(#[source] io::Error),
}

impl DataFile {
    /// Checks that a server can store games in this file: the file contains games of QuizCraft or
    /// nothing, or can be created.
    ///
    /// # Errors
    ///
    /// Returns an error if the file belongs to another program, or cannot be read and written.
    pub(crate) fn open_or_create(path: &Path) -> Result<Self, InvalidDataFile> {
        let file = Self::absolute(path)?;
        inspect::check_directory(&file.path)?;
        if inspect::contents(&file.path)? != inspect::Contents::Missing {
            inspect::check_writable(&file.path)?;
        }
        Ok(file)
    }

    /// Checks that this file contains games of QuizCraft.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is missing or empty, belongs to another program, or cannot be read.
    pub(crate) fn existing(path: &Path) -> Result<Self, InvalidDataFile> {
        let file = Self::absolute(path)?;
        match inspect::contents(&file.path)? {
            inspect::Contents::Games => Ok(file),
            inspect::Contents::Empty => Err(InvalidDataFile::Empty),
            inspect::Contents::Missing => Err(InvalidDataFile::Missing),
        }
    }

    /// Reads a page of each table while a server uses the file. Blocks the thread.
    ///
    /// # Errors
    ///
    /// Returns an error if a page cannot be read, or is damaged.
    pub(crate) fn read_tables(&self) -> rusqlite::Result<()> {
        inspect::read_tables(&self.path)
    }

    /// Returns the absolute path. SQLite treats some relative names, such as `:memory:`, specially.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn absolute(path: &Path) -> Result<Self, InvalidDataFile> {
        let path = absolute(path).map_err(InvalidDataFile::Unreadable)?;
        // SQLite and the embedded DynamoDB take paths as text.
        match path.to_str() {
            Some(_) => Ok(Self { path }),
            None => Err(InvalidDataFile::Name),
        }
    }
}
