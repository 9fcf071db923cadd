//! The file of what the model does not write about.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use quizcraft_author::{DenyList, InvalidDenyList};

use super::model_settings::{InvalidModel, invalid};

/// The maximum size of a file, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// Why a file is no deny list. The error contains no entry.
#[derive(Debug, thiserror::Error)]
enum InvalidFile {
    #[error("cannot read the file")]
    Unreadable(#[from] io::Error),
    #[error("expected a file of at most 1 MiB")]
    TooLarge,
    #[error("line {0} is not UTF-8")]
    NotUtf8(usize),
    #[error(transparent)]
    Entry(#[from] InvalidDenyList),
}

/// Returns the entries of a file, or none if there is no file.
pub(super) fn deny_list(file: Option<&Path>) -> Result<DenyList, InvalidModel> {
    let list = file.map(|file| read(file).and_then(|bytes| parse(&bytes)));
    let list = list.transpose().map_err(invalid("--model-deny"))?;
    Ok(list.unwrap_or_default())
}

fn read(file: &Path) -> Result<Vec<u8>, InvalidFile> {
    let mut bytes = Vec::new();
    let mut file = File::open(file)?.take(MAX_BYTES.saturating_add(1));
    let read = file.read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read <= MAX_BYTES) {
        Ok(bytes)
    } else {
        Err(InvalidFile::TooLarge)
    }
}

fn parse(bytes: &[u8]) -> Result<DenyList, InvalidFile> {
    let text = str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.iter().take(error.valid_up_to());
        let breaks = valid.filter(|byte| **byte == b'\n').count();
        InvalidFile::NotUtf8(breaks.saturating_add(1))
    })?;
    Ok(DenyList::parse(text)?)
}
