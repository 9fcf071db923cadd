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

/// An HTTP client in place of DynamoDB that returns an error for every request after a latency, and
/// records when requests were sent. No request leaves the process.
#[derive(Clone, Debug)]
pub(crate) struct FailingTable {
    latency: Duration,
    response: fn(&str) -> (u16, &'static str),
    sent: Arc<Mutex<Vec<Instant>>>,
}

const NEVER: Duration = Duration::from_hours(1);

impl FailingTable {
    fn new(latency: Duration, response: fn(&str) -> (u16, &'static str)) -> Self {
        let sent = Arc::default();
        Self {
            latency,
            response,
            sent,
        }
    }

    /// Never responds.
    pub(crate) fn unresponsive() -> Self {
        Self::new(NEVER, |_| (500, "{}"))
    }

    /// Reports a conflict with another transaction for every request.
    pub(crate) fn conflicting(latency: Duration) -> Self {
        Self::new(latency, |operation| match operation {
            "TransactWriteItems" => (
                400,
                r#"{"__type": "x#TransactionCanceledException",
                    "CancellationReasons": [{"Code": "TransactionConflict"}]}"#,
            ),
            _ => (400, r#"{"__type": "x#TransactionConflictException"}"#),
        })
    }

    /// Throttles every request.
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

    /// Returns when each request was sent, counted from the first.
    pub(crate) fn request_times(&self) -> Vec<Duration> {
        let sent = self.sent.lock().unwrap();
        sent.iter().map(|at| *at - sent[0]).collect()
    }
}

impl HttpClient for FailingTable {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(FailingConnector {
            table: self.clone(),
            timeout: settings.read_timeout().unwrap_or(Duration::MAX),
        })
    }
}

/// A connector with the read timeout of the client's configuration.
#[derive(Debug)]
struct FailingConnector {
    table: FailingTable,
    timeout: Duration,
}

impl HttpConnector for FailingConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (table, timeout) = (self.table.clone(), self.timeout);
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.split('.').next_back().unwrap_or_default().to_owned();
        HttpConnectorFuture::new(async move {
            table.sent.lock().unwrap().push(Instant::now());
            sleep(table.latency.min(timeout)).await;
            if table.latency > timeout {
                return Err(ConnectorError::timeout("too late".into()));
            }
            let (status, body) = (table.response)(&operation);
            let status = StatusCode::try_from(status).unwrap();
            Ok(HttpResponse::new(status, SdkBody::from(body)))
        })
    }
}
