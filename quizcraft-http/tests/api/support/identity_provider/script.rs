use std::sync::{Mutex, PoisonError};

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Uri};
use tokio::sync::watch;

use super::Reply;

/// The documents of a provider.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Document {
    Configuration,
    Keys,
    Userinfo,
    /// Any other path.
    Elsewhere,
}

impl Document {
    fn at(path: &str) -> Self {
        match path {
            "/.well-known/openid-configuration" => Self::Configuration,
            "/keys" => Self::Keys,
            "/userinfo" => Self::Userinfo,
            _ => Self::Elsewhere,
        }
    }
}

/// A handler of requests for a document. It receives the token of the request.
type Answers = Box<dyn Fn(&str) -> Reply + Send + Sync>;

/// The handlers of a provider, and the requests that it received.
pub(super) struct Script {
    answers: [Mutex<Answers>; 4],
    asked: watch::Sender<[usize; 4]>,
    tokens: Mutex<Vec<String>>,
    open: watch::Sender<bool>,
}

impl Script {
    /// Returns 404 for every document.
    pub(super) fn new() -> Self {
        let nothing = || Mutex::new(Box::new(|_: &str| Reply::status(404)) as Answers);
        Self {
            answers: std::array::from_fn(|_| nothing()),
            asked: watch::Sender::new([0; 4]),
            tokens: Mutex::default(),
            open: watch::Sender::new(true),
        }
    }

    pub(super) fn set(
        &self,
        document: Document,
        answers: impl Fn(&str) -> Reply + Send + Sync + 'static,
    ) {
        *self.answers[document as usize].lock().unwrap() = Box::new(answers);
    }

    pub(super) fn asked(&self, document: Document) -> usize {
        self.asked.borrow()[document as usize]
    }

    pub(super) async fn until_asked(&self, document: Document, times: usize) {
        let enough = |asked: &[usize; 4]| asked[document as usize] >= times;
        self.asked.subscribe().wait_for(enough).await.unwrap();
    }

    pub(super) fn open(&self, open: bool) {
        self.open.send_replace(open);
    }

    /// The tokens in requests for userinfo.
    pub(super) fn tokens(&self) -> Vec<String> {
        self.tokens.lock().unwrap().clone()
    }

    fn answer(&self, document: Document, token: &str) -> Reply {
        let answers = self.answers[document as usize].lock();
        answers.unwrap_or_else(PoisonError::into_inner)(token)
    }
}

/// Responds to one request when the provider is open.
pub(super) async fn answer(
    State(script): State<std::sync::Arc<Script>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let document = Document::at(uri.path());
    let token = headers.get("authorization");
    let token = token.map_or("", |value| value.to_str().unwrap());
    let token = token.strip_prefix("Bearer ").unwrap_or(token);
    if matches!(document, Document::Userinfo) {
        script.tokens.lock().unwrap().push(token.to_owned());
    }
    script
        .asked
        .send_modify(|asked| asked[document as usize] += 1);
    let mut open = script.open.subscribe();
    open.wait_for(|open| *open).await.unwrap();
    script.answer(document, token).into_response()
}
