//! Missing credentials and error responses are classified as transient or permanent.

use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, ProvideCredentials, Region};
use quizcraft_contract::block_on;
use quizcraft_core::GameId;
use quizcraft_core::gateway::{Causes, GameStore, GatewayError};
use quizcraft_dynamo::{DynamoGames, RequestPolicy};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use crate::support::{Database, Network, World};

/// A credentials provider that always fails.
#[derive(Debug)]
struct FailingProvider(fn() -> CredentialsError);

impl ProvideCredentials for FailingProvider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err((self.0)()))
    }
}

fn config_without_credentials() -> Builder {
    let config = Builder::new().http_client(Network::new());
    config
        .region(Region::new("eu-west-1"))
        .endpoint_url("http://127.0.0.1:9")
}

fn client(config: Builder) -> Client {
    let policy = RequestPolicy {
        max_attempts: 2,
        ..RequestPolicy::default()
    };
    policy.client(config)
}

/// Returns whether a view fails permanently with this client, and the error's text.
async fn view_error(client: Client) -> (bool, String) {
    let games = DynamoGames::new(client, Database::names());
    let id = GameId::from_bytes([7; 32]);
    let error = games.find(&World::ADA, &id).await.unwrap_err();
    let is_broken = match error {
        GatewayError::Broken(_) => true,
        GatewayError::Unavailable(_) => false,
        error => panic!("{error:?}"),
    };
    (is_broken, Causes(&error).to_string())
}

#[test]
fn missing_or_invalid_credentials_are_a_permanent_error() {
    let reasons: [(fn() -> CredentialsError, bool); 5] = [
        (|| CredentialsError::not_loaded("there is no profile"), true),
        (
            || CredentialsError::invalid_configuration("a circle of profiles"),
            true,
        ),
        (|| CredentialsError::unhandled("no such field"), true),
        (
            || CredentialsError::provider_timed_out(Duration::from_secs(1)),
            false,
        ),
        (|| CredentialsError::provider_error("503 from STS"), false),
    ];
    for (reason, expected) in reasons {
        block_on(async {
            let config = config_without_credentials().credentials_provider(FailingProvider(reason));
            let (is_broken, text) = view_error(client(config)).await;
            assert_eq!(is_broken, expected, "{text}");
            assert!(text.contains("the table Game, GameId("), "{text}");
            let names_credentials = text.contains("no credentials for the table");
            assert_eq!(names_credentials, expected, "{text}");
        });
    }
}

#[test]
fn a_client_without_credentials_provider_or_region_is_a_permanent_error() {
    block_on(async {
        let (is_broken, text) = view_error(client(config_without_credentials())).await;
        assert!(is_broken, "{text}");
        let config = Builder::new().http_client(Network::new());
        let config = config.credentials_provider(Credentials::for_tests());
        let (is_broken, text) = view_error(client(config)).await;
        assert!(is_broken, "{text}");
        assert!(text.contains("region") || text.contains("Region"), "{text}");
    });
}

#[test]
fn an_unreachable_endpoint_is_a_transient_error() {
    block_on(async {
        let config = config_without_credentials().credentials_provider(Credentials::for_tests());
        let (is_broken, text) = view_error(client(config)).await;
        assert!(!is_broken, "{text}");
        assert!(text.contains("does not respond"), "{text}");
    });
}

/// An HTTP client that returns this status and body for every request.
#[derive(Clone, Debug)]
struct FixedResponse(u16, &'static str);

impl HttpConnector for FixedResponse {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let status = StatusCode::try_from(self.0).unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(self.1))))
    }
}

impl HttpClient for FixedResponse {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[test]
fn error_responses_are_classified_by_code_and_status() {
    for (status, body, expected) in [
        (400, r#"{"__type": "x#ExpiredTokenException"}"#, true),
        (400, r#"{"__type": "x#UnrecognizedClientException"}"#, true),
        (400, r#"{"__type": "x#InvalidSignatureException"}"#, true),
        (
            400,
            r#"{"__type": "x#MissingAuthenticationTokenException"}"#,
            true,
        ),
        (400, r#"{"__type": "x#AccessDeniedException"}"#, true),
        (403, "<html>rejected by a proxy</html>", true),
        (400, r#"{"__type": "x#ThrottlingException"}"#, false),
        (400, r#"{"__type": "x#RequestLimitExceeded"}"#, false),
        (500, r#"{"__type": "x#InternalServerError"}"#, false),
        (503, "<html>a load balancer has no server</html>", false),
        (429, "{}", false),
    ] {
        block_on(async {
            let config =
                config_without_credentials().credentials_provider(Credentials::for_tests());
            let config = config.http_client(FixedResponse(status, body));
            let (is_broken, text) = view_error(client(config)).await;
            assert_eq!(is_broken, expected, "{body}: {text}");
        });
    }
}
