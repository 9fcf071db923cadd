use quizcraft_dynamo::{TableName, Tables};
use quizcraft_http::Origin;
use quizcraft_identity::PlayerIdKey;
use quizcraft_identity::{EmailClaims, Provider};

use super::{ConfigError, Environment, Level, of_process};
use crate::aws::Aws;
use crate::http::MappingKey;
use crate::queue::QueueUrl;

/// How the function behind API Gateway is configured.
///
/// | variable | what it is |
/// | --- | --- |
/// | `GAME_TABLE`, `QUESTION_TABLE`, `TOKEN_TABLE` | the tables |
/// | `GAME_QUEUE_URL` | the queue to the worker |
/// | `JWT_ISSUER`, `JWT_AUDIENCE` | whose tokens the authorizer verifies, and for whom |
/// | `JWT_EMAIL_CLAIM`, `JWT_EMAIL_VERIFIED_CLAIM` | the claims that tell the player's address; `email` and `email_verified` unless said otherwise |
/// | `PLAYER_ID_KEY_SECRET` or `PLAYER_ID_KEY` | the secret that holds the key for player ids, or the key itself; one of them, since another key later would leave every player without games |
/// | `CORS_ORIGIN` | the origin whose pages may call the API; none, where the gateway sees to that |
/// | `MAPPING_KEY` | the key by which a domain of one's own is mapped to the API, such as `quiz/v1`; no other may be how a route begins |
/// | `LOG_LEVEL` | `error`, `warn`, `info` (unless said otherwise), `debug` or `trace` |
///
/// Region, credentials and endpoints are those of the SDKs: `AWS_REGION`, `AWS_ACCESS_KEY_ID` and so
/// on, `AWS_ENDPOINT_URL_DYNAMODB` and so on.
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
    pub(crate) level: Level,
}

/// Where the key for player ids is.
#[derive(Clone, Debug)]
pub(crate) enum PlayerKey {
    /// In a secret of this id in Secrets Manager.
    Secret(String),
    /// Here.
    Given(PlayerIdKey),
}

impl ApiConfig {
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
        let token = table(e, "TOKEN_TABLE");
        let queue = e.required("GAME_QUEUE_URL", QueueUrl::new);
        let provider = e.required("JWT_ISSUER", Provider::new);
        let issuer = provider.as_ref().and_then(|_| e.text("JWT_ISSUER"));
        let audience = e.required("JWT_AUDIENCE", str::parse);
        let email_claims = email_claims(e);
        let player_key = player_key(e);
        let cors_origin = e.optional("CORS_ORIGIN", str::parse::<Origin>);
        let mapping_key = e.optional("MAPPING_KEY", str::parse::<MappingKey>);
        let level = e.optional("LOG_LEVEL", str::parse::<Level>);
        let aws = Aws::read(e);
        let made = || {
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
                level: level.unwrap_or_default(),
            })
        };
        let made = made();
        environment.finish(made)
    }
}

pub(super) fn table(environment: &mut Environment<'_>, name: &str) -> Option<TableName> {
    environment.required(name, |text| TableName::new(text))
}

fn email_claims(environment: &mut Environment<'_>) -> EmailClaims {
    let mut name = |variable, usual: &str| environment.text(variable).unwrap_or(usual.to_owned());
    EmailClaims::new(
        &name("JWT_EMAIL_CLAIM", "email"),
        &name("JWT_EMAIL_VERIFIED_CLAIM", "email_verified"),
    )
}

fn player_key(environment: &mut Environment<'_>) -> Option<PlayerKey> {
    const SECRET: &str = "PLAYER_ID_KEY_SECRET";
    const KEY: &str = "PLAYER_ID_KEY";
    match (environment.has(SECRET), environment.has(KEY)) {
        (false, false) => environment.fault(SECRET, "is missing, and so is PLAYER_ID_KEY"),
        (true, true) => environment.fault(SECRET, "and PLAYER_ID_KEY are both set"),
        (true, false) => return environment.text(SECRET).map(PlayerKey::Secret),
        (false, true) => {
            let key = environment.optional(KEY, |key| PlayerIdKey::new(key));
            return key.map(PlayerKey::Given);
        }
    }
    None
}
