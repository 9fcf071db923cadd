//! The key of the model's API, which is no option: arguments are visible to all users of a machine.

use std::env;
use std::error::Error;
use std::fs;

use quizcraft_author::ApiKey;

/// The environment variable with the key of the model.
pub(crate) const KEY: &str = "QUIZCRAFT_MODEL_KEY";
/// The environment variable with the name of a file that holds the key.
const FILE: &str = "QUIZCRAFT_MODEL_KEY_FILE";

/// Returns the key, or `None` if there is none.
pub(crate) fn key() -> Result<Option<ApiKey>, Box<dyn Error>> {
    let (name, key) = match (variable(KEY)?, variable(FILE)?) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(format!("{KEY} cannot be used with {FILE}").into()),
        (Some(key), None) => (KEY, key),
        (None, Some(file)) => {
            let key = fs::read_to_string(file);
            (
                FILE,
                key.map_err(|error| format!("invalid {FILE}: {error}"))?,
            )
        }
    };
    let key = ApiKey::new(&key).map_err(|error| format!("invalid {name}: {error}"))?;
    Ok(Some(key))
}

/// Returns the value of a variable. A blank one counts as unset.
fn variable(name: &str) -> Result<Option<String>, Box<dyn Error>> {
    let Some(value) = env::var_os(name) else {
        return Ok(None);
    };
    let value = value.into_string();
    let value = value.map_err(|_| format!("invalid {name}: expected UTF-8"))?;
    Ok(Some(value).filter(|value| !value.trim().is_empty()))
}
