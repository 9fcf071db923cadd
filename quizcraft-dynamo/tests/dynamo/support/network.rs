use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use quizcraft_contract::FaultInjector;
use serde_json::{Value, json};

/// The HTTP client of the SDK. It records every request and injects faults.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    plain: SharedHttpClient,
    state: Arc<Mutex<State>>,
    /// The faults that the scenarios of the contract inject.
    injector: Arc<FaultInjector>,
}

#[derive(Debug, Default)]
struct State {
    calls: Vec<Call>,
    latency: Duration,
    plan: Option<Plan>,
    reports_capacity: bool,
}

/// A request that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The operation, such as `GetItem`.
    pub(crate) operation: String,
    pub(crate) body: Value,
    pub(crate) started: Instant,
    pub(crate) ended: Instant,
    /// The consumed capacity units, if reported.
    pub(crate) units: f64,
}

/// A fault to inject into a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The request never arrives.
    RequestLost,
    /// The request is executed, and its response is lost.
    ResponseLost,
    /// The request is throttled.
    Throttled,
    /// The service returns an internal error.
    ServerError,
    /// The request is executed, and its response takes longer than the client's timeout.
    Slow,
    /// The request conflicts with a transaction.
    Conflict,
    /// Another transaction writes what the player was asked at the same time.
    AskedConflict,
    /// The caller lacks the permission.
    Denied,
    /// The collection of the player's items is full, so that it accepts no write.
    CollectionFull,
    /// The first item of a batch is written, and the others are not processed.
    Unprocessed,
}

impl Fault {
    /// All transient faults.
    pub(crate) const TRANSIENT: [Self; 6] = [
        Self::RequestLost,
        Self::ResponseLost,
        Self::Throttled,
        Self::ServerError,
        Self::Slow,
        Self::Conflict,
    ];
}

#[derive(Clone, Copy, Debug)]
struct Plan {
    fault: Fault,
    first: usize,
    last: usize,
    seen: usize,
}

impl Network {
    pub(crate) fn new() -> Self {
        Self {
            plain: Builder::new().build_http(),
            state: Arc::default(),
            injector: Arc::default(),
        }
    }

    pub(crate) fn injector(&self) -> &FaultInjector {
        &self.injector
    }

    /// Injects a fault into the request with this number, counted from 0 from now on.
    pub(crate) fn fail_once(&self, number: usize, fault: Fault) {
        self.fail(number, number, fault);
    }

    /// Injects a fault into every request from this one on.
    pub(crate) fn fail_from(&self, number: usize, fault: Fault) {
        self.fail(number, usize::MAX, fault);
    }

    fn fail(&self, first: usize, last: usize, fault: Fault) {
        self.state().plan = Some(Plan {
            fault,
            first,
            last,
            seen: 0,
        });
    }

    /// Stops injecting faults.
    pub(crate) fn clear_fault(&self) {
        self.state().plan = None;
    }

    /// Delays every request.
    pub(crate) fn set_latency(&self, latency: Duration) {
        self.state().latency = latency;
    }

    /// Makes every response report its consumed capacity.
    pub(crate) fn report_capacity(&self) {
        self.state().reports_capacity = true;
    }

    /// Removes the recorded requests.
    pub(crate) fn clear_calls(&self) {
        self.state().calls.clear();
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Returns the fault for the next request, if there is one.
    async fn next_fault(&self) -> Option<Fault> {
        match self.injector.next_fault() {
            None => self.next_planned_fault(),
            Some(quizcraft_contract::Fault::NotExecuted) => Some(Fault::RequestLost),
            Some(quizcraft_contract::Fault::ResponseLost) => Some(Fault::ResponseLost),
            Some(quizcraft_contract::Fault::ProcessEnds) => self.injector.end_process().await,
        }
    }

    fn next_planned_fault(&self) -> Option<Fault> {
        let mut state = self.state();
        let plan = state.plan.as_mut()?;
        let number = plan.seen;
        plan.seen += 1;
        (plan.first..=plan.last)
            .contains(&number)
            .then_some(plan.fault)
    }
}

impl HttpClient for Network {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(FaultyConnector {
            timeout: settings.read_timeout().unwrap_or(Duration::MAX),
            network: self.clone(),
            plain: self.plain.http_connector(settings, components),
        })
    }
}

#[derive(Debug)]
struct FaultyConnector {
    timeout: Duration,
    network: Network,
    plain: SharedHttpConnector,
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (network, plain, timeout) = (self.network.clone(), self.plain.clone(), self.timeout);
        HttpConnectorFuture::new(async move {
            let sent = send(&network, &plain, request);
            // The read timeout is the connector's responsibility.
            match tokio::time::timeout(timeout, sent).await {
                Ok(sent) => sent,
                Err(late) => Err(ConnectorError::timeout(late.into())),
            }
        })
    }
}

async fn send(
    network: &Network,
    plain: &SharedHttpConnector,
    mut request: HttpRequest,
) -> Result<HttpResponse, ConnectorError> {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    let operation = target.split('.').next_back().unwrap_or_default().to_owned();
    let body = serde_json::from_slice(request.body().bytes().unwrap_or_default());
    let body: Value = body.unwrap_or_default();
    let (latency, reports_capacity) = {
        let state = network.state();
        (state.latency, state.reports_capacity)
    };
    if reports_capacity {
        request_capacity(&mut request, &body);
    }
    let started = Instant::now();
    tokio::time::sleep(latency).await;
    let sent = match network.next_fault().await {
        None => plain.call(request).await,
        Some(fault) => inject(fault, &operation, &body, plain, request).await,
    };
    let (sent, units) = consumed_capacity(sent, reports_capacity).await;
    let ended = Instant::now();
    network.state().calls.push(Call {
        operation,
        body,
        started,
        ended,
        units,
    });
    sent
}

