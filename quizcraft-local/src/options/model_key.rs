//! The key of the model's API: in a variable, or in a file. Arguments are visible to all users of a machine, so it is
//! no option.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};

use quizcraft_author::ApiKey;

use super::environment::is_blank;
use super::model_settings::{InvalidModel, conflict, invalid};

const KEY: &str = "QUIZCRAFT_MODEL_KEY";
const FILE: &str = "QUIZCRAFT_MODEL_KEY_FILE";

/// The maximum number of bytes of a file that are read. A key is shorter.
const MAX_BYTES: u64 = 4096;

/// Returns the variables that are set.
pub(super) fn variables() -> impl Iterator<Item = &'static str> {
    [KEY, FILE]
        .into_iter()
        .filter(|name| variable(name).is_some())
}

/// Returns the key, or `None` if there is none.
pub(super) fn model_key() -> Result<Option<ApiKey>, InvalidModel> {
    let (name, key) = match (variable(KEY), variable(FILE)) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(conflict(KEY, FILE)),
        // A text that is not UTF-8 is not a key in any form.
        (Some(key), None) => (KEY, key.to_string_lossy().into_owned()),
        (None, Some(file)) => (FILE, read(&file).map_err(invalid(FILE))?),
    };
    ApiKey::new(&key).map(Some).map_err(invalid(name))
}

/// Returns the value of a variable. A blank one counts as unset.
fn variable(name: &str) -> Option<OsString> {
    let is_set = !is_blank(OsStr::new(name));
    std::env::var_os(name).filter(|_| is_set)
}

fn read(file: &OsStr) -> io::Result<String> {
    let mut text = String::new();
    let file = File::open(file)?;
    file.take(MAX_BYTES).read_to_string(&mut text)?;
    Ok(text)
}
