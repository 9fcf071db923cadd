use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// An in-process DynamoDB without tables. It stops when it is dropped.
pub(crate) struct DynamoServer {
    url: String,
    _stop: oneshot::Sender<()>,
}

impl DynamoServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { drop(stopped.await) };
        let memory = dynoxide::Database::memory().unwrap();
        let serving = dynoxide::server::serve_with_shutdown(listener, memory, stopped);
        tokio::spawn(serving);
        Self { url, _stop: stop }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}
