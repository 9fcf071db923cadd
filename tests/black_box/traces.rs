//! The option `--otlp-endpoint`, with a collector that the test runs.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::{Launch, Reply, eventually};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";

/// A collector that stores what it receives.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<Export>>>);

/// A request to a collector.
struct Export {
    content_type: String,
    authorization: Option<String>,
    body: Bytes,
}

impl Collector {
    /// Starts a collector that answers with `status`, and returns its address.
    async fn start(status: StatusCode) -> (Self, String) {
        let collector = Self::default();
        let exports = Arc::clone(&collector.0);
        let receive = async move |headers: HeaderMap, body: Bytes| {
            let header = |name: &str| Some(headers.get(name)?.to_str().unwrap().to_owned());
            let export = Export {
                content_type: header("content-type").unwrap(),
                authorization: header("authorization"),
                body,
            };
            exports.lock().unwrap().push(export);
            status
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().route("/v1/traces", post(receive));
        tokio::spawn(axum::serve(listener, app).into_future());
        (collector, url)
    }

    /// Returns all spans, which must have been sent as JSON.
    fn spans(&self) -> Vec<Value> {
        let exports = self.0.lock().unwrap();
        let bodies = exports.iter().map(|export| {
            assert_eq!(export.content_type, "application/json");
            serde_json::from_slice(&export.body).unwrap()
        });
        let resources = bodies.flat_map(|body: Value| items(&body["resourceSpans"]));
        let scopes = resources.flat_map(|resource| items(&resource["scopeSpans"]));
        scopes.flat_map(|scope| items(&scope["spans"])).collect()
    }
}

fn items(array: &Value) -> Vec<Value> {
    array.as_array().cloned().unwrap_or_default()
}

/// Returns the only span with this name in the trace of the test.
#[track_caller]
fn span<'s>(spans: &'s [Value], name: &str) -> &'s Value {
    let mut named = spans
        .iter()
        .filter(|span| span["name"] == name && span["traceId"] == TRACE);
    let span = named.next().unwrap_or_else(|| panic!("{name}: {spans:#?}"));
    assert!(named.next().is_none(), "{name}: {spans:#?}");
    span
}

fn attribute(span: &Value, key: &str) -> Value {
    let attributes = items(&span["attributes"]);
    let found = attributes.iter().find(|found| found["key"] == key);
    found.map_or(Value::Null, |found| found["value"].clone())
}

fn launch(url: &str) -> Launch {
    Launch::default()
        .arg("--otlp-endpoint", url)
        .env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")
        // The spans are sent when the server stops.
        .env("OTEL_BSP_SCHEDULE_DELAY", "600000")
}

#[tokio::test]
async fn a_request_and_the_work_that_it_causes_are_one_trace() {
    // Given a server with a collector,
    let (collector, url) = Collector::start(StatusCode::OK).await;
    let server = launch(&url).arg("--log", "json").start().await;
    let player = server.player("ada").await;

    // when a traced caller starts a game,
    let request = player.request(Method::POST, "/games");
    let request = request
        .header("traceparent", format!("00-{TRACE}-{CALLER}-01"))
        .json(&json!({"keywords": ["chemistry"], "questions_limit": 3}));
    let started = Reply::to(request).await.is(201);
    let game = started.body["id"].as_str().unwrap().to_owned();
    player.prepared(&game).await;
    let log = server.stop().await.stderr;

    // then the request is a child of the caller's span, with the attributes of the conventions,
    let spans = collector.spans();
    let request = span(&spans, "POST /games");
    assert_eq!(request["parentSpanId"], CALLER);
    assert_eq!(request["kind"], 2, "a server");
    let method = attribute(request, "http.request.method");
    assert_eq!(method["stringValue"], "POST");
    assert_eq!(attribute(request, "http.route")["stringValue"], "/games");
    let status = attribute(request, "http.response.status_code");
    assert_eq!(status["intValue"], "201");

    // the work is a child of the request,
    let work = span(&spans, "prepare game");
    assert_eq!(work["parentSpanId"], request["spanId"]);
    assert_eq!(work["kind"], 5, "a consumer");
    let outcome = attribute(work, "quizcraft.outcome");
    assert_eq!(outcome["stringValue"], "opened");

    // and the calls of gateways are children of the two.
    for (name, parent) in [
        ("games.create", request),
        ("writer.write", work),
        ("games.open", work),
    ] {
        assert_eq!(
            span(&spans, name)["parentSpanId"],
            parent["spanId"],
            "{name}"
        );
    }
    // The log has the same trace, and no span has an id or a keyword.
    assert!(log.contains(TRACE), "{log}");
    let text = Value::from(spans).to_string();
    assert!(
        !text.contains(&game) && !text.contains("chemistry"),
        "{text}"
    );
}