async fn inject(
    fault: Fault,
    operation: &str,
    body: &Value,
    plain: &SharedHttpConnector,
    request: HttpRequest,
) -> Result<HttpResponse, ConnectorError> {
    let lost = || Err(ConnectorError::io("injected fault".into()));
    match fault {
        Fault::RequestLost => lost(),
        Fault::ResponseLost => {
            let _ = plain.call(request).await;
            lost()
        }
        Fault::Throttled => Ok(error_response(
            400,
            "ProvisionedThroughputExceededException",
            json!({}),
        )),
        Fault::Denied => Ok(error_response(400, "AccessDeniedException", json!({}))),
        Fault::ServerError => Ok(error_response(500, "InternalServerError", json!({}))),
        Fault::Slow => {
            let _ = plain.call(request).await;
            pending().await
        }
        Fault::AskedConflict if !body.to_string().contains("\"Asked\"") => {
            plain.call(request).await
        }
        Fault::Conflict | Fault::AskedConflict if operation == "TransactWriteItems" => {
            Ok(cancellation(body, "TransactionConflict"))
        }
        Fault::CollectionFull if operation == "TransactWriteItems" => {
            Ok(cancellation(body, "ItemCollectionSizeLimitExceeded"))
        }
        Fault::CollectionFull if operation == "PutItem" => Ok(error_response(
            400,
            "ItemCollectionSizeLimitExceededException",
            json!({}),
        )),
        Fault::Conflict if body["ConditionExpression"].is_string() => Ok(error_response(
            400,
            "TransactionConflictException",
            json!({}),
        )),
        Fault::Unprocessed if operation == "BatchWriteItem" => {
            partly_processed(body, plain, request).await
        }
        // Reads and unconditional writes do not conflict, and reads and removals need no room.
        Fault::Conflict | Fault::AskedConflict | Fault::CollectionFull | Fault::Unprocessed => {
            plain.call(request).await
        }
    }
}

/// Writes the first item of a batch, and returns the others as not processed.
async fn partly_processed(
    body: &Value,
    plain: &SharedHttpConnector,
    mut request: HttpRequest,
) -> Result<HttpResponse, ConnectorError> {
    let (mut first, mut rest) = (body.clone(), body["RequestItems"].clone());
    for (table, items) in rest.as_object_mut().unwrap() {
        let others = items.as_array_mut().unwrap().split_off(1);
        first["RequestItems"][table] = std::mem::replace(items, others.into());
    }
    set_body(&mut request, &first);
    plain.call(request).await?;
    rest.as_object_mut()
        .unwrap()
        .retain(|_, items| items != &json!([]));
    let response = json!({ "UnprocessedItems": rest }).to_string();
    let status = StatusCode::try_from(200).unwrap();
    Ok(HttpResponse::new(status, SdkBody::from(response)))
}

/// Returns the response to a transaction that is cancelled for this reason.
fn cancellation(body: &Value, reason: &str) -> HttpResponse {
    let items = body["TransactItems"].as_array().map_or(0, Vec::len);
    let mut reasons = vec![json!({"Code": "None"}); items];
    // Any item may be the one that the reason is about.
    *reasons.last_mut().unwrap() = json!({"Code": reason});
    let reasons = json!({"CancellationReasons": reasons});
    error_response(400, "TransactionCanceledException", reasons)
}

fn error_response(status: u16, code: &str, mut body: Value) -> HttpResponse {
    body["__type"] = json!(format!("com.amazonaws.dynamodb.v20120810#{code}"));
    body["message"] = json!("injected fault");
    let status = StatusCode::try_from(status).unwrap();
    HttpResponse::new(status, SdkBody::from(body.to_string()))
}

fn request_capacity(request: &mut HttpRequest, body: &Value) {
    let mut body = body.clone();
    body["ReturnConsumedCapacity"] = json!("TOTAL");
    set_body(request, &body);
}

fn set_body(request: &mut HttpRequest, body: &Value) {
    let text = body.to_string();
    let length = text.len().to_string();
    request.headers_mut().insert("content-length", length);
    *request.body_mut() = SdkBody::from(text);
}

/// Returns the response and its consumed capacity, summed over all tables.
async fn consumed_capacity(
    sent: Result<HttpResponse, ConnectorError>,
    reported: bool,
) -> (Result<HttpResponse, ConnectorError>, f64) {
    let Ok(mut response) = sent else {
        return (sent, 0.0);
    };
    if !reported {
        return (Ok(response), 0.0);
    }
    let body = std::mem::replace(response.body_mut(), SdkBody::taken());
    let bytes = aws_smithy_types::byte_stream::ByteStream::new(body)
        .collect()
        .await
        .unwrap()
        .into_bytes();
    let value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    *response.body_mut() = SdkBody::from(bytes);
    (Ok(response), units(&value["ConsumedCapacity"]))
}

fn units(consumed: &Value) -> f64 {
    match consumed {
        Value::Array(tables) => tables.iter().map(units).sum(),
        table => table["CapacityUnits"].as_f64().unwrap_or_default(),
    }
}
