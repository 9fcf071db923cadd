//! The options of the server.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::Duration;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use quizcraft_core::{
    ExpensiveGamesPerHour, FinishedGamesKept, GamesPerHour, GamesPerPlayer, Retention,
};
use quizcraft_http::Origin;
use quizcraft_identity::{EmailClaims, PlayerIdKey, PlayerIds, ShortKey};

use super::page::{PageArgs, PageOptions};
use super::{
    ConnectionOptions, ListenAddr, LogFormat, ModelOptions, Secret, StoreOptions, TraceOptions,
    model,
};

#[derive(Debug, Clone, Args)]
pub(crate) struct ServeOptions {
    /// The address to listen on: an IP address or a host name, and a port; port 0 selects a free one
    #[arg(
        long,
        env = "QUIZCRAFT_ADDR",
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub(crate) addr: ListenAddr,
    /// The address on which GET /metrics serves metrics for Prometheus; without one, there are none
    #[arg(long, env = "QUIZCRAFT_METRICS_ADDR", value_name = "HOST:PORT")]
    pub(crate) metrics_addr: Option<ListenAddr>,
    #[command(flatten)]
    pub(crate) traces: TraceOptions,
    #[command(flatten)]
    pub(crate) connections: ConnectionOptions,
    /// The origin of the web pages that may call the API
    #[arg(
        long,
        env = "QUIZCRAFT_CORS_ORIGIN",
        default_value = "http://localhost:1234"
    )]
    pub(crate) cors_origin: Origin,
    /// The OpenID Connect provider whose tokens are accepted; without one, every process on this
    /// machine gets a token from POST /dev/token
    #[arg(long, env = "QUIZCRAFT_ISSUER", requires = "audience", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) issuer: Option<String>,
    /// The audience that tokens must have
    #[arg(long, env = "QUIZCRAFT_AUDIENCE", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) audience: Option<String>,
    /// The claim of a token that contains the player's email address; if a token does not have it, the
    /// provider's userinfo endpoint is called
    #[arg(long, env = "QUIZCRAFT_EMAIL_CLAIM", default_value = "email", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    email_claim: String,
    /// The claim of a token that says whether the address is verified
    #[arg(long, env = "QUIZCRAFT_EMAIL_VERIFIED_CLAIM", default_value = "email_verified", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    email_verified_claim: String,
    #[command(flatten)]
    page: PageArgs,
    /// A secret of at least 16 bytes from which player ids are derived, so that they cannot be guessed
    #[arg(long, env = "QUIZCRAFT_PLAYER_ID_KEY", hide_env_values = true)]
    player_id_key: Option<Secret>,
    /// The number of games whose questions are written at a time [default: the number of processors less
    /// one; at least one, with a model four]
    #[arg(
        long,
        env = "QUIZCRAFT_WRITERS",
        value_name = "NUMBER",
        value_parser = clap::value_parser!(u16).range(1..=64)
    )]
    writers: Option<u16>,
    /// The time limit for writing the questions of a game, in seconds [default: 20; with a model 60, and at
    /// least 15 more than --model-seconds]
    #[arg(
        long,
        env = "QUIZCRAFT_WRITING_TIMEOUT",
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    writing_timeout: Option<u64>,
    /// The maximum number of games that a player may start per hour; 0 for no limit
    #[arg(long, env = "QUIZCRAFT_GAMES_PER_HOUR", value_name = "GAMES", default_value_t = GamesPerHour::default().get())]
    games_per_hour: u32,
    /// The maximum number of games of a player per hour for which a writer may do what costs money or much time; 0
    /// for no limit. Has an effect with a model only
    #[arg(
        long,
        env = "QUIZCRAFT_EXPENSIVE_GAMES_PER_HOUR",
        value_name = "GAMES",
        default_value_t = ExpensiveGamesPerHour::default().get()
    )]
    expensive_games_per_hour: u32,
    /// The maximum number of tokens of the model for the games of a day in UTC, of requests and replies: at the limit, no
    /// game calls the model until the next day. 0 for no limit [default: 0]
    #[arg(
        long,
        env = "QUIZCRAFT_MODEL_TOKENS_PER_DAY",
        value_name = "NUMBER",
        help_heading = model::HEADING,
        hide = model::HIDDEN
    )]
    pub(crate) model_tokens_per_day: Option<u64>,
    /// The number of days for which a game is kept after it finished or failed; 0 to keep all games
    #[arg(
        long,
        env = "QUIZCRAFT_FINISHED_GAMES_KEPT",
        value_name = "DAYS",
        default_value_t = 0
    )]
    finished_games_kept: u32,
    /// The maximum number of games that a player keeps; a new game replaces an old one; 0 for no limit
    #[arg(
        long,
        env = "QUIZCRAFT_GAMES_PER_PLAYER",
        value_name = "GAMES",
        default_value_t = 0
    )]
    games_per_player: u32,
    /// The format of the log on standard error
    #[arg(long, env = "QUIZCRAFT_LOG", value_enum, default_value_t = LogFormat::Pretty)]
    pub(crate) log: LogFormat,
    #[command(flatten)]
    pub(crate) stores: StoreOptions,
    #[command(flatten)]
    pub(crate) model: ModelOptions,
}

