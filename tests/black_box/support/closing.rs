use tokio::net::TcpListener;
use tokio::task::{self, JoinHandle};

/// A place on loopback that sends away whoever connects: a port that is free could be somebody else's in a moment.
pub(crate) struct Closing {
    url: String,
    task: JoinHandle<()>,
}

impl Closing {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self {
            url: format!("http://{}/", listener.local_addr().unwrap()),
            task: task::spawn(async move { while listener.accept().await.is_ok() {} }),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.task.abort();
    }
}
