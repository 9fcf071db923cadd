use quizcraft_dynamo::GameTables;

use super::api::table;
use super::{ConfigError, Environment, Level, of_process};
use crate::aws::Aws;

/// How the function behind the queue is configured.
///
/// | variable | what it is |
/// | --- | --- |
/// | `GAME_TABLE`, `QUESTION_TABLE` | the tables |
/// | `LOG_LEVEL` | `error`, `warn`, `info` (unless said otherwise), `debug` or `trace` |
///
/// Region, credentials and endpoints are those of the SDKs, as for [`ApiConfig`](super::ApiConfig).
#[derive(Debug)]
pub struct WorkerConfig {
    pub(crate) aws: Aws,
    pub(crate) tables: GameTables,
    pub(crate) level: Level,
}

impl WorkerConfig {
    /// Reads the environment of this process.
    ///
    /// # Errors
    ///
    /// A [`ConfigError`] that names every variable that is missing or makes no sense.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::read(&of_process)
    }

    /// Reads variables that come from elsewhere.
    ///
    /// # Errors
    ///
    /// A [`ConfigError`] that names every variable that is missing or makes no sense.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut environment = Environment::new(variable);
        let e = &mut environment;
        let (game, question) = (table(e, "GAME_TABLE"), table(e, "QUESTION_TABLE"));
        let level = e.optional("LOG_LEVEL", str::parse::<Level>);
        let aws = Aws::read(e);
        let made = || {
            Some(Self {
                aws: aws?,
                tables: GameTables::new(game?, question?),
                level: level.unwrap_or_default(),
            })
        };
        let made = made();
        environment.finish(made)
    }
}
