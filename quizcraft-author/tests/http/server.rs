//! A server that sends scripted replies, one per request, and records the requests.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::pending;
use std::io::{Error, ErrorKind};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode};
use futures_util::stream;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running server. It stops when it is dropped.
pub(crate) struct Server {
    origin: String,
    script: Arc<Script>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Script {
    replies: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Recorded>>,
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

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A reply to one request.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Content,
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

    fn of(body: Content) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self {
            status: 200,
            headers,
            body,
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
        let script = Arc::new(Script::default());
        script.replies.lock().unwrap().extend(replies);
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
    let reply = script.replies.lock().unwrap().pop_front();
    match reply {
        Some(reply) => reply.into_response().await,
        None => {
            let mut response = Response::new(Body::from("the script has ended"));
            *response.status_mut() = StatusCode::IM_A_TEAPOT;
            response
        }
    }
}
