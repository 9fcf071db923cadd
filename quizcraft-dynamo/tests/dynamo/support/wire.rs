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
use serde_json::{Value, json};

/// The HTTP client under the SDK: notes every request, and lets some go wrong.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    plain: SharedHttpClient,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    calls: Vec<Call>,
    latency: Duration,
    plan: Option<Plan>,
    measures: bool,
}

/// A request that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// What was asked for, such as `GetItem`.
    pub(crate) operation: String,
    pub(crate) body: Value,
    pub(crate) started: Instant,
    pub(crate) ended: Instant,
    /// The capacity units that it consumed, where they are measured.
    pub(crate) units: f64,
}

/// A way in which a request goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It never arrives.
    Dropped,
    /// It arrives and is carried out, and the response is lost.
    ReplyLost,
    /// It is refused for now.
    Throttled,
    /// It is refused for no reason.
    ServerError,
    /// It is carried out, and the response takes longer than any client waits.
    Slow,
    /// It meets a transaction.
    Conflict,
    /// The caller lacks the permission, and a retry does not help.
    Denied,
}

impl Fault {
    /// All that passes by itself.
    pub(crate) const ALL: [Self; 6] = [
        Self::Dropped,
        Self::ReplyLost,
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

impl Wire {
    pub(crate) fn new() -> Self {
        Self {
            plain: Builder::new().build_http(),
            state: Arc::default(),
        }
    }

    /// Lets the request of this number go wrong, counting from 0 from now on.
    pub(crate) fn fail_once(&self, number: usize, fault: Fault) {
        self.fail(number, number, fault);
    }

    /// Lets every request from this one on go wrong.
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

    /// Lets everything go well again.
    pub(crate) fn heal(&self) {
        self.state().plan = None;
    }

    /// Lets every request take at least so long.
    pub(crate) fn slow_down(&self, latency: Duration) {
        self.state().latency = latency;
    }

    /// Has every answer say what it cost.
    pub(crate) fn measure(&self) {
        self.state().measures = true;
    }

    /// Forgets what was sent so far.
    pub(crate) fn forget(&self) {
        self.state().calls.clear();
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// What goes wrong with the next request, if anything does.
    fn next_fault(&self) -> Option<Fault> {
        let mut state = self.state();
        let plan = state.plan.as_mut()?;
        let number = plan.seen;
        plan.seen += 1;
        (plan.first..=plan.last)
            .contains(&number)
            .then_some(plan.fault)
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Tapped {
            patience: settings.read_timeout().unwrap_or(Duration::MAX),
            wire: self.clone(),
            plain: self.plain.http_connector(settings, components),
        })
    }
}

#[derive(Debug)]
struct Tapped {
    patience: Duration,
    wire: Wire,
    plain: SharedHttpConnector,
}

impl HttpConnector for Tapped {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (wire, plain, patience) = (self.wire.clone(), self.plain.clone(), self.patience);
        HttpConnectorFuture::new(async move {
            let carried = carried(&wire, &plain, request);
            // A connector gives up by itself, as it is told to.
            match tokio::time::timeout(patience, carried).await {
                Ok(sent) => sent,
                Err(late) => Err(ConnectorError::timeout(late.into())),
            }
        })
    }
}

async fn carried(
    wire: &Wire,
    plain: &SharedHttpConnector,
    mut request: HttpRequest,
) -> Result<HttpResponse, ConnectorError> {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    let operation = target.split('.').next_back().unwrap_or_default().to_owned();
    let body = serde_json::from_slice(request.body().bytes().unwrap_or_default());
    let body: Value = body.unwrap_or_default();
    let (latency, measures) = {
        let state = wire.state();
        (state.latency, state.measures)
    };
    if measures {
        ask_for_costs(&mut request, &body);
    }
    let started = Instant::now();
    tokio::time::sleep(latency).await;
    let sent = match wire.next_fault() {
        None => plain.call(request).await,
        Some(fault) => failed(fault, &operation, &body, plain, request).await,
    };
    let (sent, units) = costs(sent, measures).await;
    let ended = Instant::now();
    wire.state().calls.push(Call {
        operation,
        body,
        started,
        ended,
        units,
    });
    sent
}

async fn failed(
    fault: Fault,
    operation: &str,
    body: &Value,
    plain: &SharedHttpConnector,
    request: HttpRequest,
) -> Result<HttpResponse, ConnectorError> {
    let lost = || Err(ConnectorError::io("the wire is cut".into()));
    match fault {
        Fault::Dropped => lost(),
        Fault::ReplyLost => {
            let _ = plain.call(request).await;
            lost()
        }
        Fault::Throttled => Ok(refusal(
            400,
            "ProvisionedThroughputExceededException",
            json!({}),
        )),
        Fault::Denied => Ok(refusal(400, "AccessDeniedException", json!({}))),
        Fault::ServerError => Ok(refusal(500, "InternalServerError", json!({}))),
        Fault::Slow => {
            let _ = plain.call(request).await;
            pending().await
        }
        Fault::Conflict if operation == "TransactWriteItems" => {
            let items = body["TransactItems"].as_array().map_or(0, Vec::len);
            let mut reasons = vec![json!({"Code": "None"}); items];
            // Any item may be the one that others are at.
            *reasons.last_mut().unwrap() = json!({"Code": "TransactionConflict"});
            let reasons = json!({"CancellationReasons": reasons});
            Ok(refusal(400, "TransactionCanceledException", reasons))
        }
        Fault::Conflict if body["ConditionExpression"].is_string() => {
            Ok(refusal(400, "TransactionConflictException", json!({})))
        }
        // Reads, and entries that no transaction writes, meet none.
        Fault::Conflict => plain.call(request).await,
    }
}

fn refusal(status: u16, code: &str, mut body: Value) -> HttpResponse {
    body["__type"] = json!(format!("com.amazonaws.dynamodb.v20120810#{code}"));
    body["message"] = json!("as the test wants it");
    let status = StatusCode::try_from(status).unwrap();
    HttpResponse::new(status, SdkBody::from(body.to_string()))
}

fn ask_for_costs(request: &mut HttpRequest, body: &Value) {
    let mut body = body.clone();
    body["ReturnConsumedCapacity"] = json!("TOTAL");
    let text = body.to_string();
    let length = text.len().to_string();
    request.headers_mut().insert("content-length", length);
    *request.body_mut() = SdkBody::from(text);
}

/// What an answer says that it cost, all tables together.
async fn costs(
    sent: Result<HttpResponse, ConnectorError>,
    measures: bool,
) -> (Result<HttpResponse, ConnectorError>, f64) {
    let Ok(mut response) = sent else {
        return (sent, 0.0);
    };
    if !measures {
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
