use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use super::Answer;

/// Captures the log.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    /// Returns the log of all tests. A test must search for unique texts.
    pub(crate) fn of_all() -> &'static Self {
        static LOG: LazyLock<Log> = LazyLock::new(|| {
            let log = Log::default();
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .json()
                .with_writer(log.clone());
            tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
            log
        });
        &LOG
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Checks that no line with the request id of this response has the level ERROR or WARN.
    pub(crate) fn assert_no_error(&self, answer: &Answer) {
        let (text, id) = (self.text(), answer.header("x-request-id").unwrap());
        for line in text.lines().filter(|line| line.contains(id)) {
            let failed = ["\"ERROR\"", "\"WARN\""]
                .iter()
                .any(|level| line.contains(level));
            assert!(!failed, "{line}");
        }
    }

    /// Checks that one line contains the request id of this response and this cause.
    pub(crate) fn assert_names(&self, answer: &Answer, cause: &str) {
        let (text, id) = (self.text(), answer.header("x-request-id").unwrap());
        let found = text
            .lines()
            .any(|line| line.contains(id) && line.contains(cause));
        assert!(found, "{cause} under {id}: {text}");
    }
}
