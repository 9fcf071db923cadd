//! No key, prompt or reply reaches an error, a `Debug` or the log.

use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, LazyLock, Mutex};

use quizcraft_author::{AnthropicMessages, ApiKey, ChatModel, ChatRequest, OpenAiChat};
use serde_json::json;
use tracing::Dispatch;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::NoSubscriber;

use crate::server::{Reply, Server};
use crate::{base, client, model_name, request};

const KEY: &str = "sk-zzsecretzz";
const PROMPT: &str = "zzpromptzz";
const REPLY: &str = "zzreplyzz";

/// The first event of a log. It shows that events are captured.
const CAPTURED: &str = "events are captured";

/// Exists beside the dispatcher of a test. If there were only one, tracing would ask the thread that reaches an event first,
/// which may be that of another test, whether the event is logged, and would remember the answer for all threads.
static OTHER_DISPATCHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::new()));

/// A log in memory.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Captures all events of this thread while the guard exists.
    pub(crate) fn capture(&self) -> tracing::subscriber::DefaultGuard {
        LazyLock::force(&OTHER_DISPATCHER);
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_writer(move || log.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        tracing::trace!("{CAPTURED}");
        guard
    }

    pub(crate) fn text(&self) -> String {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains(CAPTURED));
        text
    }
}

fn secret_request() -> ChatRequest {
    ChatRequest {
        instructions: PROMPT.to_owned(),
        message: PROMPT.to_owned(),
        ..request()
    }
}

/// Replies that repeat what they received, each in another way.
fn echoes() -> Vec<Reply> {
    let echo = format!("{KEY} {PROMPT} {REPLY}");
    vec![
        Reply::json(400, &json!({"error": {"message": echo}})),
        Reply::json(401, &json!({"error": {"message": echo}})),
        Reply::json(500, &json!(echo)).with("retry-after", &echo),
        Reply::new(200, "application/json", format!("{{\"{echo}\"")),
        Reply::new(
            200,
            "application/json",
            format!("{{\"choices\": \"{echo}\"}}"),
        ),
        Reply::new(200, "text/html", echo.clone()),
        Reply::redirect(&format!("/{KEY}{PROMPT}{REPLY}")),
        Reply::cut(),
        Reply::endless(),
    ]
}

pub(crate) fn print_error(printed: &mut String, error: &dyn Error) {
    writeln!(printed, "{error} {error:?}").unwrap();
    if let Some(source) = error.source() {
        print_error(printed, source);
    }
}

fn assert_clean(printed: &str) {
    for secret in [KEY, PROMPT, REPLY] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

async fn printed_by(model: impl ChatModel + std::fmt::Debug, replies: usize) -> String {
    let mut printed = format!("{model:?} {:?}", secret_request());
    for _ in 0..replies {
        let error = model.complete(&secret_request()).await.unwrap_err();
        print_error(&mut printed, &error);
    }
    printed
}

#[tokio::test]
async fn openai_prints_no_secret() {
    let log = Log::default();
    let guard = log.capture();
    let server = Server::start(echoes()).await;
    let key = ApiKey::new(KEY).unwrap();
    let model = OpenAiChat::new(client(), base(&server, "/v1"), model_name()).with_key(key);
    let printed = printed_by(model, echoes().len()).await;
    drop(guard);
    assert_clean(&printed);
    assert_clean(&log.text());
}

#[tokio::test]
async fn anthropic_prints_no_secret() {
    let log = Log::default();
    let guard = log.capture();
    let server = Server::start(echoes()).await;
    let key = ApiKey::new(KEY).unwrap();
    let model = AnthropicMessages::new(client(), base(&server, ""), model_name(), key);
    let printed = printed_by(model, echoes().len()).await;
    drop(guard);
    assert_clean(&printed);
    assert_clean(&log.text());
}

#[tokio::test]
async fn a_reply_prints_no_secret() {
    let body = json!({"choices": [{"message": {"content": REPLY}, "finish_reason": "stop"}]});
    let server = Server::start([Reply::json(200, &body)]).await;
    let model = OpenAiChat::new(client(), base(&server, "/v1"), model_name());
    let reply = model.complete(&secret_request()).await.unwrap();
    assert_eq!(reply.text, REPLY);
    assert_clean(&format!("{reply:?}"));
}
