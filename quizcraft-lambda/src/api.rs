//! The function behind API Gateway.

use std::process::ExitCode;
use std::sync::Arc;

use futures_util::future::join;
use lambda_http::Context;
use quizcraft_core::gateway::{BoxError, Causes, Clock};
use quizcraft_core::{Gateways, Quiz};
use quizcraft_dynamo::{DynamoGames, DynamoTokens};
use quizcraft_http::{Api, router};
use quizcraft_identity::ApiGatewayVerifier;
use quizcraft_identity::TokenAuthenticator;
use quizcraft_identity::TokenCache;
use quizcraft_identity::{PlayerIdKey, PlayerIds, TokenHash};
use quizcraft_memory::{OsRandomness, SystemClock};

use crate::config::{ApiConfig, PlayerKey};
use crate::observe::{ApiObserver, CountingGames, GameCounters, RoundTrips};
use crate::queue::SqsQueue;
use crate::{http, init, secret};

/// Runs the function behind API Gateway. It is the body of its `main`.
#[must_use]
pub fn api() -> ExitCode {
    init::run(ApiConfig::from_env(), |config| config.level, serve)
}

async fn serve(config: ApiConfig) -> Result<(), BoxError> {
    let (trips, counters) = (RoundTrips::default(), GameCounters::default());
    let dynamodb = config.aws.counted_dynamodb(&trips);
    let tokens = DynamoTokens::new(dynamodb.clone(), config.tables.clone());
    let (key, ()) = join(player_id_key(&config), warm_up(&tokens)).await;
    let players = PlayerIds::keyed(key?);
    let games = DynamoGames::new(dynamodb, config.tables.clone());
    let quiz = Quiz::new(Gateways::new(
        Arc::new(CountingGames::new(Arc::new(games), counters.clone())),
        Arc::new(SqsQueue::new(config.aws.sqs(), config.queue.clone())),
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ))
    .with_games_per_hour(config.games_per_hour)
    .with_retention(config.retention);
    let authenticator = authenticator(&config, players).with_cache(Arc::new(tokens));
    let mut api = Api::new(quiz, Arc::new(authenticator));
    if let Some(origin) = config.cors_origin {
        api = api.with_cors_origin(origin);
    }
    let observer = ApiObserver::new(trips, counters);
    let rejections = observer.clone();
    let on_invalid = move |invalid, context: &Context| rejections.rejected(invalid, context);
    http::serve_api(
        observer.observe(router(api)),
        config.mapping_key,
        on_invalid,
    )
    .await
}

fn authenticator(config: &ApiConfig, players: PlayerIds) -> TokenAuthenticator {
    let verifier = ApiGatewayVerifier::new(&config.issuer, &config.audience);
    TokenAuthenticator::behind_api_gateway(verifier, players, Arc::new(SystemClock))
        .with_email_claims(config.email_claims.clone())
        // The runtime need not have a trust store, and the provider's authority may be any public one.
        .with_identities(Arc::new(config.provider.clone().with_public_roots()))
}

async fn player_id_key(config: &ApiConfig) -> Result<PlayerIdKey, BoxError> {
    match &config.player_key {
        PlayerKey::Value(key) => Ok(key.clone()),
        PlayerKey::Secret(id) => {
            let client = config.aws.secrets_manager();
            Ok(secret::player_id_key(&client, id).await?)
        }
    }
}

/// Looks up a token that does not exist, so that the connection is open before the first request.
/// A failure is only logged: the first request tries again and reports it.
async fn warm_up(tokens: &DynamoTokens) {
    let unused = TokenHash::of("");
    if let Err(error) = tokens.find(&unused, SystemClock.now()).await {
        tracing::warn!(error = %Causes(&error), "the connection to the tables could not be opened in advance");
    }
}