#[tokio::test]
async fn a_request_without_a_trace_starts_one_and_probes_are_not_traced() {
    let (collector, url) = Collector::start(StatusCode::OK).await;
    let server = launch(&url).start().await;
    let client = server.anonymous();
    let _ = client.get("/games").await.is(401);
    let _ = client.get("/nowhere").await.is(404);
    for probe in ["/health", "/livez", "/readyz"] {
        let _ = client.get(probe).await.is(200);
    }
    let _ = server.stop().await;

    let spans = collector.spans();
    let names: Vec<_> = spans
        .iter()
        .map(|span| span["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["GET /games", "none"]);
    for span in &spans {
        assert!(
            span["parentSpanId"].as_str().is_none_or(str::is_empty),
            "{span}"
        );
        assert_ne!(span["traceId"].as_str().unwrap().len(), 0);
    }
    assert_ne!(spans[0]["traceId"], spans[1]["traceId"]);
}

#[tokio::test]
async fn spans_are_sent_as_protobuf_unless_a_variable_says_otherwise() {
    let (collector, url) = Collector::start(StatusCode::OK).await;
    let server = Launch::default()
        .arg("--otlp-endpoint", &url)
        .env(
            "OTEL_EXPORTER_OTLP_HEADERS",
            "authorization=Bearer%20secret",
        )
        .env("OTEL_BSP_SCHEDULE_DELAY", "10")
        .start()
        .await;
    let _ = server.anonymous().get("/games").await.is(401);
    // The server sends spans while it runs.
    eventually("the span arrives", async || {
        (!collector.0.lock().unwrap().is_empty()).then_some(())
    })
    .await;
    let log = server.stop().await.stderr;

    let exports = collector.0.lock().unwrap();
    assert_eq!(exports[0].content_type, "application/x-protobuf");
    assert_eq!(exports[0].authorization.as_deref(), Some("Bearer secret"));
    for text in ["GET /games", "service.name", "quizcraft"] {
        let found = exports[0]
            .body
            .windows(text.len())
            .any(|bytes| bytes == text.as_bytes());
        assert!(found, "{text}");
    }
    assert!(!log.contains("secret"), "{log}");
}

#[tokio::test]
async fn a_collector_that_fails_harms_no_player() {
    // Given a collector that rejects everything,
    let (_, url) = Collector::start(StatusCode::UNAUTHORIZED).await;
    let server = launch(&url)
        .env("OTEL_BSP_SCHEDULE_DELAY", "1")
        .start()
        .await;

    // when players play and the server stops,
    let player = server.player("ada").await;
    let _ = player.ready(&["chemistry"], 3).await;
    let stopped = server.stop().await;

    // then all of that works, and the log says that the export failed.
    assert!(stopped.status.success());
    assert!(stopped.stderr.contains("401"), "{}", stopped.stderr);
}

#[tokio::test]
async fn a_collector_that_is_not_there_harms_no_player() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let server = launch(&url).start().await;
    let _ = server.anonymous().get("/games").await.is(401);
    assert!(server.stop().await.status.success());
}
