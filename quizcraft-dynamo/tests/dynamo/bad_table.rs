use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use quizcraft_dynamo::{DynamoGames, RequestPolicy};
use tokio::time::{Instant, sleep};

use crate::support::Database;

/// A table that never does what it is asked for: how it answers and after how long, and when it was
/// asked. No request to it leaves the process.
#[derive(Clone, Debug)]
pub(crate) struct BadTable {
    takes: Duration,
    answer: fn(&str) -> (u16, &'static str),
    asked: Arc<Mutex<Vec<Instant>>>,
}

const NEVER: Duration = Duration::from_hours(1);

impl BadTable {
    fn new(takes: Duration, answer: fn(&str) -> (u16, &'static str)) -> Self {
        let asked = Arc::default();
        Self {
            takes,
            answer,
            asked,
        }
    }

    /// Answers nothing.
    pub(crate) fn silent() -> Self {
        Self::new(NEVER, |_| (500, "{}"))
    }

    /// Is met by other transactions, always.
    pub(crate) fn contended(takes: Duration) -> Self {
        Self::new(takes, |operation| match operation {
            "TransactWriteItems" => (
                400,
                r#"{"__type": "x#TransactionCanceledException",
                    "CancellationReasons": [{"Code": "TransactionConflict"}]}"#,
            ),
            _ => (400, r#"{"__type": "x#TransactionConflictException"}"#),
        })
    }

    /// Refuses for now, always.
    pub(crate) fn throttled() -> Self {
        Self::new(Duration::from_millis(5), |_| {
            (
                400,
                r#"{"__type": "x#ProvisionedThroughputExceededException"}"#,
            )
        })
    }

    fn client(&self) -> Client {
        let config = Builder::new()
            .region(Region::new("eu-west-1"))
            .endpoint_url("http://127.0.0.1:9")
            .credentials_provider(Credentials::for_tests())
            .http_client(self.clone());
        RequestPolicy::default().client(config)
    }

    pub(crate) fn games(&self) -> Arc<DynamoGames> {
        Arc::new(DynamoGames::new(self.client(), Database::names()))
    }

    /// When it was asked, from the first time on.
    pub(crate) fn asked(&self) -> Vec<Duration> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|at| *at - asked[0]).collect()
    }
}

impl HttpClient for BadTable {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let bad = self.clone();
        let patience = settings.read_timeout().unwrap_or(Duration::MAX);
        SharedHttpConnector::new(Impatient(bad, patience))
    }
}

/// A connector that waits no longer than it is told to.
#[derive(Debug)]
struct Impatient(BadTable, Duration);

impl HttpConnector for Impatient {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (bad, patience) = (self.0.clone(), self.1);
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.split('.').next_back().unwrap_or_default().to_owned();
        HttpConnectorFuture::new(async move {
            bad.asked.lock().unwrap().push(Instant::now());
            sleep(bad.takes.min(patience)).await;
            if bad.takes > patience {
                return Err(ConnectorError::timeout("too late".into()));
            }
            let (status, body) = (bad.answer)(&operation);
            let status = StatusCode::try_from(status).unwrap();
            Ok(HttpResponse::new(status, SdkBody::from(body)))
        })
    }
}
