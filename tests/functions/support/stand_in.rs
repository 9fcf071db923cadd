use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// A server on a port of its own that stands in for a service; it stops when it is dropped.
pub(crate) struct StandIn {
    addr: String,
    task: AbortHandle,
}

impl StandIn {
    pub(crate) async fn start(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap().to_string();
        // Who waits for the rest of an answer should not wait for a timer of TCP.
        let listener = listener.tap_io(|tcp| tcp.set_nodelay(true).unwrap());
        let serving = async { axum::serve(listener, router).await.unwrap() };
        let task = tokio::spawn(serving).abort_handle();
        Self { addr, task }
    }

    /// Where it listens, such as `127.0.0.1:40123`.
    pub(crate) fn addr(&self) -> &str {
        &self.addr
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.addr)
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.task.abort();
    }
}
