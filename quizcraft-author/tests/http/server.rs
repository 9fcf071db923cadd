//! A server that sends scripted replies, one per request, and records the requests.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::pending;
use std::io::{Error, ErrorKind};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response};
use futures_util::stream;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use url::Url;

/// A running server. It stops when it is dropped.
pub(crate) struct Server {
    origin: String,
    script: Arc<Script>,
    task: JoinHandle<()>,
}

struct Script {
    replies: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Recorded>>,
    /// The number of requests so far.
    received: watch::Sender<usize>,
    releases: Semaphore,
    waiting: Mutex<Waiting>,
}

/// The requests whose replies are held back.
#[derive(Default)]
struct Waiting {
    now: usize,
    most: usize,
}

/// A request that the server received.
#[derive(Clone)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    /// The path and the query.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Recorded {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// Returns a parameter of the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let url = Url::parse("http://127.0.0.1")
            .unwrap()
            .join(&self.target)
            .unwrap();
        let mut pairs = url.query_pairs();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A reply to one request.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Content,
    is_held: bool,
}

enum Content {
    Whole(Vec<u8>),
    /// The connection ends after a part of the body.
    Cut,
    /// The body never ends, and has no declared length.
    Endless,
    /// The headers are never sent.
    Silence,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type", media_type.to_owned())],
            body: Content::Whole(body.into()),
            is_held: false,
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::new(status, "text/plain", "")
    }

    pub(crate) fn redirect(location: &str) -> Self {
        Self::status(302).with("location", location)
    }

    pub(crate) fn cut() -> Self {
        Self::of(Content::Cut).with("content-length", "1000")
    }

    pub(crate) fn endless() -> Self {
        Self::of(Content::Endless)
    }

    pub(crate) fn silence() -> Self {
        Self::of(Content::Silence)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Holds the reply back until the server releases it.
    pub(crate) fn held(self) -> Self {
        Self {
            is_held: true,
            ..self
        }
    }

    fn of(body: Content) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self {
            status: 200,
            headers,
            body,
            is_held: false,
        }
    }

    async fn into_response(self) -> Response<Body> {
        let body = match self.body {
            Content::Whole(body) => Body::from(body),
            Content::Cut => {
                let cut = Error::from(ErrorKind::ConnectionReset);
                Body::from_stream(stream::iter([Ok("{\"choices\":"), Err(cut)]))
            }
            Content::Endless => {
                let spaces = stream::repeat_with(|| Ok::<_, Infallible>(vec![b' '; 16 * 1024]));
                Body::from_stream(spaces)
            }
            Content::Silence => pending().await,
        };
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(body).unwrap()
    }
}

impl Server {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Script {
            replies: Mutex::new(replies.into_iter().collect()),
            requests: Mutex::default(),
            received: watch::Sender::new(0),
            releases: Semaphore::new(0),
            waiting: Mutex::default(),
        });
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&script));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            origin,
            script,
            task,
        }
    }

    /// Waits until the server has received this number of requests.
    pub(crate) async fn wait_for_requests(&self, count: usize) {
        let mut received = self.script.received.subscribe();
        received
            .wait_for(|received| *received >= count)
            .await
            .unwrap();
    }

    /// Releases replies that are held back.
    pub(crate) fn release(&self, count: usize) {
        self.script.releases.add_permits(count);
    }

    /// Returns the maximum number of requests that waited at once.
    pub(crate) fn most_at_once(&self) -> usize {
        self.script.waiting.lock().unwrap().most
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.script.requests.lock().unwrap().clone()
    }

    /// Returns the only request.
    pub(crate) fn request(&self) -> Recorded {
        let requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests[0].clone()
    }

    /// Returns the paths and queries of all requests.
    pub(crate) fn targets(&self) -> Vec<String> {
        let requests = self.requests();
        requests.into_iter().map(|request| request.target).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(script): State<Arc<Script>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    script.requests.lock().unwrap().push(Recorded {
        method: parts.method.to_string(),
        target: parts.uri.to_string(),
        headers: parts.headers,
        body,
    });
    script.received.send_modify(|received| *received += 1);
    let reply = script.replies.lock().unwrap().pop_front();
    // A request after the end of the script fails in a way that no client expects.
    let reply = reply.unwrap_or_else(|| Reply::status(418));
    if reply.is_held {
        script.hold().await;
    }
    reply.into_response().await
}

impl Script {
    async fn hold(&self) {
        {
            let mut waiting = self.waiting.lock().unwrap();
            waiting.now += 1;
            waiting.most = waiting.most.max(waiting.now);
        }
        self.releases.acquire().await.unwrap().forget();
        self.waiting.lock().unwrap().now -= 1;
    }
}
