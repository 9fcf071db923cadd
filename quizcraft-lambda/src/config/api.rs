use quizcraft_core::{GamesPerHour, Retention};
use quizcraft_dynamo::{TableName, Tables};
use quizcraft_http::Origin;
use quizcraft_identity::PlayerIdKey;
use quizcraft_identity::{EmailClaims, Provider};

use super::retention::finished_games_kept;
use super::{ConfigError, Environment, Level, process_variable};
use crate::aws::Aws;
use crate::http::MappingKey;
use crate::queue::QueueUrl;

/// The configuration of the function behind API Gateway.
///
/// The [deployment guide] lists its environment variables. An empty or blank variable counts as
/// unset.
///
/// [deployment guide]: https://github.com/brainfartlab/quizcraft/blob/main/docs/guides/deploy.md
///
/// # Examples
///
/// ```
/// use quizcraft_lambda::ApiConfig;
///
/// let variable = |name: &str| (name == "LOG_LEVEL").then(|| "loud".to_owned());
/// let error = ApiConfig::read(&variable).unwrap_err().to_string();
/// assert!(error.contains("GAME_TABLE: missing"));
/// assert!(error.contains("LOG_LEVEL: expected error, warn, info, debug or trace"));
/// ```
#[derive(Debug)]
pub struct ApiConfig {
    pub(crate) aws: Aws,
    pub(crate) tables: Tables,
    pub(crate) queue: QueueUrl,
    pub(crate) provider: Provider,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) email_claims: EmailClaims,
    pub(crate) player_key: PlayerKey,
    pub(crate) cors_origin: Option<Origin>,
    pub(crate) mapping_key: Option<MappingKey>,
    pub(crate) games_per_hour: Option<GamesPerHour>,
    pub(crate) retention: Retention,
    pub(crate) level: Level,
}

/// The key for player ids, or where to fetch it.
#[derive(Clone, Debug)]
pub(crate) enum PlayerKey {
    /// The id of a secret in Secrets Manager.
    Secret(String),
    /// The key itself.
    Value(PlayerIdKey),
}

impl ApiConfig {
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
        let token = table(e, "TOKEN_TABLE");
        let queue = e.required("GAME_QUEUE_URL", QueueUrl::new);
        let provider = e.required("JWT_ISSUER", Provider::new);
        let issuer = provider.as_ref().and_then(|_| e.text("JWT_ISSUER"));
        let audience = e.required("JWT_AUDIENCE", str::parse);
        let email_claims = email_claims(e);
        let player_key = player_key(e);
        let cors_origin = e.optional("CORS_ORIGIN", str::parse::<Origin>);
        let mapping_key = e.optional("MAPPING_KEY", str::parse::<MappingKey>);
        let games_per_hour = games_per_hour(e);
        // Only the worker removes games beyond the limit of a player.
        let retention = Retention::default().with_finished_games_kept(finished_games_kept(e));
        let level = e.optional("LOG_LEVEL", str::parse::<Level>);
        let aws = Aws::read(e);
        let config = || {
            Some(Self {
                aws: aws?,
                tables: Tables::new(game?, question?, token?),
                queue: queue?,
                provider: provider?,
                issuer: issuer?,
                audience: audience?,
                email_claims,
                player_key: player_key?,
                cors_origin,
                mapping_key,
                games_per_hour,
                retention,
                level: level.unwrap_or_default(),
            })
        };
        let config = config();
        environment.finish(config)
    }
}

pub(super) fn table(environment: &mut Environment<'_>, name: &str) -> Option<TableName> {
    environment.required(name, |text| TableName::new(text))
}

fn email_claims(environment: &mut Environment<'_>) -> EmailClaims {
    let mut name =
        |variable, default: &str| environment.text(variable).unwrap_or(default.to_owned());
    EmailClaims::new(
        &name("JWT_EMAIL_CLAIM", "email"),
        &name("JWT_EMAIL_VERIFIED_CLAIM", "email_verified"),
    )
}

/// Returns the limit of new games, or `None` if there is none.
fn games_per_hour(environment: &mut Environment<'_>) -> Option<GamesPerHour> {
    let parse = |text: &str| text.parse::<u32>();
    let limit = environment.optional("GAMES_PER_HOUR", parse);
    limit.map_or_else(
        || Some(GamesPerHour::default()),
        |limit| GamesPerHour::new(limit).ok(),
    )
}

fn player_key(environment: &mut Environment<'_>) -> Option<PlayerKey> {
    const SECRET: &str = "PLAYER_ID_KEY_SECRET";
    const KEY: &str = "PLAYER_ID_KEY";
    match (environment.has(SECRET), environment.has(KEY)) {
        (false, false) => environment.add_fault(SECRET, "missing (set it or PLAYER_ID_KEY)"),
        (true, true) => environment.add_fault(SECRET, "cannot be combined with PLAYER_ID_KEY"),
        (true, false) => return environment.text(SECRET).map(PlayerKey::Secret),
        (false, true) => {
            let key = environment.optional(KEY, |key| PlayerIdKey::new(key));
            return key.map(PlayerKey::Value);
        }
    }
    None
}