impl ServeOptions {
    /// Returns the issuer and the audience. Each requires the other.
    pub(crate) fn provider(&self) -> Option<(&str, &str)> {
        self.issuer.as_deref().zip(self.audience.as_deref())
    }

    /// Returns the claims that contain the player's email address and whether it is verified.
    pub(crate) fn email_claims(&self) -> EmailClaims {
        EmailClaims::new(&self.email_claim, &self.email_verified_claim)
    }

    /// Returns whether the server has a page to play on.
    pub(crate) fn page(&self) -> PageOptions<'_> {
        self.page.options()
    }

    /// Returns the number of games whose questions are written at a time.
    pub(crate) fn writers(&self) -> usize {
        let default = || default_writers(&self.model);
        self.writers.map_or_else(default, usize::from)
    }

    /// Returns the time limit for writing the questions of a game.
    pub(crate) fn writing_timeout(&self) -> Duration {
        let default = || self.model.default_writing_timeout();
        self.writing_timeout
            .map_or_else(default, Duration::from_secs)
    }

    /// Returns the limit of new games per player and hour, or `None` if there is none.
    pub(crate) fn games_per_hour(&self) -> Option<GamesPerHour> {
        GamesPerHour::new(self.games_per_hour).ok()
    }

    /// Returns the limit of expensive games per player and hour, or `None` if there is none.
    pub(crate) fn expensive_games_per_hour(&self) -> Option<ExpensiveGamesPerHour> {
        ExpensiveGamesPerHour::new(self.expensive_games_per_hour).ok()
    }

    /// Returns which games are kept.
    pub(crate) fn retention(&self) -> Retention {
        Retention::default()
            .with_finished_games_kept(FinishedGamesKept::days(self.finished_games_kept).ok())
            .with_games_per_player(GamesPerPlayer::new(self.games_per_player).ok())
    }

    /// Returns the derivation of player ids, with the key if one is set.
    pub(crate) fn player_ids(&self) -> Result<PlayerIds, ShortKey> {
        match &self.player_id_key {
            Some(Secret(key)) => PlayerIdKey::new(key.as_str()).map(PlayerIds::keyed),
            None => Ok(PlayerIds::unkeyed()),
        }
    }
}

/// Returns the number of processors that this process may use, less one for requests. A writer that waits for a model
/// uses no processor, and must not delay the games of all others.
fn default_writers(model: &ModelOptions) -> usize {
    let processors = available_parallelism().map_or(1, NonZeroUsize::get);
    let least = if model.has_model() { 4 } else { 1 };
    processors.saturating_sub(1).max(least)
}
