use quizcraft_core::{ExpensiveGamesPerHour, Retention};
use quizcraft_dynamo::GameTables;

use super::api::table;
use super::model::model;
use super::retention::{finished_games_kept, games_per_player};
use super::{ConfigError, Environment, Level, ModelConfig, process_variable};
use crate::aws::Aws;
use crate::queue::QueueUrl;

/// The configuration of the function behind the queue.
///
/// The [deployment guide] lists its environment variables. An empty or blank variable counts as
/// unset.
///
/// [deployment guide]: https://github.com/brainfartlab/quizcraft/blob/main/docs/guides/deploy.md
#[derive(Debug)]
pub struct WorkerConfig {
    pub(crate) aws: Aws,
    pub(crate) tables: GameTables,
    /// The queue, if failed messages are delivered again after a short delay.
    pub(crate) queue: Option<QueueUrl>,
    pub(crate) retention: Retention,
    pub(crate) expensive_games_per_hour: Option<ExpensiveGamesPerHour>,
    /// The language model, if one writes about what no fact covers.
    pub(crate) model: Option<ModelConfig>,
    pub(crate) level: Level,
}

impl WorkerConfig {
    /// Reads the environment of this process.
    ///
    /// # Errors
    ///
    /// Returns a [`ConfigError`] that names every missing or invalid variable.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::read(&process_variable)
    }

    /// Reads the variables that the function `variable` returns by name.
    ///
    /// # Errors
    ///
    /// Returns a [`ConfigError`] that names every missing or invalid variable.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut environment = Environment::new(variable);
        let e = &mut environment;
        let (game, question) = (table(e, "GAME_TABLE"), table(e, "QUESTION_TABLE"));
        let queue = e.optional("GAME_QUEUE_URL", QueueUrl::new);
        let retention = Retention::default()
            .with_finished_games_kept(finished_games_kept(e))
            .with_games_per_player(games_per_player(e));
        let expensive_games_per_hour = expensive_games_per_hour(e);
        let model = model(e);
        let level = e.optional("LOG_LEVEL", str::parse::<Level>);
        let aws = Aws::read(e);
        let config = || {
            Some(Self {
                aws: aws?,
                tables: GameTables::new(game?, question?),
                queue,
                retention,
                expensive_games_per_hour,
                model,
                level: level.unwrap_or_default(),
            })
        };
        let config = config();
        environment.finish(config)
    }
}

/// Returns the limit of games for which a writer needs a lease, or `None` if there is none.
fn expensive_games_per_hour(environment: &mut Environment<'_>) -> Option<ExpensiveGamesPerHour> {
    let parse = |text: &str| text.parse::<u32>();
    let limit = environment.optional("EXPENSIVE_GAMES_PER_HOUR", parse);
    limit.map_or_else(
        || Some(ExpensiveGamesPerHour::default()),
        |limit| ExpensiveGamesPerHour::new(limit).ok(),
    )
}
