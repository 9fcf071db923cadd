use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::task::JoinHandle;

use super::in_time;

/// The captured output of a process, by line.
pub(crate) struct Captured {
    lines: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Captured {
    pub(crate) fn of(stream: impl AsyncRead + Send + Unpin + 'static) -> Self {
        let lines = Arc::<Mutex<Vec<String>>>::default();
        let copy = Arc::clone(&lines);
        let task = tokio::spawn(async move {
            let mut lines = BufReader::new(stream).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                copy.lock().unwrap().push(line);
            }
        });
        Self { lines, task }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// Waits for the end of the output, and returns all lines.
    pub(crate) async fn whole(&mut self) -> Vec<String> {
        in_time("the output ends", &mut self.task).await.unwrap();
        self.lines()
    }
}
