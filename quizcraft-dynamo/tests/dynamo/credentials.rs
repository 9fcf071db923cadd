//! Whether it helps to wait is told by why there are no credentials, and by what the service says.

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

use crate::support::{Database, Wire, World};

/// A provider of credentials that has none to give, for some reason.
#[derive(Debug)]
struct Provider(fn() -> CredentialsError);

impl ProvideCredentials for Provider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err((self.0)()))
    }
}

fn configured() -> Builder {
    let config = Builder::new().http_client(Wire::new());
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

/// What a view comes to with this client: whether it is broken, and what is said.
async fn view(client: Client) -> (bool, String) {
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
fn credentials_that_are_not_there_are_a_fault_of_the_configuration() {
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
            let config = configured().credentials_provider(Provider(reason));
            let (is_broken, text) = view(client(config)).await;
            assert_eq!(is_broken, expected, "{text}");
            assert!(text.contains("the table Game, game"), "{text}");
            let says_so = text.contains("there are no credentials");
            assert_eq!(says_so, expected, "{text}");
        });
    }
}

#[test]
fn a_client_without_a_provider_or_a_region_is_a_fault_of_the_configuration() {
    block_on(async {
        let (is_broken, text) = view(client(configured())).await;
        assert!(is_broken, "{text}");
        let config = Builder::new().http_client(Wire::new());
        let config = config.credentials_provider(Credentials::for_tests());
        let (is_broken, text) = view(client(config)).await;
        assert!(is_broken, "{text}");
        assert!(text.contains("region") || text.contains("Region"), "{text}");
    });
}

#[test]
fn an_endpoint_that_does_not_answer_is_waited_for() {
    block_on(async {
        let config = configured().credentials_provider(Credentials::for_tests());
        let (is_broken, text) = view(client(config)).await;
        assert!(!is_broken, "{text}");
        assert!(text.contains("does not answer"), "{text}");
    });
}

/// An answer with this status and body, whatever is asked for.
#[derive(Clone, Debug)]
struct Answer(u16, &'static str);

impl HttpConnector for Answer {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let status = StatusCode::try_from(self.0).unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(self.1))))
    }
}

impl HttpClient for Answer {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[test]
fn what_the_service_says_tells_whether_it_helps_to_wait() {
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
        (403, "<html>a proxy says no</html>", true),
        (400, r#"{"__type": "x#ThrottlingException"}"#, false),
        (400, r#"{"__type": "x#RequestLimitExceeded"}"#, false),
        (500, r#"{"__type": "x#InternalServerError"}"#, false),
        (503, "<html>a load balancer has no server</html>", false),
        (429, "{}", false),
    ] {
        block_on(async {
            let config = configured().credentials_provider(Credentials::for_tests());
            let config = config.http_client(Answer(status, body));
            let (is_broken, text) = view(client(config)).await;
            assert_eq!(is_broken, expected, "{body}: {text}");
        });
    }
}
